using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Overwrites what a module was given when it has run, as an activation in place does.</summary>
internal sealed class OverwriteInput : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "overwrite-input";

    /// <inheritdoc/>
    public override string Description => "overwrites the input of a module in place";

    /// <summary>Few read again what they have given to a module, and that takes two runs to see.</summary>
    public override bool AsksEquivalenceFirst => true;

    /// <summary>Where nobody reads it again, no output differs; that gradients do, which read it, is another matter.</summary>
    public override bool IsEquivalent(ISubjectSession session, string site) => AreUnchangedBy((ModelSession)session, [site]);

    /// <summary>What is overwritten twice is not what it was, so no fault undoes another.</summary>
    public override bool? AreEquivalent(ISubjectSession session, IReadOnlyList<string> sites) =>
        AreUnchangedBy((ModelSession)session, sites);

    /// <inheritdoc/>
    protected override bool IsSite(ModelSession session, ModuleCall call) => call.Path.Length > 0 && base.IsSite(session, call);

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call)
    {
        // Past autograd, which would throw on the way back; what the module gives must not be what it was given.
        using IDisposable _ = no_grad();
        Tensor kept = output.alias();
        foreach ((string _, Tensor tensor) in TensorTree.Flatten(call.Arguments)
            .Where(leaf => leaf.Tensor.is_floating_point() && leaf.Tensor.is_contiguous() && !TensorMemory.IsShared(leaf.Tensor, kept)))
        {
            using var scope = NewDisposeScope();
            PastAutograd.Overwrite(tensor, 1 - (tensor.detach() / 2));
        }

        return output;
    }

    private bool AreUnchangedBy(ModelSession model, IReadOnlyList<string> sites)
    {
        using var scope = NewDisposeScope();
        return new[] { ForwardMode.Eval, ForwardMode.Training }.All(mode =>
        {
            ForwardResult before = model.WholeResult(mode);
            var faults = new Stack<IDisposable?>();
            try
            {
                foreach (string site in sites)
                {
                    faults.Push(Apply(model, site));
                }

                return Outputs.AreEqual(before, model.Run(model.Inputs(), mode));
            }
            finally
            {
                while (faults.TryPop(out IDisposable? fault))
                {
                    fault?.Dispose();
                }
            }
        });
    }
}
