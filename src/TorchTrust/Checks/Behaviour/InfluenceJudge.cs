using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Checks.Behaviour;

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
    internal sealed record Judgement(Verdict Verdict, double Change, double Ulp, bool IsDiscrete = false);

    /// <summary>A region of the output, with what it may depend on, and content elsewhere that was changed.</summary>
    internal sealed record Case(
        ModelInputs Inputs, ForwardResult Before, ModelInputs Perturbed, ForwardResult After, Region OwnInput, Region OwnOutput);

    /// <summary>A mutant leaks a thousand million times more than rounding: one draw tells.</summary>
    private int Draws => context.FirstFindingDecides ? 1 : 5;

    /// <summary>Decides one case.</summary>
    public Judgement Judge(Case influence)
    {
        if (Outputs.AreEqual(influence.Before, influence.After, influence.OwnOutput))
        {
            return new Judgement(Verdict.Passed, 0, 0);
        }

        using var scope = NewDisposeScope();
        double change = Outputs.Distance(influence.Before, influence.After, influence.OwnOutput);
        double ulp = Sensitivity.ToOwnUlp(
            session, influence.Inputs, influence.Before, mode, influence.OwnInput, influence.OwnOutput, Draws);
        double floor = Outputs.Ulp(influence.Before, influence.OwnOutput);
        if (ulp == 0 && change > floor * Thresholds.RoundingInSingle)
        {
            return new Judgement(Verdict.Failed, change, ulp, IsDiscrete: FollowsItsOwnInput(influence));
        }

        ulp = Math.Max(ulp, floor);
        return change switch
        {
            _ when change > ulp * Thresholds.FaultInSingle => new Judgement(Verdict.Failed, change, ulp),
            _ when change > ulp * Thresholds.RoundingInSingle =>
                JudgeInDouble(influence, new Judgement(Verdict.Inconclusive, change, ulp)),
            _ => new Judgement(Verdict.Passed, change, ulp),
        };
    }

    private bool FollowsItsOwnInput(Case influence)
    {
        ModelInputs other = Perturbation.Redrawn(session, influence.Inputs, influence.OwnInput, draw: 50);
        return !Outputs.AreEqual(influence.Before, session.Run(other, mode), influence.OwnOutput);
    }

    private Judgement JudgeInDouble(Case influence, Judgement undecided)
    {
        if (!context.MayAbort)
        {
            return undecided;
        }

        using ModelSession? twin = session.InDouble();
        if (twin is null)
        {
            return undecided;
        }

        ModelInputs inputs = influence.Inputs.InDouble();
        ForwardResult before = twin.Run(inputs, mode);
        ForwardResult after = twin.Run(influence.Perturbed.InDouble(), mode);
        if (!TensorBits.AreEqual(before.Noise, after.Noise))
        {
            return undecided;
        }

        double change = Outputs.Distance(before, after, influence.OwnOutput);
        double ulp = Math.Max(
            Sensitivity.ToOwnUlp(twin, inputs, before, mode, influence.OwnInput, influence.OwnOutput, Draws),
            Outputs.Ulp(before, influence.OwnOutput));
        Verdict verdict = change switch
        {
            _ when change > ulp * Thresholds.FaultInDouble => Verdict.Failed,
            _ when change > ulp * Thresholds.RoundingInDouble => Verdict.Inconclusive,
            _ => Verdict.Passed,
        };
        return new Judgement(verdict, change, ulp);
    }
}
