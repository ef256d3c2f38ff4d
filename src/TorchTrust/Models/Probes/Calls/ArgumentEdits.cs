using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Modules that overwrite their arguments in place, and what becomes of a call in which one of them gets a copy.</summary>
internal static class ArgumentEdits
{
    /// <summary>
    /// The paths of the modules, the model itself excepted, of whose arguments a call changes a bit, innermost first, and what the call
    /// gives.
    /// </summary>
    public static (IReadOnlyList<string> Editors, ForwardResult Result) In(ModelSession session, ModelInputs inputs, ForwardMode mode)
    {
        var editors = new List<string>();
        var open = new Stack<(string Path, IReadOnlyList<Tensor> Before)>();
        ForwardResult result = RunWith(
            session,
            entry => entry.Path.Length > 0,
            (path, arguments) =>
            {
                open.Push(
                    (path, [.. TensorTree.Flatten(arguments).Select(leaf => TensorBits.NativeCopy(leaf.Tensor).DetachFromDisposeScope())]));
                return arguments;
            },
            (path, arguments, output) =>
            {
                // What comes twice before one run, or ended by an exception that was caught, lies above.
                while (open.Any(entry => entry.Path == path))
                {
                    (string ended, IReadOnlyList<Tensor> before) = open.Pop();
                    if (ended == path && !editors.Contains(path)
                        && before.Zip(TensorTree.Flatten(arguments)).Any(pair => !TensorBits.AreEqual(pair.First, pair.Second.Tensor)))
                    {
                        editors.Add(path);
                    }

                    foreach (Tensor copy in before)
                    {
                        copy.Dispose();
                    }

                    if (ended == path)
                    {
                        break;
                    }
                }

                return output;
            },
            inputs,
            mode);
        return (editors, result);
    }

    /// <summary>What the model gives where some modules get copies of their arguments.</summary>
    public static ForwardResult WithCopiesFor(
        ModelSession session, IReadOnlyCollection<string> paths, ModelInputs inputs, ForwardMode mode) => RunWith(
        session,
        entry => paths.Contains(entry.Path),
        (_, arguments) => (object?[])TensorTree.Map(arguments, (_, tensor) => tensor.clone())!,
        (_, _, output) => output,
        inputs,
        mode);

    /// <summary>What the model gives where what one module gives is replaced by something else, while its edit stays.</summary>
    public static ForwardResult WithOtherResultOf(ModelSession session, string path, ModelInputs inputs, ForwardMode mode) => RunWith(
        session,
        entry => entry.Path == path,
        (_, arguments) => arguments,
        (_, _, output) => TensorTree.Map(output, (_, tensor) => tensor.is_floating_point() ? (tensor * 2) + 1 : tensor),
        inputs,
        mode);

    private static ForwardResult RunWith(
        ModelSession session,
        Func<(string Path, nn.Module Module), bool> isConcerned,
        Func<string, object?[], object?[]> before,
        Func<string, object?[], object?, object?> after,
        ModelInputs inputs,
        ForwardMode mode)
    {
        var hooks = new List<ForwardHook>();
        using IDisposable use = session.Instruments.Use();
        try
        {
            foreach ((string path, nn.Module module) in session.Modules.Where(isConcerned))
            {
                if (ForwardHook.TryInstallBefore(
                    module, (_, arguments) => session.Instruments.AreSilent ? arguments : before(path, arguments)) is { } first)
                {
                    hooks.Add(first);
                    hooks.Add(ForwardHook.TryInstall(
                        module, (_, arguments, output) => session.Instruments.AreSilent ? output : after(path, arguments, output))!);
                }
            }

            return session.Run(inputs, mode);
        }
        finally
        {
            hooks.ForEach(hook => hook.Dispose());
        }
    }
}
