using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Watch.Fixture;

/// <summary>The trainings, by name. Each faulty one has one fault, on the line that says so.</summary>
internal static partial class Trainings
{
    public static IReadOnlyDictionary<string, Action<Job>> All { get; } = new Dictionary<string, Action<Job>>
    {
        ["right"] = Right,
        ["no-clearing"] = NoClearing,
        ["accumulation"] = Accumulation,
        ["stepped-twice"] = SteppedTwice,
        ["clipped-late"] = ClippedLate,
        ["rate-zero"] = RateZero,
        ["warm-up"] = WarmUp,
        ["head-only"] = HeadOnly,
        ["forgotten-part"] = ForgottenPart,
        ["detached-part"] = DetachedPart,
        ["frozen-untrained"] = FrozenUntrained,
        ["frozen-moves"] = FrozenMoves,
        ["too-small-steps"] = TooSmallSteps,
        ["stale"] = Stale,
        ["moved-late"] = MovedLate,
        ["made-anew"] = MadeAnew,
        ["mode-lost"] = ModeLost,
        ["evaluation-trains"] = EvaluationTrains,
        ["no-eval"] = NoEval,
        ["no-eval-until-the-end"] = NoEvalUntilTheEnd,
        ["statistics-anew"] = StatisticsAnew,
        ["evaluation-writes"] = EvaluationWrites,
        ["test-in-training"] = TestInTraining,
        ["same-order"] = SameOrder,
        ["seed-in-loop"] = SeedInLoop,
        ["generator-in-loop"] = GeneratorInLoop,
        ["history-with-graphs"] = HistoryWithGraphs,
        ["not-finite"] = NotFinite,
        ["schedule-idle"] = ScheduleIdle,
        ["schedule-early"] = ScheduleEarly,
        ["gan"] = Gan,
        ["critic"] = Critic,
        ["lbfgs"] = WithLbfgs,
        ["nothing"] = _ => Console.WriteLine(new Net().Encoder.GetName()),
        ["runtime"] = _ => Console.WriteLine($"profiles: {AppContext.GetData("System.Runtime.TieredPGO")}"),
        ["throws"] = Throws,
        ["segfault"] = SegmentationFault,
        ["endless"] = Endless,
        ["child"] = StartsChild,
        ["long"] = Long,
        ["long-schedule"] = LongSchedule,
        ["exports"] = Exports,
        ["saves-another"] = SavesAnother,
        ["saves-best"] = SavesBest,
        ["loads-half"] = LoadsHalf,
        ["loads-backbone"] = LoadsBackbone,
        ["recorded-evaluation"] = RecordedEvaluation,
        ["summed-losses"] = SummedLosses,
        ["plain-evaluation-trains"] = PlainEvaluationTrains,
    };

    private static void Right(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.StepLR(optimizer, 1, 0.9);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            net.train();
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                using DisposeScope scope = NewDisposeScope();
                optimizer.zero_grad();
                Tensor loss = cross_entropy(net.forward(inputs), labels);
                loss.backward();
                nn.utils.clip_grad_norm_(net.parameters(), 0.1);
                optimizer.step();
            }

            Evaluate(net, toy);
            schedule.step();
        }
    }

    private static void Plain(Job job, Func<IEnumerable<Parameter>, double, optim.Optimizer> make, Action<optim.Optimizer>? step = null)
    {
        var toy = new Toy();
        var net = new Net();
        optim.Optimizer optimizer = make(net.parameters(), 1e-3);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                if (step is null)
                {
                    optimizer.step();
                }
                else
                {
                    step(optimizer);
                }
            }
        }
    }

    private static void Loop(Job job, Toy toy, Net net, optim.Optimizer optimizer, bool clears = true)
    {
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                if (clears)
                {
                    optimizer.zero_grad();
                }

                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }
        }
    }

    private static void Evaluate(Net net, Toy toy, bool putsBack = true)
    {
        using IDisposable _ = no_grad();
        net.eval();
        foreach ((Tensor inputs, Tensor _) in toy.Test())
        {
            using DisposeScope scope = NewDisposeScope();
            net.forward(inputs);
        }

        if (putsBack)
        {
            net.train();
        }
    }
}
