using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>What the first calls of a training do: what moves, which updates there are, at which rates.</summary>
internal sealed class TrainingTrace
{
    /// <summary>So many calls are watched where nothing says that fewer or more are needed.</summary>
    private const long MostCalls = 16;

    /// <summary>Fewer would show no third update, which is the first after which nothing is new.</summary>
    private const long FewestCalls = 6;

    private TrainingTrace(TrainingFacts facts) => Facts = facts;

    /// <summary>The calls, in order.</summary>
    public IReadOnlyList<TracedCall> Calls { get; private init; } = [];

    /// <summary>The steps among them.</summary>
    public IEnumerable<TracedCall> Steps => Calls.Where(call => !call.IsEndOfEpoch);

    /// <summary>All parameters: path, whether they require a gradient, largest magnitude at the end.</summary>
    public IReadOnlyList<TracedParameter> Parameters { get; private init; } = [];

    /// <summary>The paths of all buffers.</summary>
    public IReadOnlyList<string> Buffers { get; private init; } = [];

    /// <summary>What each optimizer that can be read holds at the end.</summary>
    public IReadOnlyList<OptimizerHolding> Holdings { get; private init; } = [];

    /// <summary>The paths of the optimizers that were heard, or could have been.</summary>
    public IReadOnlyList<string> Optimizers { get; private init; } = [];

    /// <summary>Whether all optimizers of the loop are among those: LBFGS is native, and is not.</summary>
    public bool ReadsAll { get; private init; }

    /// <summary>The number of steps until every trainable parameter that moves has moved, or what is declared.</summary>
    public long Window { get; private init; }

    /// <summary>Whatever a call has moved.</summary>
    public IReadOnlySet<string> Moved { get; private init; } = new HashSet<string>();

    /// <summary>What is expected to move: it requires a gradient, and nothing else is declared about it.</summary>
    public IEnumerable<TracedParameter> Trainable => Parameters.Where(parameter => parameter.IsTrainable && !IsDeclared(parameter.Path));

    private TrainingFacts Facts { get; }

    /// <summary>Whether something is declared of a parameter that says why gradients do not move it, or not yet.</summary>
    public bool IsDeclared(string path) => Facts.Frozen.Concat(Facts.Unused).Concat(Facts.Averaged).Concat(Facts.UnfrozenLater)
        .Concat(Facts.Copied.Select(copy => copy.Names)).Any(fact => fact.Covers(path));

    /// <summary>Watches a fresh loop of a session.</summary>
    /// <exception cref="TorchTrust.Probes.SubjectException">The user's code threw.</exception>
    public static TrainingTrace Of(TrainingSession session)
    {
        TrainingFacts facts = session.Subject.Facts;
        using LiveLoop loop = session.Fresh();
        using var spy = new OptimizerSpy(loop);
        var calls = new List<TracedCall>();
        var moved = new HashSet<string>();
        long window = 0;
        LoopState before = new(loop, []);
        try
        {
            while (!IsEnough(session, loop, moved))
            {
                int known = moved.Count;
                ReportedNumbers numbers = loop.Step(loop.StepsTaken);
                Note(isEndOfEpoch: false, numbers);
                if (session.Subject.EndOfEpoch is { } epoch && loop.StepsTaken % epoch.StepsPerEpoch == 0)
                {
                    loop.EndEpoch();
                    loop.Forget();
                    spy.WatchNewOnes();
                    Note(isEndOfEpoch: true, ReportedNumbers.Of(null));
                }

                window = moved.Count > known ? loop.StepsTaken : window;
            }
        }
        finally
        {
            before.Dispose();
        }

        (string Path, optim.Optimizer Optimizer)[] readable =
            [.. loop.Members.Optimizers.Where(entry => OptimizerGroups.Of(entry.Optimizer).Count > 0)];
        return new TrainingTrace(facts)
        {
            Calls = calls,
            Moved = moved,
            Window = facts.Window ?? Math.Max(window, 1),
            Parameters = [.. loop.Members.LiveParameters.Select(TracedParameter.Of)],
            Buffers = [.. loop.Members.Buffers.Select(entry => entry.Path)],
            Optimizers = [.. readable.Select(entry => entry.Path)],
            ReadsAll = readable.Length == loop.Members.Optimizers.Count,
            Holdings = [.. readable.Select(entry => OptimizerHolding.Of(loop.Members, entry.Path, entry.Optimizer))],
        };

        void Note(bool isEndOfEpoch, ReportedNumbers numbers)
        {
            var now = new LoopState(loop, []);
            IReadOnlyList<string> changed = before.DifferencesFrom(now);
            before.Dispose();
            before = now;
            moved.UnionWith(changed);
            calls.Add(new TracedCall(
                loop.StepsTaken - 1,
                isEndOfEpoch,
                numbers,
                spy.Take(),
                changed.ToHashSet(),
                loop.Members.Optimizers.ToDictionary(entry => entry.Path, entry => OptimizerGroups.Rates(entry.Optimizer))));
        }
    }

    /// <summary>
    /// Two epochs where they are short, what is declared, and then until all has moved; what does not move is waited for longer.
    /// </summary>
    private static bool IsEnough(TrainingSession session, LiveLoop loop, IReadOnlySet<string> moved)
    {
        TrainingFacts facts = session.Subject.Facts;
        long fewest = Math.Max(FewestCalls, Math.Max(
            (facts.Window ?? 0) + 2, session.Subject.EndOfEpoch is { } epoch ? Math.Min(2 * epoch.StepsPerEpoch, MostCalls) : 0));
        bool all = loop.Members.LiveParameters.Where(entry => entry.Parameter.requires_grad)
            .All(entry => moved.Contains(entry.Path));
        return loop.StepsTaken >= (all ? fewest : Math.Max(fewest, MostCalls));
    }
}
