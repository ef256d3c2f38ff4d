using TorchTrust.Checks;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>
/// Decides whether a region of the output was influenced by content that must not reach it. Equal bits acquit; where bits
/// differ, the region's own sensitivity to rounding tells a fault from another order of the same sums.
/// </summary>
internal sealed class InfluenceJudge(ModelSession session, ForwardMode mode, CheckContext context)
{
    /// <summary>What was found, and the numbers behind it.</summary>
    /// <param name="Verdict">A failure, a pass, or neither.</param>
    /// <param name="Change">The largest change of the region.</param>
    /// <param name="Ulp">The region's own sensitivity to one unit in the last place.</param>
    /// <param name="IsDiscrete">The region does not follow small steps of its own input, but large ones: it jumps.</param>
    internal sealed record Judgement(Verdict Verdict, double Change, double Ulp, bool IsDiscrete = false)
    {
        /// <summary>Whether float32 left it undecided, and float64 decided it.</summary>
        public bool IsOfDouble { get; init; }
    }

    /// <summary>A region of the output, with what it may depend on, and content elsewhere that was changed.</summary>
    internal sealed record Case(
        ModelInputs Inputs, ForwardResult Before, ModelInputs Perturbed, ForwardResult After, Region OwnInput, Region OwnOutput)
    {
        /// <summary>Another run of the unaltered call, where that gives other bits: its spread is no influence.</summary>
        public ForwardResult? Again { get; init; }

        /// <summary>
        /// Which region it is, where the inputs are those that the session makes first: its sensitivity is then measured once
        /// for all cases. Null where they are others.
        /// </summary>
        public object? Place { get; init; }
    }

    /// <summary>A mutant leaks a thousand million times more than rounding: one draw tells.</summary>
    private int Draws => context.IsTrial ? 1 : 5;

    /// <summary>Decides one case.</summary>
    public Judgement Judge(Case influence)
    {
        if (Outputs.AreEqual(influence.Before, influence.After, influence.OwnOutput))
        {
            return new Judgement(Verdict.Passed, 0, 0);
        }

        using var scope = NewDisposeScope();
        Judgement judgement = Measure(session, influence, Thresholds.RoundingInSingle, Thresholds.FaultInSingle);
        if (judgement.Verdict != Verdict.Inconclusive)
        {
            return judgement;
        }

        return JudgeInDouble(influence, judgement);
    }

    /// <summary>
    /// The first of some regions that a fault is sure to be seen in without a run in float32: float64 decides it, and the change is larger
    /// than what float32 would take for rounding. Null where it takes the usual way to know.
    /// </summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="perturbed">The same with other content.</param>
    /// <param name="regions">The regions that must not follow it, each with its own input and its name.</param>
    public object? FirstSurelyInfluenced(
        ModelInputs inputs, ModelInputs perturbed, IEnumerable<(object Place, Region OwnInput, Region OwnOutput)> regions) =>
        SurelyInfluenced(inputs, perturbed, regions) is [var first, ..] ? first : null;

    /// <summary>
    /// Those of some regions that a fault is sure to be seen in, as <see cref="FirstSurelyInfluenced"/> tells of the first.
    /// </summary>
    /// <inheritdoc cref="FirstSurelyInfluenced" path="/param"/>
    public IReadOnlyList<object> AllSurelyInfluenced(
        ModelInputs inputs, ModelInputs perturbed, IReadOnlyList<(object Place, Region OwnInput, Region OwnOutput)> regions)
    {
        using var scope = NewDisposeScope();
        var before = new Lazy<ForwardResult>(() => session.Run(inputs, mode));
        foreach ((object place, Region ownInput, Region ownOutput) in regions)
        {
            context.Measured.Of(
                Facet.Sensitivity,
                SensitivityKey(isDouble: false, place),
                () => Sensitivity.ToOwnUlp(session, inputs, before.Value, mode, ownInput, ownOutput, Draws));
        }

        return SurelyInfluenced(inputs, perturbed, regions);
    }

