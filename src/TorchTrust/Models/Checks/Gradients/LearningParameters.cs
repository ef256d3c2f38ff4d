using TorchTrust.Checks;
using TorchTrust.Models.Checks.Pictures;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Gradients;

/// <summary>
/// Takes gradients over several batches, as built and at the generic point, and explains those that never come: frozen,
/// detached, blocked by a step, or not used at all.
/// </summary>
internal sealed class LearningParameters(ModelSession session, CheckContext context)
{
    /// <summary>The number of batches, enough for a branch that a sample takes by chance.</summary>
    private const int Batches = 8;

    private readonly Dictionary<string, GradientReach> _asBuilt = [];
    private readonly Dictionary<string, GradientReach> _generic = [];
    private readonly Dictionary<string, double> _sizes = [];
    private bool _genericRuns = true;
    private bool _anyGraph;
    private int _needed = 1;

    private ModelFacts Facts => session.Subject.Facts;

    /// <summary>Decides.</summary>
    public CheckOutcome Decide()
    {
        (string Path, Tensor Parameter)[] floating = [.. session.Parameters
            .Where(entry => (entry.Parameter.is_floating_point() || entry.Parameter.is_complex()) && !IsDeclared(entry.Path))];
        if (floating.Length == 0)
        {
            return CheckOutcome.Skipped("There is no parameter that is meant to learn.");
        }

        if (!is_grad_enabled())
        {
            return CheckOutcome.Inconclusive("Gradients are switched off where the check runs: torch.set_grad_enabled(true).");
        }

        if (!session.Parameters.Any(entry => entry.Parameter.requires_grad))
        {
            return CheckOutcome.Failed(
                [new Finding("no parameter requires a gradient, so nothing is trained. If that is on purpose: "
                    + "subject.FreezesOnPurpose(\"*\", reason)") { Module = "" }],
                Severity.Question);
        }

        List<Finding> frozen = FrozenParameters.Describe(session, [.. floating.Where(entry => !entry.Parameter.requires_grad)]);
        if (frozen.Count > 0 && context.FirstFindingDecides)
        {
            return CheckOutcome.Failed(frozen);
        }

        if (LostAsBuilt(floating) is { } lost)
        {
            return CheckOutcome.Failed([lost]);
        }

        (string Path, Tensor Parameter)[] waiting = Observe([.. floating.Where(entry => entry.Parameter.requires_grad)]);
        if (waiting.Length > 0 && !_anyGraph)
        {
            return NothingLearns(waiting.Length, frozen);
        }

        var explained = new UnlearnedParameters(session, context, _genericRuns).Explain(
            [.. waiting.Select(entry => (entry.Path, entry.Parameter, Reach(_asBuilt, entry.Path), Reach(_generic, entry.Path)))]);
        Finding[] rounded = [.. LookAtRounding(floating)];
        List<Finding> findings = [.. explained.Findings, .. rounded, .. frozen];
        CheckOutcome outcome = findings.Count > 0
            ? CheckOutcome.Failed(findings, explained.IsError || rounded.Length > 0 ? Severity.Error : Severity.Question)
            : explained.Undecided is { } reason ? CheckOutcome.Inconclusive(reason) : CheckOutcome.Passed;
        return context.IsTrial
            ? outcome
            : outcome.Showing(GradientPicture.Draw(
                [.. floating.Select(entry => entry.Path)],
                _sizes,
                findings,
                session.Subject.Loss is null ? "a random combination of the outputs" : "the declared loss"));
    }

    /// <summary>
    /// What has a gradient of rounding alone does not learn. Where it has no influence either (a bias before a normalization), nobody
    /// misses that; where it has one, a choice is in the way. No mutant does that.
    /// </summary>
    private IEnumerable<Finding> LookAtRounding((string Path, Tensor Parameter)[] floating)
    {
        string[] suspects = [.. RoundedGradients.Suspects(_sizes).Intersect(floating.Select(entry => entry.Path))];
        if (suspects.Length == 0 || context.IsTrial || !context.MayAbort)
        {
            yield break;
        }

        context.AlteredStep("taking gradients in float64");
        foreach ((string path, double single, double @double) in RoundedGradients.Among(session, context.Measured, suspects))
        {
            context.Step($"moving {path}");
            session.MoveTo(ParameterPoint.Generic);
            Tensor parameter = floating.First(entry => entry.Path == path).Parameter;
            if (ParameterInfluence.CanBeMeasured(session)
                && ParameterInfluence.Of(session, parameter, Thresholds.RoundingOfAnOutput).Loss > Thresholds.RoundingOfAnOutput)
            {
                yield return new Finding(
                    $"the gradient of {path} is rounding alone ({Numbers.Short(single)} in float32, {Numbers.Short(@double)} in float64), "
                        + "although changing it changes "
                        + $"{(session.Subject.Loss is null ? "an output" : "the loss")}: it acts through a choice or a step alone, which "
                        + "has no gradient, or what it scales is divided out again")
                {
                    Module = ObjectGraph.OwnerOf(path),
                    Parameter = path,
                    Numbers = new Dictionary<string, double> { ["gradient in float32"] = single, ["gradient in float64"] = @double },
                };
            }
        }
    }

