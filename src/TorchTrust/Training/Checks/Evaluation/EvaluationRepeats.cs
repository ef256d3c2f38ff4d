using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Evaluation;

/// <summary>The same weights give the same number, however often they are evaluated, and whatever was trained in between.</summary>
/// <remarks>With equal noise a difference is an error. With other noise it is a question: some evaluations draw on purpose.</remarks>
[Check("loop-evaluation-repeats", "the same weights are evaluated to the same number", CheckArea.Evaluation, Need = Need.TrainsSteps)]
internal sealed class EvaluationRepeats : ReplayCheck
{
    /// <inheritdoc/>
    public override string Why => "A number that hangs on what was evaluated before, or on chance, cannot say whether a model got better.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Begin each evaluation with cleared sums, in eval mode, over the same data. Where it draws on purpose, such as dropout "
            + "at test time: subject.EvaluatesAtRandomOnPurpose(reason).";

    /// <inheritdoc/>
    public override string Declaration => ".EvaluatesAtRandomOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [CallMutants.KeepSums, LineMutants.LeaveOutEvalOfDropout];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => LacksEvaluation(subject);

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        long window = session.Trace().Window;
        using LiveLoop loop = session.Fresh();
        Replays.Train(session, loop, window);
        using LoopState here = new(loop, []);
        context.Step("evaluating twice");
        IReadOnlyList<double> first = Probes.Evaluation.Run(session, loop);
        if (first.Count == 0)
        {
            return CheckOutcome.Skipped("The evaluation gives no number.");
        }

        here.WriteTo(loop);
        if (Differ(first, Probes.Evaluation.Run(session, loop),
            "a second evaluation of the same weights with the same noise gives") is { } twice)
        {
            return CheckOutcome.Failed([twice]);
        }

        context.Step("evaluating with other noise");
        here.WriteTo(loop);
        if (session.Subject.Facts.RandomEvaluation is null
            && Differ(first, Probes.Evaluation.Run(session, loop, noise: 1), "the same weights with other noise give") is { } random)
        {
            return CheckOutcome.Failed([random], Severity.Question);
        }

        context.Step("training, and evaluating the old weights again");
        Replays.Train(session, loop, window);
        Probes.Evaluation.Run(session, loop);
        here.WriteTo(loop);
        return Differ(first, Probes.Evaluation.Run(session, loop),
            $"the same weights and buffers, put back after {window} more steps, give") is { } later
            ? CheckOutcome.Failed([later])
            : CheckOutcome.Passed;
    }

    private static Finding? Differ(IReadOnlyList<double> first, IReadOnlyList<double> second, string what)
    {
        (double a, double b) = first.Zip(second).FirstOrDefault(pair => !pair.First.Equals(pair.Second), (0, 0));
        return a.Equals(b) ? null : new Finding($"{what} {b:g6} in place of {a:g6}")
        {
            Numbers = new Dictionary<string, double> { ["first"] = a, ["second"] = b },
        };
    }
}
