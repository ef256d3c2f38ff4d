using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>Each input changes some output, in one of both modes and at one of both points.</summary>
/// <remarks>
/// A question: a mask that only training uses, or an argument kept for the interface, has no influence and is right.
/// </remarks>
[Check(
    "every-input-matters",
    "every input influences the output",
    CheckArea.Behaviour,
    Severity = Severity.Question,
    Need = Need.MutatesState)]
internal sealed class EveryInputMatters : ModelCheck
{
    private const int Draws = 3;

    /// <inheritdoc/>
    public override string Why => "The model learns without something that it is meant to see.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look where the input is used: multiplied by zero, overwritten, or not passed on. If it has no influence on purpose: "
            + "subject.IgnoresInputOnPurpose(\"[1]\", reason).";

    /// <inheritdoc/>
    public override string Declaration => ".IgnoresInputOnPurpose(\"[1]\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new DropInput()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        var open = session.Inputs().Leaves.Select(leaf => leaf.Path)
            .Where(path => !session.Subject.Facts.IgnoredInputs.Any(fact => fact.Covers(path))).ToHashSet();
        if (open.Count == 0)
        {
            return CheckOutcome.Skipped("There is no input whose influence is in question.");
        }

        var constant = new HashSet<string>(open);
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            session.MoveTo(point);
            foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
            {
                foreach (string path in open.ToArray())
                {
                    context.AlteredStep($"replacing input {path}");
                    Influence influence = Of(session, mode, path);
                    if (influence != Influence.Untold)
                    {
                        constant.Remove(path);
                    }

                    if (influence == Influence.Some)
                    {
                        open.Remove(path);
                    }
                }
            }
        }

        open.ExceptWith(constant);
        Finding[] findings = [.. open.Order().Select(path => new Finding(
            $"input {path} has no influence on any output, in {Draws} draws, in both modes, as built and at a generic point"))];
        return findings.Length == 0 && constant.Count > 0
            ? CheckOutcome.Inconclusive(
                $"The recipe makes the same content of input {constant.Order().First()} at each draw, or the model refuses another, so its "
                    + "influence does not show.")
            : CheckOutcome.From(findings);
    }

    private static Influence Of(ModelSession session, ForwardMode mode, string path)
    {
        using var scope = NewDisposeScope();
        ModelInputs inputs = session.Inputs();
        Tensor original = inputs.Leaves.First(leaf => leaf.Path == path).Tensor;
        ForwardResult before = session.Run(inputs, mode);
        var told = Influence.Untold;
        for (int draw = 0; draw < Draws; draw++)
        {
            Tensor other = session.Inputs(inputs.Count, draw: 200 + draw).Leaves
                .First(leaf => leaf.Path == path).Tensor;
            if (!original.shape.AsSpan().SequenceEqual(other.shape) || TensorBits.AreEqual(original, other))
            {
                other = Rearranged(original);
            }

            if (TensorBits.AreEqual(original, other))
            {
                continue;
            }

            if (TryRun(session, inputs.With((leaf, tensor) => leaf == path ? other : tensor), mode) is not { } after)
            {
                continue;
            }

            told = Influence.None;
            if (!Outputs.AreEqual(before, after))
            {
                return Influence.Some;
            }
        }

        return told;
    }

    /// <summary>
    /// Inputs that belong together (lengths and what they measure) may be refused when one of them alone is another.
    /// </summary>
    private static ForwardResult? TryRun(ModelSession session, ModelInputs inputs, ForwardMode mode)
    {
        try
        {
            return session.Run(inputs, mode);
        }
        catch (AlteredSubjectException)
        {
            return null;
        }
    }

    /// <summary>
    /// The same values in another order: valid wherever the values were, such as positions or a mask.
    /// </summary>
    private static Tensor Rearranged(Tensor tensor) => tensor.flatten().flip(0).reshape(tensor.shape);

    private enum Influence
    {
        Untold,
        None,
        Some,
    }
}