    private IReadOnlyList<object> SurelyInfluenced(
        ModelInputs inputs, ModelInputs perturbed, IEnumerable<(object Place, Region OwnInput, Region OwnOutput)> regions)
    {
        if (Twin() is not { } twin)
        {
            return [];
        }

        using var scope = NewDisposeScope();
        ForwardResult before = twin.Run(inputs.InDouble(), mode);
        ForwardResult after = twin.Run(perturbed.InDouble(), mode);
        return TensorBits.AreEqual(before.Noise, after.Noise)
            ? [.. regions.Where(region => IsSure(before, after, region.OwnOutput, region.Place)).Select(region => region.Place)]
            : [];
    }

    /// <summary>In float64, which rounds 2²⁹ times less, what even float32 would not take for rounding is none.</summary>
    private bool IsSure(ForwardResult before, ForwardResult after, Region ownOutput, object place)
    {
        double narrowUlp = Math.Max(
            context.Measured.Noted(SensitivityKey(isDouble: false, place), otherwise: double.PositiveInfinity),
            Outputs.Ulp(before, ownOutput) * (finfo(ScalarType.Float32).eps / finfo(ScalarType.Float64).eps));
        return Outputs.Distance(before, after, ownOutput) > Thresholds.RoundingInSingle * narrowUlp;
    }

    /// <summary>The model in float64; null where it cannot be had, or where to convert it might end a process that must not end.</summary>
    private ModelSession? Twin()
    {
        if (!context.MayAbort)
        {
            return null;
        }

        context.AlteredStep("converting to float64");
        return session.RunsInDouble ? session.InDouble(context.Measured) : null;
    }

    private object SensitivityKey(bool isDouble, object place) => (nameof(Sensitivity), isDouble, session.Point, place);

    private Judgement Measure(ModelSession model, Case influence, double rounding, double fault)
    {
        double change = Outputs.Distance(influence.Before, influence.After, influence.OwnOutput);
        double OwnUlp() => Sensitivity.ToOwnUlp(
            model, influence.Inputs, influence.Before, mode, influence.OwnInput, influence.OwnOutput, Draws);
        double own = influence.Place is { } place
            ? context.Measured.Of(Facet.Sensitivity, SensitivityKey(model.IsDouble, place), OwnUlp)
            : OwnUlp();
        double spread = influence.Again is { } again ? Outputs.Distance(influence.Before, again, influence.OwnOutput) : 0;
        double ulp = Math.Max(Math.Max(own, spread), Outputs.Ulp(influence.Before, influence.OwnOutput));
        Verdict verdict = change > ulp * fault ? Verdict.Failed : change > ulp * rounding ? Verdict.Inconclusive : Verdict.Passed;
        return new Judgement(verdict, change, ulp, IsDiscrete: own == 0 && FollowsItsOwnInput(model, influence));
    }

    private bool FollowsItsOwnInput(ModelSession model, Case influence)
    {
        ModelInputs other = Perturbation.Redrawn(model, influence.Inputs, influence.OwnInput, draw: 50);
        return !Outputs.AreEqual(influence.Before, model.Run(other, mode), influence.OwnOutput);
    }

    private Judgement JudgeInDouble(Case influence, Judgement undecided)
    {
        if (Twin() is not { } twin)
        {
            return undecided;
        }

        ModelInputs inputs = influence.Inputs.InDouble();
        ModelInputs perturbed = influence.Perturbed.InDouble();
        ForwardResult before = twin.Run(inputs, mode);
        ForwardResult after = twin.Run(perturbed, mode);
        return TensorBits.AreEqual(before.Noise, after.Noise)
            ? Measure(
                twin,
                influence with
                {
                    Inputs = inputs,
                    Before = before,
                    Perturbed = perturbed,
                    After = after,
                    Again = influence.Again is null ? null : twin.Run(inputs, mode),
                },
                Thresholds.RoundingInDouble,
                Thresholds.FaultInDouble) with
            { IsOfDouble = true }
            : undecided;
    }
}
