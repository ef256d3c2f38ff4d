using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Optimizer;

/// <summary>Whatever is to be trained moves within the first steps, and each optimizer moves something.</summary>
/// <remarks>
/// What has a gradient at its optimizer's update and does not move is an error, as is an optimizer, or a whole loop, that moves
/// nothing. A parameter without a gradient is a question: it may be unused on purpose.
/// </remarks>
[Check("loop-every-parameter-moves", "every trainable parameter moves", CheckArea.Optimizer, Need = Need.TrainsSteps)]
internal sealed class EveryParameterMoves : TrainingCheck
{
    /// <summary>
    /// A plain update that is smaller than this share of the parameter's largest value may be lost in rounding: eight units in the
    /// last place of float32.
    /// </summary>
    private const double LostInRounding = 8.0 / (1 << 23);

    /// <inheritdoc/>
    public override string Why => "What does not move is not trained; the rest learns around it, and the loss falls all the same.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for a rate of zero, an update that is never reached, a loss that was detached, a parameter that no forward pass "
            + "uses. Where it "
            + "is on purpose: LeavesUnusedOnPurpose, FreezesOnPurpose, AveragesOnPurpose, CopiesOnPurpose or UnfreezesLaterOnPurpose; "
            + "where updates are rarer than every "
            + "16 steps: subject.MovesAllWithin(steps).";

    /// <inheritdoc/>
    public override string Declaration => ".LeavesUnusedOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        OptimizerMutants.ZeroRate, OptimizerMutants.LeaveOutStep, LineMutants.LeaveOutStep, LineMutants.LeaveOutBackward,
        LineMutants.StepBeforeBackward,
    ];

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("watching the first steps");
        TrainingTrace trace = session.Trace();
        TracedParameter[] trainable = [.. trace.Trainable];
        if (trainable.Length == 0)
        {
            return CheckOutcome.Skipped("The loop holds no parameter that is to be trained.");
        }

        if (trace.Moved.Count == 0)
        {
            return CheckOutcome.Failed(
                [new Finding($"nothing moves in {trace.Steps.Count()} steps: no parameter and no buffer changes a bit")]);
        }

        TracedParameter[] resting = [.. trainable.Where(parameter => !trace.Moved.Contains(parameter.Path))];
        Finding[] errors =
        [
            .. trace.Optimizers.SelectMany(optimizer => Idle(trace, optimizer)
                .Select(finding => finding with { Source = LineOf(session, context, CallKind.Step, optimizer) })),
            .. resting.SelectMany(parameter => Stuck(trace, parameter)),
        ];
        return errors.Length > 0 ? CheckOutcome.Failed(errors) : Ask(trace, [.. WithoutGradient(trace, resting)]);
    }

    /// <summary>An optimizer all of whose parameters are to be trained, and rest.</summary>
    private static IEnumerable<Finding> Idle(TrainingTrace trace, string optimizer)
    {
        string[] held = [.. trace.Holdings.Where(holding => holding.Optimizer == optimizer).SelectMany(holding => holding.Held)];
        if (!held.Any(path => trace.Moved.Contains(path) || trace.IsDeclared(path))
            && trace.Parameters.Any(parameter => parameter.IsTrainable && held.Contains(parameter.Path)))
        {
            int updates = trace.Calls.SelectMany(call => call.Updates).Count(update => update.Optimizer == optimizer);
            yield return new Finding($"{optimizer} moves nothing in {trace.Steps.Count()} steps: {Cause(trace, optimizer, updates)}")
            {
                Numbers = new Dictionary<string, double> { ["updates"] = updates },
            };
        }
    }

    private static string Cause(TrainingTrace trace, string optimizer, int updates)
    {
        OptimizerEvent[] heard = [.. trace.Calls.SelectMany(call => call.Updates).Where(update => update.Optimizer == optimizer)];
        return updates == 0 ? "its step is never called"
            : heard.All(update => update.Rates.All(rate => rate == 0)) ? $"its rate is 0 at each of {updates} updates"
            : heard.All(update => update.Gradients.Count == 0) ? $"none of its parameters has a gradient at any of {updates} updates"
            : $"{updates} updates leave every bit as it is";
    }

    private static IEnumerable<Finding> Stuck(TrainingTrace trace, TracedParameter parameter)
    {
        foreach (OptimizerEvent update in trace.Calls.SelectMany(call => call.Updates))
        {
            if (update.Gradients.TryGetValue(parameter.Path, out GradientSummary gradient) && gradient.Acts
                && (update.Rates.All(rate => rate == 0) || update.Rates.Min() * gradient.Largest > LostInRounding * parameter.Largest))
            {
                return
                [
                    new Finding($"{parameter.Path} has a gradient of norm {gradient.Norm:g3} when {update.Optimizer} makes an update, and "
                        + "does not move")
                    {
                        Parameter = parameter.Path,
                        Numbers = new Dictionary<string, double> { ["gradient norm"] = gradient.Norm, ["rate"] = update.Rates[0] },
                    },
                ];
            }
        }

        return [];
    }

    /// <summary>
    /// What no optimizer holds is told by the check of what optimizers hold. A gradient that is there and zero says that the loss reaches
    /// the parameter and does not change with it, which mathematics may will: a last bias in a difference of two means.
    /// </summary>
    private static IEnumerable<string> WithoutGradient(TrainingTrace trace, IEnumerable<TracedParameter> resting)
    {
        HashSet<string> held = [.. trace.Holdings.SelectMany(holding => holding.Held)];
        HashSet<string> reached = [.. trace.Calls.SelectMany(call => call.Updates).SelectMany(update => update.Gradients.Keys)];
        return resting.Select(parameter => parameter.Path)
            .Where(path => !reached.Contains(path) && (trace.Holdings.Count == 0 || held.Contains(path)));
    }

    private CheckOutcome Ask(TrainingTrace trace, string[] paths) => paths.Length == 0
        ? CheckOutcome.Passed
        : CheckOutcome.Failed(
            [
                new Finding($"{Names(paths, "does", "do")} not move in {trace.Steps.Count()} steps, and no gradient is there at any update")
                {
                    Parameter = paths[0],
                    Numbers = new Dictionary<string, double> { ["parameters"] = paths.Length },
                },
            ],
            Severity.Question).Answering(Declarations.Of(Declaration, paths));
}
