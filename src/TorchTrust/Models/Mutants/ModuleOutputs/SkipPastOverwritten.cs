using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// Overwrites what a module was given when it has run, and reads it again at the end of the model: a skip path past an activation in
/// place. So the fault shows in a model, too, in which nobody reads again what he has given to a module.
/// </summary>
internal sealed class SkipPastOverwritten : Mutant
{
    /// <inheritdoc/>
    public override string Name => "skip-past-overwritten-input";

    /// <inheritdoc/>
    public override string Description => "overwrites the input of a module in place, and reads it again at the end of the model";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session)
    {
        var model = (ModelSession)session;
        using var scope = NewDisposeScope();
        IReadOnlyList<ModuleCall> calls = ModuleTrace.During(model, () => model.Run(model.Inputs(), ForwardMode.Eval)).Calls;
        return calls.Any(call => call.Path.Length == 0 && GivesNumbers(call))
            ? [.. calls.Where(call => call.Path.Length > 0 && GivesNumbers(call)).Select(call => call.Path).Distinct()]
            : [];
    }

    /// <summary>What is read at the end is the same whatever the module holds.</summary>
    public override IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites)
    {
        ILookup<string, string> types =
            ((ModelSession)session).Modules.ToLookup(entry => entry.Path, entry => entry.Module.GetType().ToString());
        return [.. sites.Select(site => types[site].FirstOrDefault(site))];
    }

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site) =>
        EveryInstance.Break((ModelSession)session, instance => Install((ModelSession)session, instance, site), editsRegistrations: false);

    /// <summary>
    /// Whether the module overwrites nothing, or what it gives is not used: then it is called for what it does to its input.
    /// </summary>
    public override bool IsEquivalent(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        using var scope = NewDisposeScope();
        return new[] { ForwardMode.Eval, ForwardMode.Training }.All(mode =>
        {
            ForwardResult whole = model.WholeResult(mode);
            if (Outputs.AreEqual(whole, ArgumentEdits.WithOtherResultOf(model, site, model.Inputs(), mode)))
            {
                return true;
            }

            using IDisposable? fault = Apply(session, site);
            return !ArgumentEdits.In(model, model.Inputs(), mode).Editors.Contains(site);
        });
    }

    private static bool GivesNumbers(ModuleCall call) =>
        call.Signature.Any(leaf => leaf.Dtype is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16);

    private static Action? Install(ModelSession session, object instance, string site)
    {
        nn.Module? module = EveryInstance.ModuleAt(session, instance, site);
        nn.Module? root = EveryInstance.ModuleAt(session, instance, "");
        if (module is null || root is null)
        {
            return null;
        }

        var skip = new Skip();
        ForwardHook?[] hooks =
        [
            ForwardHook.TryInstallBefore(module, (_, arguments) => skip.Begin(arguments)),
            ForwardHook.TryInstall(module, (_, arguments, output) => skip.Overwrite(arguments, output)),
            ForwardHook.TryInstall(root, (_, _, output) => skip.End(output)),
        ];
        void Remove() => Array.ForEach(hooks, hook => hook?.Dispose());
        if (hooks.All(hook => hook is not null))
        {
            return Remove;
        }

        Remove();
        return null;
    }

    /// <summary>The way of what a module was given past it, to the end of the model.</summary>
    private sealed class Skip
    {
        /// <summary>What the caller holds, whatever the module itself is given; of several doors to it the outer one comes first.</summary>
        private (Tensor Tensor, Tensor AsGiven)? _given;

        private (Tensor Tensor, Tensor AsGiven)? _carried;

        public object?[] Begin(object?[] arguments)
        {
            if (_given is null && Numbers(arguments).FirstOrDefault() is { } given)
            {
                _given = (given.detach().DetachFromDisposeScope(), TensorBits.NativeCopy(given).DetachFromDisposeScope());
            }

            return arguments;
        }

        /// <summary>
        /// Zeros become ones, and all else zero: so it is another value, whatever it was. What a module gives in the place of its input it
        /// has overwritten itself.
        /// </summary>
        public object? Overwrite(object?[] arguments, object? output)
        {
            using var scope = NewDisposeScope();
            using IDisposable _ = no_grad();
            Tensor[] given = [.. TensorTree.Flatten(output).Select(leaf => leaf.Tensor)];
            foreach (Tensor tensor in Numbers(arguments).Where(tensor => !given.Any(other => TensorMemory.IsShared(tensor, other))))
            {
                PastAutograd.Overwrite(tensor, tensor.detach().eq(0).to(tensor.dtype));
            }

            Forget(_carried);
            (_carried, _given) = (_given, null);
            return output;
        }

        /// <summary>What is read at the end, and what it was when it was given, tell all there is to tell of the overwriting.</summary>
        public object? End(object? output)
        {
            if (_carried is not { } carried)
            {
                return output;
            }

            _carried = null;
            bool isAsGiven = TensorBits.AreEqual(carried.Tensor, carried.AsGiven);
            Forget(carried);
            return TensorTree.Map(
                output, (_, tensor) => tensor.is_floating_point() && isAsGiven ? tensor + tensor.detach().abs().amax() + 1 : tensor);
        }

        private static void Forget((Tensor Tensor, Tensor AsGiven)? carried)
        {
            carried?.Tensor.Dispose();
            carried?.AsGiven.Dispose();
        }

        private static IEnumerable<Tensor> Numbers(object?[] arguments) => TensorTree.Flatten(arguments).Select(leaf => leaf.Tensor)
            .Where(tensor => tensor.is_floating_point() && tensor.is_contiguous() && tensor.numel() > 0);
    }
}
