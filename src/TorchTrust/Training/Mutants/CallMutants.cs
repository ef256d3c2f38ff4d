using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Mutants;

/// <summary>Faults of what a loop is given and what it gives: batches, noise, numbers, what it keeps.</summary>
internal static class CallMutants
{
    /// <summary>A step that seeds.</summary>
    public static Mutant SeedInStep { get; } = new LoopMutant(
        "seed-in-step", "seeds torch's generator in each step", LoopSites.Whole, (_, _) => Stepping((_, _) => manual_seed(7)));

    /// <summary>An evaluation that seeds.</summary>
    public static Mutant SeedInEvaluation { get; } = new LoopMutant(
        "seed-in-evaluation",
        "seeds torch's generator in each evaluation",
        session => HasEvaluation(session) ? [""] : [],
        (_, _) => Evaluating(_ => manual_seed(7)));

    /// <summary>Sums of an evaluation that run on.</summary>
    public static Mutant KeepSums { get; } = new LoopMutant(
        "keep-sums-of-evaluation",
        "goes on with the sums of the evaluation before",
        session => HasEvaluation(session) ? [""] : [],
        (_, _) =>
        {
            var sums = new Dictionary<LiveLoop, double>();
            return new LoopFault
            {
                Evaluated = (loop, _, numbers) => numbers.Map(number =>
                {
                    sums[loop] = sums.GetValueOrDefault(loop) + 1;
                    return number + sums[loop];
                }),
            };
        });

    /// <summary>An evaluation that is off by a hundredth.</summary>
    public static Mutant ScaleEvaluation { get; } = new LoopMutant(
        "scale-evaluation",
        "gives a number that is a hundredth too large in the evaluation",
        session => HasEvaluation(session) ? [""] : [],
        (_, _) => new LoopFault { Evaluated = (_, _, numbers) => numbers.Map(number => (number * 1.01) + 0.01) });

    /// <summary>An evaluation in which the last batch weighs more.</summary>
    public static Mutant WeighLastBatch { get; } = new LoopMutant(
        "weigh-last-batch",
        "lets the last batch of an evaluation weigh more",
        session => session.Subject.EvaluateOn is null ? [] : [""],
        (_, _) => new LoopFault
        {
            Evaluated = (_, batches, numbers) => batches is null ? numbers : numbers.Map(number => number + Weight(batches)),
        });

    /// <summary>A number that is none.</summary>
    public static Mutant NumberIsNaN { get; } = new LoopMutant(
        "report-nan",
        "reports NaN",
        LoopSites.Whole,
        (_, _) => new LoopFault { Stepped = (_, _, numbers) => numbers.Map(_ => double.NaN) });

    /// <summary>A number that is always the same.</summary>
    public static Mutant ConstantNumber { get; } = new LoopMutant(
        "report-constant",
        "reports the same number at each step",
        LoopSites.Whole,
        (_, _) => new LoopFault { Stepped = (_, _, numbers) => numbers.Map(_ => 1) });

    /// <summary>A log that holds what is no number.</summary>
    public static Mutant LogNaN { get; } = Logging("log-nan", "logs NaN", (record, tag, _, step) => record(tag, double.NaN, step));

    /// <summary>A log whose steps do not go on.</summary>
    public static Mutant LogBackwards { get; } =
        Logging("log-backwards", "logs each step as one before the first", (record, tag, value, step) => record(tag, value, -step));

    /// <summary>A log that is one step behind.</summary>
    public static Mutant LogStale { get; } = new LoopMutant(
        "log-stale",
        "logs in each step the number of the step before",
        session => session.Subject.Facts.LoggedTags.Select(declared => declared.Tag),
        (_, site) =>
        {
            double last = 0;
            return new LoopFault
            {
                Logged = record => (tag, value, step) =>
                {
                    record(tag, tag == site ? last : value, step);
                    last = tag == site ? value : last;
                },
            };
        });

    /// <summary>A graph that is kept from each step.</summary>
    public static Mutant KeepGraph { get; } = new LoopMutant(
        "keep-graph",
        "keeps a tensor with its graph from each step",
        LoopSites.MovingParameters,
        (_, site) =>
        {
            var kept = new List<Tensor>();
            return Stepping((loop, _) =>
            {
                if (LoopSites.Find(loop, site) is { } tensor)
                {
                    kept.Add(tensor * 1);
                }
            });
        })
    {
        Kind = LoopSites.LastName,
    };

    private static LoopMutant Logging(string name, string description, Action<ScalarRecorder, string, double, long> log) => new(
        name, description, session => session.Subject.AttachLogger is null ? [] : [""], (_, _) => new LoopFault
        {
            Logged = record => (tag, value, step) => log(record, tag, value, step),
        });

    private static bool HasEvaluation(TrainingSession session) => session.Subject.Evaluate is not null
        || session.Subject.EvaluateOn is not null;

    private static double Weight(IReadOnlyList<object?> batches) =>
        TensorTree.Flatten(batches[^1]).Sum(leaf => Math.Abs(leaf.Tensor.to(ScalarType.Float64).sum().item<double>()));

    private static LoopFault Stepping(Action<LiveLoop, object?> act) => new()
    {
        Stepped = (loop, batch, numbers) =>
        {
            act(loop, batch);
            return numbers;
        },
    };

    private static LoopFault Evaluating(Action<LiveLoop> act) => new()
    {
        Evaluated = (loop, _, numbers) =>
        {
            act(loop);
            return numbers;
        },
    };
}
