using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>In a causal model, an output at a position depends on no input at a later position.</summary>
[Check(
    "future-does-not-leak",
    "outputs at a position do not depend on inputs at later positions",
    CheckArea.Behaviour,
    Need = Need.MutatesState)]
internal sealed class FutureDoesNotLeak : ModelCheck
{
    private const int MostCuts = 6;

    /// <inheritdoc/>
    public override string Why =>
        "The model reads the answer while it trains, reaches a loss that is too good, and fails when the future is not there.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look at the mask (its diagonal, its sign, the dimension of its softmax), at the shift between inputs and targets, and at "
            + "normalizations or convolutions over positions in the named module.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new LookAhead()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => subject.Facts.CausalDimension is null
        ? "Nothing is declared to be causal. If the past must not see the future: subject.IsCausal(dimension: 1)."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        int dimension = session.Subject.Facts.CausalDimension!.Value;
        var judge = new InfluenceJudge(session, ForwardMode.Eval, context);
        var findings = new List<Finding>();
        string? undecided = null;
        bool hasLooked = false;
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            ModelInputs inputs = session.Inputs();
            ForwardResult before = session.Run(inputs, ForwardMode.Eval);
            long positions = SizesAlong(dimension, inputs.Leaves.Where(leaf => ContentOf(session)(leaf.Path)))
                .Intersect(SizesAlong(dimension, before.Leaves)).DefaultIfEmpty(0).Max();
            if (positions < 2)
            {
                return CheckOutcome.Skipped(
                    $"Dimension {dimension} of inputs and outputs has no two positions in common.");
            }

            ForwardResult again = session.Run(inputs, ForwardMode.Eval);
            if (!Outputs.AreEqual(before, again) && !Repeats.DifferByRounding(before, again))
            {
                return CheckOutcome.Inconclusive(
                    "Two runs with the same input and seed differ, so influence cannot be told from chance.");
            }

            foreach (long cut in Cuts(positions))
            {
                var past = new PositionRegion(dimension, positions, 0, cut);
                var future = new PositionRegion(dimension, positions, cut, positions - cut, ContentOf(session));
                foreach (ModelInputs perturbed in Perturbation.Of(session, inputs, future, draw: cut))
                {
                    using var inner = NewDisposeScope();
                    context.Step($"replacing positions {cut} to {positions - 1}");
                    if (Perturbation.TryRun(session, perturbed, ForwardMode.Eval, before) is not { } after
                        || !TensorBits.AreEqual(before.Noise, after.Noise))
                    {
                        continue;
                    }

                    hasLooked = true;
                    InfluenceJudge.Judgement judgement = judge.Judge(
                        new(inputs, before, perturbed, after, past, past) { Place = cut, Again = again });
                    undecided ??= judgement.Verdict == Verdict.Inconclusive
                        ? $"Outputs before position {cut} change by {Numbers.Short(judgement.Change)} when later inputs do: more than "
                            + "rounding explains, less than a fault makes."
                        : null;
                    if (judgement.Verdict == Verdict.Failed)
                    {
                        findings.Add(Describe(session, context, inputs, before, perturbed, after, (dimension, positions, cut), judgement));
                        if (context.FirstFindingDecides)
                        {
                            return CheckOutcome.Failed(findings);
                        }

                        break;
                    }
                }
            }

            if (findings.Count > 0)
            {
                return CheckOutcome.Failed(findings);
            }
        }

        return undecided is not null ? CheckOutcome.Inconclusive(undecided)
            : hasLooked ? CheckOutcome.Passed
            : CheckOutcome.Inconclusive("The model refuses every change of later positions, or draws another amount of noise for it.");
    }

    /// <summary>What all samples share (a mask, positions) is not content of the future.</summary>
    private static Func<string, bool> ContentOf(ModelSession session) =>
        session.InputLayout.HasSamples ? path => session.InputLayout[path].HasSamples : _ => true;

    private static IEnumerable<long> SizesAlong(int dimension, IEnumerable<(string Path, Tensor Tensor)> leaves) =>
        leaves.Where(leaf => leaf.Tensor.dim() > dimension).Select(leaf => leaf.Tensor.size(dimension));

    private static IEnumerable<long> Cuts(long positions) => Enumerable.Range(1, MostCuts)
        .Select(i => Math.Max(1, (positions - 1) * i / MostCuts)).Distinct();

    private static Finding Describe(
        ModelSession session,
        CheckContext context,
        ModelInputs inputs,
        ForwardResult before,
        ModelInputs perturbed,
        ForwardResult after,
        (int Dimension, long Positions, long Cut) at,
        InfluenceJudge.Judgement judgement)
    {
        long first = Enumerable.Range(0, (int)at.Cut).First(position =>
            !Outputs.AreEqual(before, after, new PositionRegion(at.Dimension, at.Positions, position, 1)));
        Divergence? place = null;
        if (!context.IsTrial)
        {
            ModuleTrace one = ModuleTrace.During(
                session, () => session.Run(inputs, ForwardMode.Eval), keepsContent: true);
            ModuleTrace two = ModuleTrace.During(
                session, () => session.Run(perturbed, ForwardMode.Eval), keepsContent: true);
            var past = new PositionRegion(at.Dimension, at.Positions, 0, at.Cut);
            place = Divergence.Find(one, two, (_, _, path, tensor) => past.Of(path, tensor));
        }

        return new Finding(
            $"the output at position {first} changes when inputs from position {at.Cut} on do"
                + (place is null ? "" : $"; it arises {place.Describe()}"))
        {
            Module = place?.Module,
            Dimension = at.Dimension,
            Numbers = new Dictionary<string, double>
            {
                ["largest change"] = judgement.Change,
                ["own sensitivity to rounding"] = judgement.Ulp,
            },
        };
    }
}
