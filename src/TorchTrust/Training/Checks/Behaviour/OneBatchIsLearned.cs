using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Checks.Behaviour;

/// <summary>On one batch, again and again, the loss that is reported falls; and further than on targets that change with each step.</summary>
/// <remarks>
/// What it falls to is compared with controls of the same loop: where it began, and, where targets are declared, as many steps on targets
/// that belong to other inputs each time. Between learning and not learning lies a wide band: there, four times as many steps are taken,
/// since what is learned falls on and what is not does not; and what lies in it still is not decided.
/// </remarks>
[Check("loop-one-batch-is-learned", "one batch is learned by heart", CheckArea.Behaviour, Severity = Severity.Question, Need = Need.TrainsSteps)]
internal sealed class OneBatchIsLearned : ReplayCheck
{
    private const long Steps = 150;

    /// <summary>How many more steps are taken where noise or a slow start leaves it open.</summary>
    private const long Longer = 4;

    /// <summary>The last numbers, of which the mean is taken.</summary>
    private const int Last = 20;

    /// <summary>Standard errors by which two means differ for certain: beyond alpha 1e-6.</summary>
    private const double Certain = 6;

    /// <summary>Standard errors within which two means may well be one.</summary>
    private const double Unlikely = 2;

    /// <summary>A loss that falls by less than this share of itself stands still.</summary>
    private const double LeastShare = 1e-3;

    /// <inheritdoc/>
    public override string Why => "What cannot learn four samples by heart learns no data set: a detached part, a rate far off, a loss of something else.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look at the rate first, then for a detached tensor, an output that is squeezed (a sigmoid before a loss that has its own), and "
            + "targets that were shuffled against their inputs. Where it cannot be learned on purpose: subject.Skip(\"loop-one-batch-is-learned\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [OptimizerMutants.LeaveOutStep];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => LacksBatches(subject)
        ?? (subject.Facts.CarriesState is { } carries ? $"What a step reports depends on what is carried from step to step, as declared: {carries.Reason}" : null)
        ?? (subject.Facts.Reports.Any(report => report.Kind != ReportKind.Other) ? null
            : "What a step reports is not declared: subject.ReportsLoss() or ReportsObjective().");

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        DeclaredReport report = session.Subject.Facts.Reports.First(each => each.Kind != ReportKind.Other);
        if (session.Trace().Optimizers.Count != 1)
        {
            return CheckOutcome.Skipped("Several optimizers, or none that can be heard: what one loss falls to depends on the others.");
        }

        long most = session.Subject.Facts.Length is (var count, TrainingUnit.Step) ? count : Longer * Steps;
        if (most < 2 * Last)
        {
            return CheckOutcome.Skipped($"A training has {most} steps, as declared: too few to learn by heart.");
        }

        CheckOutcome outcome = Learn(session, context, report, Math.Min(Steps, most), out bool isBetween);
        return isBetween && most > Steps ? Learn(session, context, report, Math.Min(Longer * Steps, most), out _) : outcome;
    }

    private static CheckOutcome Learn(TrainingSession session, CheckContext context, DeclaredReport report, long steps, out bool isBetween)
    {
        isBetween = false;
        context.Step($"taking {steps} steps on one batch");
        double[] learned;
        bool moved;
        try
        {
            (learned, moved) = Train(session, report, steps, (loop, _) => loop.Batch(0));
        }
        catch (SubjectException thrown)
        {
            return CheckOutcome.Inconclusive($"The loop does not take {steps} steps on one batch: {thrown.Message}");
        }

        if (learned.Length < steps)
        {
            return CheckOutcome.Skipped("A step reports no number.");
        }

        if (Array.FindIndex(learned, number => !double.IsFinite(number)) is >= 0 and var endless)
        {
            return CheckOutcome.Failed([new Finding($"after {endless} steps on one batch the number is {learned[endless]}") { Numbers = new Dictionary<string, double> { ["step"] = endless } }]);
        }

        double start = learned[0];
        (double end, double error) = Mean(learned[^Last..]);
        double share = Math.Abs(start) * LeastShare;
        if (!moved || start - end <= (Unlikely * error) + share)
        {
            return NotLearned(start, end, steps);
        }

        CheckOutcome outcome = start - end <= (Certain * error) + share
            ? Between($"{steps} steps on one batch lower the loss from {start:g4} to {end:g4}, which noise may do.")
            : Compare(session, context, report, steps, start, end);
        isBetween = outcome.Verdict == Verdict.Inconclusive;
        return outcome;
    }

    private static CheckOutcome Between(string reason) => CheckOutcome.Inconclusive(reason);

    private static CheckOutcome NotLearned(double start, double end, long steps) => CheckOutcome.Failed(
    [
        new Finding($"{steps} steps on one batch do not lower the loss: it is {start:g4} in the first steps, and {end:g4} in the last {Last}")
        {
            Numbers = new Dictionary<string, double> { ["first"] = start, ["last"] = end, ["steps"] = steps },
        },
    ]);

    /// <summary>Learned by heart is what falls at least twice as far as it does where there is nothing to learn.</summary>
    private static CheckOutcome Compare(TrainingSession session, CheckContext context, DeclaredReport report, long steps, double start, double end)
    {
        if (session.Subject.Facts.Targets.Count == 0)
        {
            return end < start / 2 || start <= 0
                ? CheckOutcome.Passed
                : Between($"{steps} steps on one batch lower the loss from {start:g4} to {end:g4}: it falls, and by less than half.");
        }

        context.Step("taking as many steps on targets of other inputs");
        (double[] control, _) = Train(session, report, steps, (loop, n) => WithOtherTargets(session, loop.Batch(0), n));
        (double unrelated, double error) = Mean(control[^Last..]);
        return unrelated - end > (Certain * error) + (0.5 * Math.Max(start - unrelated, 0))
            ? CheckOutcome.Passed
            : Between(
                $"{steps} steps on one batch lower the loss from {start:g4} to {end:g4}, and to {unrelated:g4} where targets belong to other inputs each time: that is not far apart.");
    }

    private static (double[] Numbers, bool Moved) Train(TrainingSession session, DeclaredReport report, long steps, Func<LiveLoop, long, object?> batch)
    {
        double sign = report.Kind == ReportKind.Objective ? -1 : 1;
        using LiveLoop loop = session.Fresh();
        using LoopState before = new(loop, []);
        var numbers = new List<double>();
        for (long n = 0; n < steps; n++)
        {
            using var scope = NewDisposeScope();
            IReadOnlyList<double?> parts = loop.Step(batch(loop, n), n).Parts;
            if (report.Part < parts.Count && parts[report.Part] is { } number)
            {
                numbers.Add(sign * number);
            }
        }

        using LoopState after = new(loop, []);
        return ([.. numbers], before.DifferencesFrom(after).Any(before.IsParameter));
    }

    private static object? WithOtherTargets(TrainingSession session, object? batch, long n)
    {
        Tensor[] targets = [.. session.Subject.Facts.Targets.Select(target => target.Target(batch))];
        return TensorTree.Map(batch, (_, tensor) => targets.Any(target => ReferenceEquals(target, tensor)) && tensor.dim() > 0 && tensor.shape[0] > 1
            ? tensor.roll(1 + (n % (tensor.shape[0] - 1)), 0)
            : tensor);
    }

    private static (double Mean, double Error) Mean(double[] numbers)
    {
        double mean = numbers.Average();
        return (mean, Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / (numbers.Length - 1) / numbers.Length));
    }
}
