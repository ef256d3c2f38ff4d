using System.Runtime.CompilerServices;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// What a module has registered itself. TorchSharp's public methods leave out non-persistent buffers, whatever their
/// arguments say (0.107), so the module's own dictionaries are read.
/// </summary>
internal static class RegisteredMembers
{
    /// <summary>All buffers of this module, children excluded, persistent or not.</summary>
    public static IEnumerable<(string Name, Tensor Buffer)> Buffers(nn.Module module) =>
        BufferEntries(module).Select(entry => (entry.Name, entry.Entry.Buffer));

    /// <summary>All buffers of this module, children excluded, each with whether it is persistent.</summary>
    public static IReadOnlyList<(string Name, (Tensor Buffer, bool IsPersistent) Entry)> BufferEntries(nn.Module module) =>
        [.. (IList<(string, (Tensor, bool))>)BufferTable(module)];

    /// <summary>The parameters and buffers of this module, children excluded, each under its name.</summary>
    public static IReadOnlyList<(string Name, Tensor Tensor)> Tensors(nn.Module module) =>
    [
        .. ((IList<(string, TorchSharp.Modules.Parameter)>)ParameterTable(module))
        .Select(entry => (entry.Item1, (Tensor)entry.Item2)),
        .. Buffers(module),
    ];

    /// <summary>Whether a child, a parameter or a buffer is registered under a name.</summary>
    public static bool Has(nn.Module module, string name) =>
        ChildTable(module).ContainsKey(name) || ParameterTable(module).ContainsKey(name)
            || BufferTable(module).ContainsKey(name);

    /// <summary>The child, parameter or buffer that is registered under a name; null if there is none.</summary>
    public static object? Find(nn.Module module, string name) =>
        ChildTable(module).TryGetValue(name, out nn.Module? child) ? child
        : ParameterTable(module).TryGetValue(name, out TorchSharp.Modules.Parameter? parameter) ? parameter
        : BufferTable(module).TryGetValue(name, out (Tensor Buffer, bool _) entry) ? entry.Buffer
        : null;

    /// <summary>The buffers of this module by name, each with whether it is persistent; edits take effect.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_internal_buffers")]
    public static extern ref OrderedDict<string, (Tensor, bool)> BufferTable(nn.Module module);

    /// <summary>The parameters of this module by name; edits take effect.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_internal_params")]
    public static extern ref OrderedDict<string, TorchSharp.Modules.Parameter> ParameterTable(nn.Module module);

    /// <summary>The children of this module by name; edits take effect.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_internal_submodules")]
    public static extern ref OrderedDict<string, nn.Module> ChildTable(nn.Module module);
}
