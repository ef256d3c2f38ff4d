using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Checks.State;

/// <summary>What is saved as the best is the state of the best epoch, by the number that is declared.</summary>
/// <remarks>
/// Two epochs on the loop's own batches, then two on batches that are spoiled, so that the last is not the best. What is loaded has to be
/// the state of the epoch whose number is the best, whichever that is.
/// </remarks>
[Check("loop-best-is-kept", "what is saved as the best is the best", CheckArea.State, Need = Need.TrainsSteps)]
internal sealed class BestIsKept : ReplayCheck
{
    private const int Epochs = 4;

    /// <summary>From this epoch on, from 0, batches are spoiled.</summary>
    private const int Spoiled = 2;

    /// <summary>Floating tensors of spoiled batches are made so many times as large.</summary>
    private const double Enlarged = 40;

    /// <summary>Epochs of more steps are not replayed.</summary>
    private const long MostSteps = 64;

    /// <summary>Sums in float32 in another order differ by less than this share.</summary>
    private const double Rounding = 1e-5;

    /// <inheritdoc/>
    public override string Why =>
        "A model that is used is then not the one that was measured: the last one, the worst, or none that ever was.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Compare with the best number so far in the right direction, remember the new one, and copy the weights at that moment: a "
            + "reference to the live tensors changes with every step.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [StateMutants.SaveLastForBest];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) =>
        Way(subject) is not { } way ? "How the best state is saved is not declared: subject.SavesBest(save, load)."
        : subject.EndOfEpoch is not { } epoch ? "The end of an epoch is not declared: subject.WithEndOfEpoch(loop => …, stepsPerEpoch)."
        : epoch.StepsPerEpoch > MostSteps ? $"An epoch has {epoch.StepsPerEpoch} steps, and {Epochs} would be replayed."
        : way.By == BestBy.Evaluation && subject.Evaluate is null
            ? "The best is told by an evaluation that needs batches, and which ones is not known."
        : way.By == BestBy.Evaluation && subject.Facts.RandomEvaluation is { } random
            ? $"The evaluation is random, as declared: {random.Reason}"
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        TrainingPersistence way = Way(session.Subject)!;
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using LiveLoop loop = session.Fresh();
        var states = new List<(int Epoch, LoopState State)>();
        var numbers = new List<double>();
        try
        {
            for (int epoch = 0; epoch < Epochs; epoch++)
            {
                context.Step($"training epoch {epoch}");
                double? number = Train(session, loop, way, epoch >= Spoiled, () => states.Add((epoch, new LoopState(loop, []))));
                if (number is not { } found)
                {
                    return CheckOutcome.Skipped("The number that tells the best is not given.");
                }

                numbers.Add(way.HigherIsBetter ? -found : found);
            }

            context.Step("saving the best, and loading it into a fresh loop");
            string path = folder.NewFile();
            loop.Save(way, path);
            using LiveLoop fresh = session.Fresh();
            fresh.Load(way, path);
            using LoopState loaded = new(fresh, []);
            HashSet<string> trained = [.. session.Trace().Trainable.Select(parameter => parameter.Path)];
            int[] same =
                [.. states.Where(entry => !entry.State.DifferencesFrom(loaded).Any(trained.Contains)).Select(entry => entry.Epoch)
                    .Distinct()];
            return Judge(numbers, way.HigherIsBetter ? -1 : 1, same);
        }
        finally
        {
            states.ForEach(entry => entry.State.Dispose());
        }
    }

    /// <summary>The least of numbers is the best; those where higher is better have their sign turned.</summary>
    private static CheckOutcome Judge(List<double> numbers, int sign, int[] loaded)
    {
        double[] finite = [.. numbers.Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            return CheckOutcome.Inconclusive("No epoch has a finite number.");
        }

        if (loaded.Length == 0)
        {
            return CheckOutcome.Inconclusive(
                "What is loaded is the state at the end of none of the epochs, so that it cannot be told which it is.");
        }

        double best = finite.Min();
        int at = numbers.IndexOf(best);

        return loaded.Any(epoch => numbers[epoch] - best <= Rounding * Math.Abs(best))
            ? CheckOutcome.Passed
            : CheckOutcome.Failed(
            [
                new Finding(
                    $"what is loaded as the best is the state after epoch {loaded[0]}, whose number is {sign * numbers[loaded[0]]:g5}; "
                        + $"epoch {at} has {sign * best:g5}")
                {
                    Numbers = new Dictionary<string, double> { ["epoch"] = loaded[0], ["best epoch"] = at,
                        ["number"] = sign * numbers[loaded[0]], ["best number"] = sign * best },
                },
            ]);
    }

    private static double? Train(TrainingSession session, LiveLoop loop, TrainingPersistence way, bool isSpoiled, Action keep)
    {
        var reported = new List<double?>();
        (Action<object> _, long length) = session.Subject.EndOfEpoch!.Value;
        for (long end = loop.StepsTaken + length; loop.StepsTaken < end;)
        {
            long n = loop.StepsTaken;
            object? batch = loop.Batch(n);
            reported.Add(loop.Step(isSpoiled ? Spoil(batch) : batch, n).First);
        }

        keep();
        double? number = way.By == BestBy.Evaluation ? loop.Evaluate().First : reported.Contains(null) ? null : reported.Average();
        loop.EndEpoch();
        loop.Forget();
        keep();
        return number;
    }

    /// <summary>Large values, and all tensors but the first moved on by a sample, so that nothing belongs to anything.</summary>
    private static object? Spoil(object? batch)
    {
        string? first = TensorTree.Flatten(batch).Select(leaf => leaf.Path).FirstOrDefault();
        return BatchTensors.Scaled(
            TensorTree.Map(batch, (path, tensor) => path == first || tensor.dim() == 0 ? tensor : tensor.roll(1, 0)), Enlarged);
    }

    private static TrainingPersistence? Way(TrainingSubject subject) =>
        subject.Persistence.FirstOrDefault(way => way.Purpose == SavingPurpose.Best);
}
