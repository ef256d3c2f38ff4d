using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>The calls of modules during one run of a model, in the order in which they ended.</summary>
internal sealed class ModuleTrace
{
    private readonly List<ModuleCall> _calls = [];

    /// <summary>The calls, innermost first.</summary>
    public IReadOnlyList<ModuleCall> Calls => _calls;

    /// <summary>The paths of modules that have no hooks, since they derive from <c>nn.Module</c> directly.</summary>
    public IReadOnlyList<string> Blind { get; private set; } = [];

    /// <summary>Watches every module of a session while a run takes place.</summary>
    /// <param name="session">The session whose modules are watched.</param>
    /// <param name="run">Runs the model, once or several times.</param>
    /// <param name="keepOutputs">Copies every output, so that a later call in place cannot change it.</param>
    public static ModuleTrace During(ModelSession session, Action run, bool keepOutputs = false)
    {
        var trace = new ModuleTrace();
        var hooks = new List<ForwardHook>();
        var blind = new List<string>();
        try
        {
            foreach ((string path, nn.Module module) in session.Modules)
            {
                ForwardHook? hook = ForwardHook.TryInstall(module, (m, _, output) =>
                {
                    trace.Add(path, m, output, keepOutputs);
                    return output;
                });
                if (hook is null)
                {
                    blind.Add(path);
                }
                else
                {
                    hooks.Add(hook);
                }
            }

            trace.Blind = blind;
            run();
            return trace;
        }
        finally
        {
            hooks.ForEach(hook => hook.Dispose());
        }
    }

    private void Add(string path, nn.Module module, object? output, bool keepOutputs)
    {
        IReadOnlyList<(string Path, Tensor Tensor)> leaves = TensorTree.Flatten(output);
        _calls.Add(new ModuleCall(
            path,
            module,
            [.. leaves.Select(leaf => (leaf.Path, leaf.Tensor.shape, leaf.Tensor.dtype, leaf.Tensor.device_type))],
            keepOutputs ? [.. leaves.Select(leaf => (leaf.Path, TensorBits.NativeCopy(leaf.Tensor).DetachFromDisposeScope()))] : []));
    }
}
