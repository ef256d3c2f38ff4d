using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>The calls of modules during one run of a model, in the order in which they ended: innermost first.</summary>
internal sealed class ModuleTrace
{
    private readonly List<ModuleCall> _calls = [];

    /// <summary>The calls, innermost first.</summary>
    public IReadOnlyList<ModuleCall> Calls => _calls;

    /// <summary>The paths of modules that have no hooks, since they derive from <c>nn.Module</c> directly.</summary>
    public IReadOnlyList<string> Unwatched { get; private set; } = [];

    /// <summary>
    /// The outermost modules of which nothing was seen, neither they nor what they hold: not run, or run by <c>forward</c>, which
    /// runs no hooks.
    /// </summary>
    public IReadOnlyList<string> Silent { get; private set; } = [];

    /// <summary>Watches every module of a session while a run takes place.</summary>
    /// <param name="session">The session whose modules are watched.</param>
    /// <param name="run">Runs the model, once or several times.</param>
    /// <param name="keepsContent">
    /// Copies every argument and output into the present dispose scope, so that a later call in place cannot change them.
    /// </param>
    public static ModuleTrace During(ModelSession session, Action run, bool keepsContent = false)
    {
        var trace = new ModuleTrace();
        var hooks = new List<ForwardHook>();
        var unwatched = new List<string>();
        using IDisposable use = session.Instruments.Use();
        try
        {
            foreach ((string path, nn.Module module) in session.Modules)
            {
                ForwardHook? hook = ForwardHook.TryInstall(module, (m, arguments, output) =>
                {
                    if (!session.Instruments.AreSilent)
                    {
                        trace.Add(path, m, arguments, output, keepsContent);
                    }

                    return output;
                });
                if (hook is null)
                {
                    unwatched.Add(path);
                }
                else
                {
                    hooks.Add(hook);
                }
            }

            trace.Unwatched = unwatched;
            run();
            trace.Silent = trace.FindSilent(session);
            trace.AttachToDisposeScope();
            return trace;
        }
        finally
        {
            hooks.ForEach(hook => hook.Dispose());
        }
    }

    /// <summary>Copies are made inside the scopes of the model, which must not own them; the caller's scope does.</summary>
    private void AttachToDisposeScope() =>
        CurrentDisposeScope?.Attach(_calls.SelectMany(call => call.Inputs.Concat(call.Outputs)).Select(leaf => leaf.Tensor));

    private List<string> FindSilent(ModelSession session)
    {
        var seen = new HashSet<string>(_calls.SelectMany(call => Unregistered.Ancestors(call.Path).Prepend(call.Path)));
        return [.. session.Modules.Select(entry => entry.Path).Where(path => path.Length > 0 && !seen.Contains(path)
            && Unregistered.Ancestors(path).All(ancestor => ancestor.Length == 0 || seen.Contains(ancestor)))];
    }

    private static IReadOnlyList<(string Path, Tensor Tensor)> Copy(object? structure) =>
        [.. TensorTree.Flatten(structure).Select(leaf => (leaf.Path, TensorBits.NativeCopy(leaf.Tensor).DetachFromDisposeScope()))];

    private void Add(string path, nn.Module module, object?[] arguments, object? output, bool keepsContent) => _calls.Add(new ModuleCall(
        path,
        module,
        module.training,
        [.. TensorTree.Flatten(arguments).Select(leaf => (leaf.Path, leaf.Tensor.shape))],
        [.. TensorTree.Flatten(output).Select(leaf => (leaf.Path, leaf.Tensor.shape, leaf.Tensor.dtype, leaf.Tensor.device_type))],
        keepsContent ? Copy(arguments) : [],
        keepsContent ? Copy(output) : []));
}
