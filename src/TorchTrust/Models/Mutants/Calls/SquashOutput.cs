using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Applies a sigmoid to an output before a loss that applies one itself.</summary>
internal sealed class SquashOutput : Mutant
{
    /// <inheritdoc/>
    public override string Name => "squash-output";

    /// <inheritdoc/>
    public override string Description => "applies a sigmoid to an output before a loss that takes logits";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session)
    {
        using var scope = NewDisposeScope();
        var model = (ModelSession)session;
        ModelInputs inputs = model.Inputs();
        ForwardResult result = model.Run(inputs, ForwardMode.Training);
        var loss = new LossDomain(model, inputs, result);
        return
        [
            .. result.Leaves.Where(leaf => leaf.Tensor.is_floating_point() && leaf.Tensor.numel() > 0 && loss.Squashes(leaf.Path))
                .Select(leaf => leaf.Path),
        ];
    }

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        model.Redirect = output => TensorTree.Map(output, (path, tensor) => path == site ? tensor.sigmoid() : tensor);
        return new Revert(() => model.Redirect = null);
    }
}
