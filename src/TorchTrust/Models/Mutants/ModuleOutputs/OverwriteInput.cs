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
    public override bool IsEquivalent(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        using var scope = NewDisposeScope();
        foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
        {
            ForwardResult before = model.WholeResult(mode);
            using IDisposable? fault = Apply(session, site);
            if (!Outputs.AreEqual(before, model.Run(model.Inputs(), mode)))
            {
                return false;
            }
        }

        return true;
    }

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
            (tensor.detach().neg() + 1).contiguous().bytes.CopyTo(tensor.bytes);
        }

        return output;
    }
}
