using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using TorchTrust.Weaving.Table;

namespace TorchTrust;

/// <summary>An assembly whose calls of TorchSharp go through shims. For woven code alone: nothing that is written by hand needs it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WovenAssembly
{
    private static readonly ConcurrentDictionary<Assembly, WovenAssembly?> _known = new();
    private readonly Lazy<WovenIndex> _index;

    private WovenAssembly(Assembly assembly)
    {
        Assembly = assembly;
        _index = new Lazy<WovenIndex>(() => WovenIndex.Read(assembly.GetManifestResourceStream(WovenIndex.ResourceName)!));
    }

    /// <summary>The assembly.</summary>
    internal Assembly Assembly { get; }

    /// <summary>The name of the assembly.</summary>
    internal string Name => Assembly.GetName().Name!;

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
        asked => !asked.IsDynamic && asked.GetManifestResourceInfo(WovenIndex.ResourceName) is not null ? new WovenAssembly(asked) : null);

    /// <summary>The woven assemblies that this process has loaded.</summary>
    internal static IReadOnlyList<WovenAssembly> Loaded() =>
        [.. AppDomain.CurrentDomain.GetAssemblies().Select(Find).OfType<WovenAssembly>()];
}
