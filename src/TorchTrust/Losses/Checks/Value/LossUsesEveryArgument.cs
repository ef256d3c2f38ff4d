using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Checks.Value;

/// <summary>Every argument matters.</summary>
[Check(
    "loss-uses-every-argument",
    "every argument of the loss matters",
    CheckArea.Value,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossUsesEveryArgument : LossCheck
{
    private const int Draws = 6;

    /// <inheritdoc/>
    public override string Why =>
        "An argument that is forgotten looks as if it were used: weights that do not weigh, a mask that does not mask.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Use the named argument, or take it away. One that has no influence on purpose: subject.IgnoresArgumentOnPurpose(argument, "
            + "reason).";

    /// <inheritdoc/>
    public override string Declaration => ".IgnoresArgumentOnPurpose(0, \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new DropArgument()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossSession twin = InDouble(session, context);
        int[] candidates = [.. twin.Arguments().Leaves.Select(leaf => LossArguments.ArgumentOf(leaf.Path)).Distinct()
            .Except(session.Subject.Facts.IgnoredArguments.Keys)];
        var findings = new List<Finding>();
        foreach (int argument in candidates)
        {
            bool varies = false;
            bool matters = false;
            for (int draw = 0; draw < Draws && !matters; draw++)
            {
                // Of a batch without any event nothing may matter: each draw is changed into the next one.
                LossArguments arguments = twin.Arguments(draw: draw);
                Dictionary<string, Tensor> others =
                    twin.Arguments(draw: draw + 1).Leaves.ToDictionary(leaf => leaf.Path, leaf => leaf.Tensor);
                LossArguments changed =
                    arguments.With((path, tensor) => LossArguments.ArgumentOf(path) == argument ? others[path] : tensor);
                varies |= arguments.Leaves.Zip(changed.Leaves).Any(pair => !TensorBits.AreEqual(pair.First.Tensor, pair.Second.Tensor));
                matters = !TensorBits.AreEqual(twin.Evaluate(arguments).Value, twin.Evaluate(changed).Value);
            }

            if (varies && !matters)
            {
                string name = session.ArgumentNames[argument];
                findings.Add(
                    new Finding($"other content of {name} changes no bit of the loss in any of {Draws} draws") { Parameter = name });
            }
        }

        return CheckOutcome.From(findings);
    }
}
