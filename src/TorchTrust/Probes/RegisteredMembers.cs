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
        ((IList<(string, (Tensor, bool))>)BufferTable(module)).Select(entry => (entry.Item1, entry.Item2.Item1));

    /// <summary>The buffers of this module by name, each with whether it is persistent; edits take effect.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_internal_buffers")]
    public static extern ref OrderedDict<string, (Tensor, bool)> BufferTable(nn.Module module);
}
