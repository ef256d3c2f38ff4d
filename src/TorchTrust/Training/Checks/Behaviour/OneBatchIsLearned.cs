using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Checks.Behaviour;

/// <summary>
/// On one batch, again and again, the loss that is reported falls; and further than on targets that change with each step.
/// </summary>
/// <remarks>
/// What it falls to (the lowest mean of twenty numbers in a row, since rates that rise again lift it again) is compared with controls of
/// the same loop: with where it begins with noise of several kinds, and, where targets are declared, with as many steps on targets that
/// belong to other inputs each time. Between learning and not learning lies a wide band: there, four times as many steps are taken,
/// since what is learned falls on and what is not does not; and what lies in it still is not decided.
/// </remarks>
[Check(
    "loop-one-batch-is-learned", "one batch is learned by heart", CheckArea.Behaviour, Severity = Severity.Question,
    Need = Need.TrainsSteps)]
internal sealed class OneBatchIsLearned : ReplayCheck
{
    private const long Steps = 150;

    /// <summary>How many more steps are taken where noise or a slow start leaves it open.</summary>
    private const long Longer = 4;

    /// <summary>Numbers in a row of which the mean is taken.</summary>
    private const int Window = 20;

    /// <summary>First steps with noise of their own, which say how far noise alone moves the number.</summary>
    private const int Firsts = 16;

    /// <summary>Standard errors by which two means differ for certain: beyond alpha 1e-6.</summary>
    private const double Certain = 6;

    /// <summary>Standard errors within which two means may well be one.</summary>
    private const double Likely = 2;

    /// <summary>A loss that falls by less than this share of itself stands still.</summary>
    private const double LeastShare = 1e-3;

