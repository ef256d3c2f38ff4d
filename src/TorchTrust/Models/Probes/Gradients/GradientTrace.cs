using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// What the backward pass brings to the output of each module. TorchSharp has no backward hooks, and its containers dispose
/// what their children give, so each output is replaced by an alias whose gradient is retained.
/// </summary>
internal sealed class GradientTrace : IDisposable
{
    private readonly List<GradientCall> _calls = [];

    /// <summary>The calls, in the order in which they ended: innermost first.</summary>
    public IReadOnlyList<GradientCall> Calls => _calls;

    /// <summary>Watches every module while something runs a session forward and backward.</summary>
    public static GradientTrace During(ModelSession session, Action run)
    {
        var trace = new GradientTrace();
        var hooks = new List<ForwardHook>();
        using IDisposable use = session.Instruments.Use();
        try
        {
            foreach ((string path, nn.Module module) in session.Modules)
            {
                if (ForwardHook.TryInstall(module, (m, _, output) =>
                    session.Instruments.AreSilent ? output : trace.Watch(path, m, output)) is { } hook)
                {
                    hooks.Add(hook);
                }
            }

            run();
            return trace;
        }
        finally
        {
            hooks.ForEach(hook => hook.Dispose());
        }
    }

    /// <summary>
    /// The innermost module around a path, the model at last, whose output got a gradient; null if none did.
    /// </summary>
    public string? InnermostReached(string path)
    {
        for (string outer = path; outer.Length > 0;)
        {
            outer = ObjectGraph.OwnerOf(outer);
            if (_calls.Any(call => call.Path == outer && call.GotGradient))
            {
                return outer;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor output in _calls.SelectMany(call => call.Outputs))
        {
            output.Dispose();
        }
    }

    private object? Watch(string path, nn.Module module, object? output)
    {
        var kept = new List<Tensor>();
        object? replaced = TensorTree.Map(output, (_, tensor) =>
        {
            if (!tensor.requires_grad || tensor.is_leaf || !tensor.is_floating_point())
            {
                return tensor;
            }

            Tensor alias = tensor.alias().DetachFromDisposeScope();
            alias.retain_grad();
            kept.Add(alias);
            return alias.alias();
        });
        _calls.Add(new GradientCall(path, module, is_grad_enabled(), kept));
        return replaced;
    }
}
