using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Gradients;

/// <summary>A parameter that could learn elsewhere gets a gradient soon after the start, too.</summary>
/// <remarks>
/// A last layer of zero, a scale of zero or one zero factor of two have no gradient before them for a step; two factors that are both
/// zero have none for ever.
/// </remarks>
[Check(
    "training-leaves-the-start",
    "no parameter is held at its start by the others",
    CheckArea.Gradients,
    Need = Need.TrainsSteps)]
internal sealed class TrainingLeavesTheStart : ModelCheck
{
    /// <summary>The number of batches, enough for a branch that a sample takes by chance.</summary>
    private const int Batches = 8;

    /// <summary>Each step opens what hangs on one zero factor, so as many in a row as this are right.</summary>
    private const int Steps = 20;

    /// <summary>Of a mutant, which no step opens, the second step is the first that could tell: the first begins at the start.</summary>
    private const int StepsOfMutants = 2;

    private const string NeededBatches = $"{nameof(TrainingLeavesTheStart)}: batches";
    private const string NeededSteps = $"{nameof(TrainingLeavesTheStart)}: steps";

    /// <inheritdoc/>
    public override string Why =>
        "Where two factors of a product both begin at zero, neither has a gradient: the branch is there, and no training ever switches it "
            + "on.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Begin at zero with one factor only, and draw the other at random (init.normal_), as low-rank corrections do. If what is named "
            + "is never trained: subject.StopsGradientsOnPurpose(pattern, reason) or FreezesOnPurpose.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new AddDeadBranch()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        if (!is_grad_enabled())
        {
            return CheckOutcome.Inconclusive("Gradients are switched off where the check runs: torch.set_grad_enabled(true).");
        }

        HashSet<string> waiting =
        [
            .. session.Parameters
                .Where(entry => entry.Parameter.requires_grad && !IsDeclared(session, entry.Path))
                .Select(entry => entry.Path),
        ];
        if (waiting.Count == 0)
        {
            return CheckOutcome.Skipped("There is no parameter that is meant to learn.");
        }

        // On a mutant as many batches and steps are enough as reached something new in the whole subject.
        int batches = context.Measured.Noted(NeededBatches, otherwise: Batches);
        if (!context.IsTrial)
        {
            context.Measured.Note(NeededSteps, 0);
        }

        for (int batch = 0; batch < batches && waiting.Count > 0; batch++)
        {
            context.Step($"backward pass {batch}");
            int before = waiting.Count;
            waiting.ExceptWith(Reached(session, batch, GradientReach.NotFinite));
            if (!context.IsTrial && waiting.Count < before)
            {
                context.Measured.Note(NeededBatches, batch + 1);
            }
        }

        using StateSnapshot start = StateSnapshot.Take(session.Model);
        HashSet<string> elsewhere = [.. waiting.Where(ReachedAtTheGenericPoint(session, waiting, context).Contains)];
        if (elsewhere.Count > 0)
        {
            // What a mutant has added is put back by this snapshot alone.
            start.Restore();
            elsewhere.ExceptWith(ReachedInTraining(session, elsewhere, context));
        }

        return CheckOutcome.From([.. session.Parameters.Where(entry => elsewhere.Contains(entry.Path)).Select(Describe)]);
    }

    private static bool IsDeclared(ModelSession session, string path)
    {
        ModelFacts facts = session.Subject.Facts;
        return facts.Frozen.Concat(facts.StoppedGradients).Any(fact => fact.Covers(path))
            || facts.Unused.Any(fact => fact.Covers(path) || fact.Covers(ObjectGraph.OwnerOf(path)));
    }

    private static IEnumerable<string> Reached(ModelSession session, long batch, GradientReach least) =>
        GradientFlow.Read(session, session.Inputs(draw: batch), batch)?
            .Where(entry => entry.Value >= least).Select(entry => entry.Key) ?? [];

    private static HashSet<string> ReachedAtTheGenericPoint(ModelSession session, HashSet<string> waiting, CheckContext context)
    {
        var reached = new HashSet<string>();
        try
        {
            session.MoveTo(ParameterPoint.Generic);
            for (int batch = 0; batch < 2 && !waiting.IsSubsetOf(reached); batch++)
            {
                context.Step($"backward pass {batch} at the generic point");
                reached.UnionWith(Reached(session, batch, GradientReach.Finite));
            }
        }
        catch (SubjectException)
        {
            // Parameters that must stay in a range may leave it there: nothing follows from that.
        }

        session.MoveTo(ParameterPoint.AsBuilt);
        return reached;
    }

    /// <summary>What gets a gradient within a few steps from the start as built.</summary>
    private static HashSet<string> ReachedInTraining(ModelSession session, HashSet<string> waiting, CheckContext context)
    {
        var reached = new HashSet<string>();
        using optim.Optimizer optimizer = optim.Adam(
            session.Parameters.Select(entry => entry.Parameter).OfType<TorchSharp.Modules.Parameter>()
                .Where(parameter => parameter.requires_grad),
            lr: 1e-2);
        int steps = context.IsTrial ? Math.Max(StepsOfMutants, context.Measured.Noted(NeededSteps, otherwise: Steps)) : Steps;
        for (int step = 0; step < steps && !waiting.IsSubsetOf(reached); step++)
        {
            int before = reached.Count;
            using var scope = NewDisposeScope();
            context.Step($"training step {step}");
            optimizer.zero_grad();
            ModelInputs inputs = session.Inputs(draw: step);
            if (session.Scalar(inputs, session.RunOn(inputs, ForwardMode.Training, step)) is not { requires_grad: true } scalar)
            {
                break;
            }

            GradientFlow.Backward(session, scalar.sum());

            // Where training overflows, every gradient becomes NaN, which shows nothing.
            reached.UnionWith(session.Parameters
                .Where(entry => entry.Parameter.grad is { } gradient && gradient.ne(0).logical_and(gradient.isfinite()).any().item<bool>())
                .Select(entry => entry.Path));
            optimizer.step();
            if (!context.IsTrial && reached.Count > before)
            {
                context.Measured.Note(NeededSteps, step + 1);
            }
        }

        return reached;
    }

    private static Finding Describe((string Path, Tensor Parameter) entry) => new(
        $"the gradient of {entry.Path} is zero as built and stays zero over {Steps} steps of training, though it is not elsewhere: what it "
            + "is multiplied with is zero, too, and has no gradient either")
    {
        Module = ObjectGraph.OwnerOf(entry.Path),
        Parameter = entry.Path,
        Numbers = new Dictionary<string, double> { ["steps"] = Steps },
    };
}
