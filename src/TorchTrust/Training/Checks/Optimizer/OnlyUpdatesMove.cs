using TorchSharp.Modules;
using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Checks.Optimizer;

/// <summary>At rates of zero nothing moves that an optimizer holds: what moves then is moved by something else.</summary>
/// <remarks>Parameters get a little noise before, so that what is pulled to something else is not there already.</remarks>
[Check(
    "loop-only-updates-move", "nothing but its optimizer moves what is trained", CheckArea.Optimizer, Severity = Severity.Question,
    Need = Need.TrainsSteps)]
internal sealed class OnlyUpdatesMove : ReplayCheck
{
    /// <summary>The call that is looked at: by then what is done once has been done.</summary>
    private const long Call = 2;

    /// <summary>What adding and taking away again in float32 may leave, as a share of the largest value.</summary>
    private const double Rounding = 1e-5;

    /// <inheritdoc/>
    public override string Why =>
        "Weights that are clamped, averaged or copied by mistake undo what the optimizer does: a student that is pulled to its teacher in "
            + "place of the other way round.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for copy_, lerp_, clamp_ and load_state_dict on the model that is trained. Where it follows another on purpose: "
            + "subject.AveragesOnPurpose(pattern, reason), "
            + "or CopiesOnPurpose.";

    /// <inheritdoc/>
    public override string Declaration => ".AveragesOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [StateMutants.MoveInStep];

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        TrainingTrace trace = session.Trace();
        if (trace.Optimizers.Count == 0 || !trace.ReadsAll)
        {
            return CheckOutcome.Skipped(
                "The loop holds no optimizer whose rate can be set: LBFGS, optimizers that a step makes and updates by hand are not "
                    + "judged.");
        }

        context.Step("taking steps at rates of zero");
        using LiveLoop loop = session.Fresh();
        if (loop.Members.Optimizers.Any(entry => entry.Optimizer is Rprop or ASGD))
        {
            return CheckOutcome.Skipped("Rprop and ASGD keep their rate in their state, and take no notice of another one.");
        }

        using var spy = new OptimizerSpy(loop);
        AddNoise(loop);
        Step(loop, Call);
        using LoopState before = new(loop, []);
        Step(loop, 1);
        using LoopState after = new(loop, []);
        if (spy.Take().Any(heard => heard.Rates.Any(rate => rate != 0)))
        {
            return CheckOutcome.Skipped("The step sets the rate itself, so that it cannot be set to zero.");
        }

        HashSet<string> held = [.. trace.Holdings.SelectMany(holding => holding.Held)];
        HashSet<string> trained = [.. trace.Trainable.Select(parameter => parameter.Path).Where(held.Contains)];
        string[] moved = [.. before.DifferencesFrom(after).Where(path => trained.Contains(path) && Share(before, after, path) > Rounding)];
        return moved.Length == 0
            ? CheckOutcome.Passed
            : CheckOutcome.Failed([new Finding(
                $"{Names(moved, "moves", "move")} in a step whose optimizers have a rate of zero: something else is at work")
            {
                Parameter = moved[0],
                Numbers = new Dictionary<string, double> { ["parameters"] = moved.Length,
                    ["share of its size"] = Share(before, after, moved[0]) },
            }]).Answering(Declarations.Of(Declaration, moved));
    }

    private static void Step(LiveLoop loop, long count)
    {
        for (long end = loop.StepsTaken + count; loop.StepsTaken < end;)
        {
            foreach (optim.ILearningRateController group in loop.Members.Optimizers.SelectMany(entry => entry.Optimizer.ParamGroups))
            {
                group.LearningRate = 0;
            }

            loop.Step(loop.StepsTaken);
        }
    }

    private static void AddNoise(LiveLoop loop)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        using RandomState random = RandomState.Fork(1);
        foreach ((string _, Parameter parameter) in loop.Members.LiveParameters.Where(entry => entry.Parameter.is_floating_point()))
        {
            Tensor values = parameter.detach();
            values.add_(randn_like(values) * 0.01);
        }
    }

    private static double Share(LoopState before, LoopState after, string path)
    {
        using var scope = NewDisposeScope();
        Tensor was = before.Tensors[path].to(ScalarType.Float64);
        double size = was.abs().max().item<double>();
        return (after.Tensors[path].to(ScalarType.Float64) - was).abs().max().item<double>() / Math.Max(size, double.Epsilon);
    }
}
