using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Evaluation;

/// <summary>An evaluation gives what its declared reference gives.</summary>
[Check(
    "loop-evaluation-agrees-with-reference", "an evaluation gives what its reference gives", CheckArea.Evaluation, Need = Need.TrainsSteps)]
internal sealed class EvaluationAgreesWithReference : TrainingCheck
{
    /// <summary>Sums in float32 over thousands of samples in another order differ by less than this share.</summary>
    private const double Agrees = 1e-5;

    /// <summary>A sample that is missing or counted twice among a thousand differs by more.</summary>
    private const double Differs = 1e-3;

    /// <inheritdoc/>
    public override string Why => "A metric that is computed wrongly is believed all the same.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Sum over samples and divide once at the end: a mean of the means of batches weighs the last, smaller batch too much. "
            + "Look for a batch that is left out.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [CallMutants.ScaleEvaluation];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => subject.Reference is null && subject.ReferenceOn is null
        ? "No reference is declared: subject.WithEvaluation(evaluate, reference)."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("evaluating, and asking the reference");
        using LiveLoop loop = session.Fresh();
        Replays.Train(session, loop, session.Trace().Window);
        using LoopState here = new(loop, []);
        var pairs = new List<(double Given, double Expected)>();
        if (session.Subject.Reference is { } reference)
        {
            double given = loop.Evaluate().First!.Value;
            here.WriteTo(loop);
            pairs.Add((given, SubjectException.Guard("computing the reference", () => reference(loop.Loop))));
        }

        IReadOnlyList<object?> batches = Probes.Evaluation.BatchesOf(loop);
        if (session.Subject.ReferenceOn is { } referenceOn)
        {
            double given = loop.Evaluate(batches).First!.Value;
            here.WriteTo(loop);
            pairs.Add((given, SubjectException.Guard("computing the reference", () => referenceOn(loop.Loop, batches))));
        }

        Finding[] findings = [.. pairs.Where(pair => !(Share(pair) < Differs)).Select(pair => new Finding(
            $"the evaluation gives {pair.Given:g6}, its reference {pair.Expected:g6}")
        {
            Numbers = new Dictionary<string, double> { ["evaluation"] = pair.Given, ["reference"] = pair.Expected },
        })];
        return findings.Length > 0 ? CheckOutcome.Failed(findings)
            : pairs.All(pair => Share(pair) <= Agrees) ? CheckOutcome.Passed
            : CheckOutcome.Inconclusive(
                $"The two differ by {pairs.Max(Share):g2} of their size: more than rounding should, less than a sample in a thousand.");
    }

    private static double Share((double Given, double Expected) pair) => pair.Given.Equals(pair.Expected)
        ? 0
        : Math.Abs(pair.Given - pair.Expected) / Math.Max(Math.Abs(pair.Expected), 1e-12);
}