    /// <summary>
    /// A fault that does at every point what it does as built is noticed where a weight that a gradient reached as built is reached no
    /// more,
    /// although as much follows from it as before. How much that is, the fault leaves as it is. Where a sample takes its way by chance, one
    /// batch does not tell.
    /// </summary>
    private Finding? LostAsBuilt((string Path, Tensor Parameter)[] floating)
    {
        if (!context.Measured.IsSteady(Facet.Points | Facet.Sensitivity | Facet.Repeatability)
            || context.Measured.Noted(nameof(LearningParameters), otherwise: Batches) > 1
            || session.KnownReach is not { Count: > 0 } reached)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        context.Step("backward pass with the fewest samples");
        (string Path, Tensor Parameter)[] learning =
        [
            .. floating.Where(entry => reached.GetValueOrDefault(entry.Path) == GradientReach.Finite)
                .OrderByDescending(entry => entry.Parameter.dim()),
        ];
        IReadOnlyDictionary<string, GradientReach>? now =
            GradientFlow.Read(session, session.Inputs(session.FewestSamples), noise: 0);
        (string path, Tensor? weight) = learning.FirstOrDefault(entry => IsLost(now?.GetValueOrDefault(entry.Path) ?? GradientReach.None));
        return weight is not null
            && context.Measured.Of(
                Facet.Repeatability, (nameof(ParameterInfluence), session.Point), () => ParameterInfluence.CanBeMeasured(session))
            && context.Measured.Of(
                Facet.Sensitivity,
                (nameof(LostAsBuilt), path),
                () => ParameterInfluence.Of(session, weight, Thresholds.RoundingOfAnOutput).Loss) > Thresholds.RoundingOfAnOutput
            ? new Finding($"changing {path} changes what is trained, but no gradient comes back")
            {
                Module = ObjectGraph.OwnerOf(path),
                Parameter = path,
            }
            : null;
    }

    private static bool IsLost(GradientReach reach) => reach is GradientReach.None or GradientReach.Zero;

    private static GradientReach Reach(Dictionary<string, GradientReach> seen, string path) => seen.GetValueOrDefault(path);

    private bool IsDeclared(string path) => Facts.Frozen.Concat(Facts.StoppedGradients).Any(fact => fact.Covers(path))
        || Facts.Unused.Any(fact => fact.Covers(path) || fact.Covers(ObjectGraph.OwnerOf(path)));

    /// <summary>Runs batches at both points until every parameter was reached; gives those that never were.</summary>
    /// <remarks>
    /// On a mutant as many batches are enough as reached something new in the whole subject: what they reach no more is not
    /// missed by chance.
    /// </remarks>
    private (string Path, Tensor Parameter)[] Observe((string Path, Tensor Parameter)[] waiting)
    {
        int batches = context.Measured.Noted(nameof(LearningParameters), otherwise: Batches);
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            session.MoveTo(point);
            Dictionary<string, GradientReach> seen = point == ParameterPoint.AsBuilt ? _asBuilt : _generic;
            for (int batch = 0; batch < batches && waiting.Length > 0; batch++)
            {
                context.Step($"backward pass {batch} {point}");
                Read(point, batch, seen);
                int before = waiting.Length;
                waiting = [.. waiting.Where(entry => Reach(seen, entry.Path) != GradientReach.Finite)];
                _needed = waiting.Length < before ? Math.Max(_needed, batch + 1) : _needed;
            }
        }

        if (!context.IsTrial)
        {
            context.Measured.Note(nameof(LearningParameters), _needed);
        }

        return waiting;
    }

    private void Read(ParameterPoint point, int batch, Dictionary<string, GradientReach> seen)
    {
        using var scope = NewDisposeScope();
        try
        {
            if (GradientFlow.Read(session, session.Inputs(draw: batch), batch, point == ParameterPoint.AsBuilt && _sizes.Count == 0
                ? _sizes
                : null) is { } reach)
            {
                _anyGraph = true;
                foreach ((string path, GradientReach one) in reach)
                {
                    seen[path] = (GradientReach)Math.Max((int)one, (int)Reach(seen, path));
                }
            }
        }
        catch (SubjectException) when (point == ParameterPoint.Generic)
        {
            // Parameters that must stay in a range, such as a variance, may leave it there: nothing follows from that.
            _genericRuns = false;
        }
    }

    private CheckOutcome NothingLearns(int count, List<Finding> frozen)
    {
        using var scope = NewDisposeScope();
        ForwardResult result = session.Run(session.Inputs(), ForwardMode.Training);
        if (session.Subject.Loss is null && !result.Leaves.Any(leaf => leaf.Tensor.is_floating_point() || leaf.Tensor.is_complex()))
        {
            return CheckOutcome.Inconclusive(
                "No output can carry a gradient. Declare the loss: subject.WithLoss<…>((inputs, output) => …).");
        }

        string what = session.Subject.Loss is null ? "no output carries a graph" : "the declared loss carries no graph";
        return CheckOutcome.Failed([new Finding($"{what}, so none of {count} trainable parameters can learn") { Module = "" }, .. frozen]);
    }
}