    /// <inheritdoc/>
    public override string Why =>
        "What cannot learn four samples by heart learns no data set: a detached part, a rate far off, a loss of something else.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look at the rate first, then for a detached tensor, an output that is squeezed (a sigmoid before a loss that has its own), and "
            + "targets that were shuffled against their inputs. Where it cannot be learned on purpose: "
            + "subject.Skip(\"loop-one-batch-is-learned\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [OptimizerMutants.LeaveOutStep];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => LacksBatches(subject)
        ?? (subject.Facts.CarriesState is { } carries
            ? $"What a step reports depends on what is carried from step to step, as declared: {carries.Reason}" : null)
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
        if (most < 2 * Window)
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
            return CheckOutcome.Failed([new Finding($"after {endless} steps on one batch the number is {learned[endless]}")
            {
                Numbers = new Dictionary<string, double> { ["step"] = endless },
            }]);
        }

        (double start, double first) = First(session, report);
        (double end, double last) = Lowest(learned);

        // Where a step draws nothing, rates and momentum alone move its number.
        double noise = first > 0 ? Math.Sqrt((first * first) + (last * last)) : 0;
        double share = Math.Abs(start) * LeastShare;
        if (!moved)
        {
            return NotLearned($"{steps} steps on one batch move no parameter", start, end, steps);
        }

        if (start - end <= (Likely * noise) + share)
        {
            return NotLearned($"{steps} steps on one batch do not lower the loss: it begins at {start:g4}, and comes to {end:g4} at best",
                start, end, steps);
        }

        CheckOutcome outcome = start - end <= (Certain * noise) + share
            ? Between($"{steps} steps on one batch lower the loss from {start:g4} to {end:g4}, which noise may do.")
            : Compare(session, context, report, steps, start, end, noise);
        isBetween = outcome.Verdict == Verdict.Inconclusive;
        return outcome;
    }

    private static CheckOutcome Between(string reason) => CheckOutcome.Inconclusive(reason);

    private static CheckOutcome NotLearned(string what, double start, double end, long steps) => CheckOutcome.Failed(
    [
        new Finding(what)
        {
            Numbers = new Dictionary<string, double> { ["first"] = start, ["lowest"] = end, ["steps"] = steps },
        },
    ]);

    /// <summary>
    /// Learned by heart is what falls at least twice as far as it does where there is nothing to learn; without targets that can be
    /// exchanged, it is enough that it falls.
    /// </summary>
    private static CheckOutcome Compare(
        TrainingSession session, CheckContext context, DeclaredReport report, long steps, double start, double end, double noise)
    {
        if (!HasOtherTargets(session))
        {
            return CheckOutcome.Passed;
        }

        context.Step("taking as many steps on targets of other inputs");
        (double[] control, _) = Train(session, report, steps, (loop, n) => WithOtherTargets(session, loop.Batch(0), n));
        (double unrelated, _) = Lowest(control);
        double between = unrelated - end - (Certain * noise);
        return between > 0.5 * Math.Max(start - unrelated, 0) || (end >= 0 && between > 0.5 * unrelated)
            ? CheckOutcome.Passed
            : Between(
                $"{steps} steps on one batch lower the loss from {start:g4} to {end:g4}, and to {unrelated:g4} where targets belong to "
                    + "other inputs each time: that is not far apart.");
    }

    /// <summary>What the first step reports with noise of several kinds: its mean, and the standard error of that.</summary>
    private static (double Mean, double Error) First(TrainingSession session, DeclaredReport report)
    {
        var numbers = new List<double>();
        for (int noise = 0; noise < Firsts; noise++)
        {
            using LiveLoop loop = session.Fresh();
            using var scope = NewDisposeScope();
            if (Number(report, loop.Step(loop.Batch(0), noise)) is { } number)
            {
                numbers.Add(number);
            }
        }

        return (numbers.Average(), Error(numbers));
    }

    /// <summary>The lowest mean of numbers in a row; and what noise leaves open of it.</summary>
    private static (double Mean, double Error) Lowest(double[] numbers)
    {
        double[] lowest = numbers.Chunk(Window).Where(part => part.Length == Window).MinBy(part => part.Average())!;
        return (lowest.Average(), Error(lowest));
    }

    /// <summary>The standard error of a mean; exactly 0 of equal numbers, which a sum that is rounded would not give.</summary>
    private static double Error(IReadOnlyCollection<double> numbers)
    {
        if (numbers.Distinct().Count() == 1)
        {
            return 0;
        }

        double mean = numbers.Average();
        return Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / (numbers.Count - 1) / numbers.Count);
    }

    private static double? Number(DeclaredReport report, ReportedNumbers numbers) =>
        report.Part < numbers.Parts.Count && numbers.Parts[report.Part] is { } number
            ? report.Kind == ReportKind.Objective ? -number : number
            : null;

    private static (double[] Numbers, bool Moved) Train(TrainingSession session, DeclaredReport report, long steps,
        Func<LiveLoop, long, object?> batch)
    {
        using LiveLoop loop = session.Fresh();
        using LoopState before = new(loop, []);
        var numbers = new List<double>();
        for (long n = 0; n < steps; n++)
        {
            using var scope = NewDisposeScope();
            if (Number(report, loop.Step(batch(loop, n), n)) is { } number)
            {
                numbers.Add(number);
            }
        }

        using LoopState after = new(loop, []);
        return ([.. numbers], before.DifferencesFrom(after).Any(before.IsParameter));
    }

    private static bool HasOtherTargets(TrainingSession session)
    {
        using LiveLoop loop = session.Fresh();
        using var scope = NewDisposeScope();
        object? batch = loop.Batch(0);
        return session.Subject.Facts.Targets.Select(target => target.Target(batch))
            .Any(target => !TensorBits.AreEqual(target, MovedOn(target, 0)));
    }

    private static object? WithOtherTargets(TrainingSession session, object? batch, long n)
    {
        Tensor[] targets = [.. session.Subject.Facts.Targets.Select(target => target.Target(batch))];
        return TensorTree.Map(batch, (_, tensor) => targets.Any(target => ReferenceEquals(target, tensor)) ? MovedOn(tensor, n) : tensor);
    }

    private static Tensor MovedOn(Tensor target, long n) =>
        target.dim() == 0 || target.shape[0] == 1 ? target : target.roll(1 + (n % (target.shape[0] - 1)), 0);
}
