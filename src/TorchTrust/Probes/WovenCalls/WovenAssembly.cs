using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using TorchTrust.Probes;

namespace TorchTrust;

/// <summary>
/// An assembly whose calls of TorchSharp go through shims. For woven code alone: nothing that is written by hand needs it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WovenAssembly
{
    private static readonly ConcurrentDictionary<Assembly, WovenAssembly?> _known = new();
    private readonly Lazy<WovenIndex> _index;
    private string? _name;

    private WovenAssembly(Assembly assembly, Func<WovenIndex> index)
    {
        Assembly = assembly;
        _index = new Lazy<WovenIndex>(index);
    }

    /// <summary>The assembly.</summary>
    internal Assembly Assembly { get; }

    /// <summary>The name of the assembly.</summary>
    internal string Name => _name ??= Assembly.GetName().Name!;

    /// <summary>The members that it calls, by number.</summary>
    internal IReadOnlyList<WovenMember> Members => _index.Value.Members;

    /// <summary>The places from which it calls them, by number.</summary>
    internal IReadOnlyList<CallPlace> Places => _index.Value.Places;

    /// <summary>The woven assembly of a class.</summary>
    /// <param name="type">A class of it.</param>
    /// <exception cref="ArgumentException">The assembly of the class is not woven.</exception>
    public static WovenAssembly Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Find(type.Assembly) ?? throw new ArgumentException($"{type.Assembly.GetName().Name} is not woven.", nameof(type));
    }

    /// <summary>An assembly as a woven one; null if it is none.</summary>
    internal static WovenAssembly? Find(Assembly assembly) => _known.GetOrAdd(
        assembly,
        asked => !asked.IsDynamic && asked.GetManifestResourceInfo(WovenIndex.ResourceName) is not null
            ? new WovenAssembly(asked, () => Read(asked))
            : null);

    /// <summary>Calls that stand in the user's program without being compiled into it: those of mutants.</summary>
    internal static WovenAssembly OfOurOwn(WovenIndex index) => new(typeof(WovenAssembly).Assembly, () => index);

    private static WovenIndex Read(Assembly assembly) => WovenIndex.Read(assembly.GetManifestResourceStream(WovenIndex.ResourceName)!);

    /// <summary>The woven assemblies that this process has loaded.</summary>
    internal static IReadOnlyList<WovenAssembly> Loaded() =>
        [.. AppDomain.CurrentDomain.GetAssemblies().Select(Find).OfType<WovenAssembly>()];
}
