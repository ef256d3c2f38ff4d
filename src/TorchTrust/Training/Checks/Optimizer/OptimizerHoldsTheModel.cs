using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Optimizer;

/// <summary>Each optimizer holds live parameters of the loop, each once, and each parameter is in one.</summary>
[Check(
    "loop-optimizer-holds-the-model", "optimizers hold the live parameters of the models, each once", CheckArea.Optimizer,
    Need = Need.TrainsSteps)]
internal sealed class OptimizerHoldsTheModel : TrainingCheck
{
    private const string Unused = ".LeavesUnusedOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override string Why =>
        "An optimizer that holds something else than the model trains something else, and the model stays as it is.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Make the optimizer after the model has its last parameters and its device, over all that are to be trained and each once. Where "
            + "several optimizers share parameters on purpose: subject.SharesParametersOnPurpose(pattern, reason). Where none holds them "
            + "on purpose, set requires_grad = false, or declare FreezesOnPurpose, AveragesOnPurpose, CopiesOnPurpose, "
            + "UnfreezesLaterOnPurpose or LeavesUnusedOnPurpose.";

    /// <inheritdoc/>
    public override string Declaration => ".SharesParametersOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
        [OptimizerMutants.DropParameter, OptimizerMutants.DoubleParameter, OptimizerMutants.StaleParameter];

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("watching the first steps");
        TrainingTrace trace = session.Trace();
        if (trace.Holdings.Count == 0 || trace.Parameters.Count == 0)
        {
            return CheckOutcome.Skipped(
                "The loop holds no optimizer or no parameter in its fields: those that a step makes for itself are not seen.");
        }

        Finding[] errors = [.. trace.Holdings.SelectMany(Faults)];
        if (errors.Length > 0)
        {
            return CheckOutcome.Failed(errors);
        }

        (string Path, string Optimizers)[] shared = [.. InSeveral(session, trace)];
        string[] free = [.. InNone(trace)];
        return CheckOutcome.From([.. Shared(shared), .. Free(free)], Severity.Question).Answering(string.Join('\n', new[]
        {
            Declarations.Of(Declaration, shared.Select(entry => entry.Path)), Declarations.Of(Unused, free),
        }.OfType<string>()));
    }

    private static IEnumerable<Finding> Faults(OptimizerHolding holding)
    {
        if (holding.Disposed > 0)
        {
            yield return Describe(holding, $"holds {holding.Disposed} parameters that were disposed: it was made for a model that is gone",
                holding.Disposed);
        }

        if (holding.Foreign > 0)
        {
            yield return Describe(
                holding,
                $"holds {holding.Foreign} parameters that nothing else of the loop holds: it moves them, and no model computes with them",
                holding.Foreign);
        }

        if (holding.IsStale)
        {
            yield return Describe(
                holding,
                "has no state for parameters that its sequence gives now: they were replaced, added or unfrozen after it was made, and its "
                    + "next step throws", 1);
        }

        foreach (IGrouping<string, string> twice in holding.Held.GroupBy(path => path).Where(group => group.Count() > 1))
        {
            yield return Describe(holding, $"holds {twice.Key} {twice.Count()} times: each step moves it as often",
                twice.Count()) with
            { Parameter = twice.Key };
        }
    }

    private static IEnumerable<(string Path, string Optimizers)> InSeveral(TrainingSession session, TrainingTrace trace) => trace.Holdings
        .SelectMany(holding => holding.Held.Distinct().Select(path => (Path: path, holding.Optimizer))).GroupBy(entry => entry.Path)
        .Where(group => group.Count() > 1 && !session.Subject.Facts.Shared.Any(fact => fact.Covers(group.Key)))
        .Select(group => (group.Key, string.Join(" and ", group.Select(entry => entry.Optimizer))));

    private static IEnumerable<Finding> Shared(IEnumerable<(string Path, string Optimizers)> shared) =>
        shared.GroupBy(entry => entry.Optimizers)
        .Select(group => new Finding(
            $"{Names([.. group.Select(entry => entry.Path)], "is", "are")} held by {group.Key}: each step of either moves them")
        {
            Parameter = group.First().Path,
            Numbers = new Dictionary<string, double> { ["parameters"] = group.Count() },
        });

    /// <summary>A parameter that moves all the same is moved by hand.</summary>
    private static IEnumerable<string> InNone(TrainingTrace trace)
    {
        HashSet<string> held = [.. trace.Holdings.SelectMany(holding => holding.Held)];
        return trace.ReadsAll
            ? trace.Trainable.Select(parameter => parameter.Path).Where(path => !held.Contains(path) && !trace.Moved.Contains(path))
            : [];
    }

    private static IEnumerable<Finding> Free(string[] free)
    {
        if (free.Length > 0)
        {
            string what = free.Length == 1 ? "it: it stays as it was" : "them: they stay as they were";
            yield return new Finding($"{Names(free, "requires", "require")} a gradient, and no optimizer holds {what} initialized")
            {
                Parameter = free[0],
                Numbers = new Dictionary<string, double> { ["parameters"] = free.Length },
            };
        }
    }

    private static Finding Describe(OptimizerHolding holding, string what, int count) => new($"{holding.Optimizer} {what}")
    {
        Numbers = new Dictionary<string, double> { ["parameters"] = count },
    };
}
