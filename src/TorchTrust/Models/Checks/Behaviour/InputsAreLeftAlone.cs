using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>A call does not change its arguments in place.</summary>
/// <remarks>A question: a model may be meant to take over its input.</remarks>
[Check("inputs-are-left-alone", "a forward pass does not change its inputs", CheckArea.Behaviour, Severity = Severity.Question)]
internal sealed class InputsAreLeftAlone : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "The loss is computed against inputs that are no longer those of the data set, and a second epoch trains on what the first left.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Replace the in-place operation (its name ends in an underscore, or inplace: true in the first layer) by the one that makes "
            + "a new tensor. If it is on purpose: subject.ChangesInputsOnPurpose(reason).";

    /// <inheritdoc/>
    public override string Declaration => ".ChangesInputsOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new ChangeInput()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) =>
        subject.Facts.ChangesInputs is { } fact ? $"A call changes its inputs on purpose: {fact.Reason}" : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        var changed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
        {
            using var scope = NewDisposeScope();
            context.Step("calling and comparing the inputs");
            ModelInputs copy = session.Inputs();
            ModelInputs inputs = copy.Lent();
            session.Run(inputs, mode);
            changed.UnionWith(inputs.Leaves.Zip(copy.Leaves)
                .Where(pair => !TensorBits.AreEqual(pair.First.Tensor, pair.Second.Tensor))
                .Select(pair => pair.First.Path));
        }

        return CheckOutcome.From([.. changed.Select(path => new Finding($"input {path} has other content after the call"))]);
    }
}
