using System.Runtime.CompilerServices;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// What an instance has registered: what <c>parameters()</c>, <c>to()</c>, <c>train()</c> and <c>state_dict()</c> can
/// reach.
/// </summary>
internal sealed class Registered
{
    private readonly HashSet<nn.Module> _modules = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<nint> _tensors = [];

    private Registered()
    {
    }

    /// <summary>Collects what is registered under the outermost modules of an instance.</summary>
    public static Registered Under(IEnumerable<nn.Module> outermost)
    {
        var registered = new Registered();
        foreach (nn.Module module in outermost)
        {
            registered.Visit(module);
        }

        return registered;
    }

    /// <summary>Whether <c>RegisterComponents</c> of the base class ran for a module.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_areComponentsRegistered")]
    public static extern ref bool HasRun(nn.Module module);

    /// <summary>Whether a module, or a tensor, is registered.</summary>
    public bool Holds(object value) => value switch
    {
        nn.Module module => _modules.Contains(module),
        Tensor { IsInvalid: false } tensor => _tensors.Contains(tensor.Handle),
        _ => true,
    };

    private void Visit(nn.Module module)
    {
        if (!_modules.Add(module))
        {
            return;
        }

        foreach (Tensor tensor in module.parameters(recurse: false)
            .Concat<Tensor>(RegisteredMembers.Buffers(module).Select(entry => entry.Buffer)))
        {
            if (!tensor.IsInvalid)
            {
                _tensors.Add(tensor.Handle);
            }
        }

        foreach ((string _, nn.Module child) in module.named_children())
        {
            Visit(child);
        }
    }
}
