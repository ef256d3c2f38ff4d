using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;

namespace TorchTrust.Losses.Checks.Behaviour;

/// <summary>A loss neither draws nor remembers.</summary>
[Check(
    "loss-is-repeatable",
    "the same arguments give the same loss",
    CheckArea.Behaviour,
    Severity = Severity.Question,
    Need = Need.MutatesState)]
internal sealed class LossIsRepeatable : LossCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A loss that draws or remembers cannot be compared from step to step, nor between training and validation.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Give what is random, or kept from call to call, as an argument. If it is meant: subject.IsRandomOnPurpose(reason), "
            + "subject.KeepsStateOnPurpose(reason).";

    /// <inheritdoc/>
    public override string Declaration => ".IsRandomOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new AddLossNoise(), new CountCalls()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        facts is { IsRandom: { } random, KeepsState: not null } ? $"It draws and keeps state on purpose: {random.Reason}" : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossArguments arguments = session.Arguments();
        LossFacts facts = session.Subject.Facts;
        LossResult first = session.Evaluate(arguments);
        var findings = new List<Finding>();
        LossResult second = session.Evaluate(arguments, continues: true);
        if (facts.KeepsState is null && !TensorBits.AreEqual(first.Value, second.Value))
        {
            findings.Add(Describe("the second of two calls with the same arguments and the same noise gives another loss", first, second));
        }

        if (facts.IsRandom is null && session.Evaluate(arguments, noise: 1) is { } other && !TensorBits.AreEqual(first.Value, other.Value))
        {
            findings.Add(Describe("with another seed the same arguments give another loss: it draws at random", first, other));
        }

        return CheckOutcome.From(findings);
    }

    private static Finding Describe(string what, LossResult first, LossResult second) => new(what)
    {
        Numbers = new Dictionary<string, double> { ["first"] = first.Total, ["second"] = second.Total },
    };
}
