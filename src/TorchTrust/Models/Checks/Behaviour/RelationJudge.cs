using TorchTrust.Checks;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>
/// Decides what becomes of the output when a user's own change is made to the input. Equal bits are no change. Where bits differ, the
/// output's sensitivity to rounding tells a change from another order of the same sums, in float64 where float32 cannot say.
/// </summary>
/// <remarks>
/// A change, too, may round: a turn by an angle is one of float32, whatever it is applied to. Where the change of float64 values is that of
/// float32 values bit for bit, it rounds nothing, and float64 decides by its own units; else by those of float32, with the rounding of
/// the model out of the way.
/// </remarks>
internal sealed class RelationJudge(ModelSession session, CheckContext context)
{
    /// <summary>The mode in which relations are asked.</summary>
    public const ForwardMode Mode = ForwardMode.Eval;

    private const double UnitsOfDoubleInSingle = 1L << 29;

    /// <summary>Where a relation is asked: what has been learned holds at no other point than where it was.</summary>
    public IEnumerable<ParameterPoint> Points =>
        session.Subject.Lifetime == SubjectLifetime.Fresh ? Enum.GetValues<ParameterPoint>() : [ParameterPoint.AsBuilt];

    /// <summary>The inputs of a draw, before and after the change.</summary>
    /// <exception cref="SubjectException">The change threw.</exception>
    public (ModelInputs Before, ModelInputs After) Inputs(Relation relation, long draw)
    {
        ModelInputs inputs = session.Inputs(draw: draw);
        return (inputs, inputs.Declared(Changed(relation, inputs)));
    }

    /// <summary>Decides for one batch, at the present point.</summary>
    public RelationJudgement Judge(Relation relation, long draw)
    {
        using var scope = NewDisposeScope();
        (ModelInputs inputs, ModelInputs changed) = Inputs(relation, draw);
        if (inputs.Leaves.Count == changed.Leaves.Count && !Perturbation.Changes(inputs, changed))
        {
            return new RelationJudgement(Extent.None, Extent.None) { IsVoid = true };
        }

        ForwardResult before = session.Run(inputs, Mode);
        ForwardResult after;
        try
        {
            after = session.Run(changed, Mode);
        }
        catch (AlteredSubjectException thrown)
        {
            return RelationJudgement.Untold(thrown.Message);
        }
        catch (SubjectException thrown)
        {
            return new RelationJudgement(Extent.Some, Extent.None)
            {
                What = $"the model refuses what the input becomes: {thrown.Message}",
            };
        }

        if (!TensorBits.AreEqual(before.Noise, after.Noise))
        {
            return RelationJudgement.Untold("after the change the model draws another amount of noise");
        }

        if (session.Point == ParameterPoint.Generic && (Outputs.LosesFiniteness(before, after) || Outputs.LosesFiniteness(after, before)))
        {
            return RelationJudgement.Untold("the output is not finite at the generic point");
        }

        var single = new RelationComparison(session, context, session, relation, draw, (inputs, before), (changed, after));
        RelationJudgement judgement = single.Decide(Thresholds.RoundingInSingle, Thresholds.FaultInSingle);
        if (judgement.Against == Extent.Untold || judgement.For == Extent.Untold)
        {
            judgement = InDouble(single) ?? judgement;
        }

        return judgement.Against == Extent.Some && IsRandom(inputs, before)
            ? RelationJudgement.Untold("the output is random in eval mode, and noise falls otherwise on a changed input")
            : judgement;
    }

    private object?[] Changed(Relation relation, ModelInputs inputs) =>
        RelationProbe.Changed(relation, inputs.Arguments, session.Seed + 900);

    /// <summary>A mutant has been seen to differ from a model of which this was asked.</summary>
    private bool IsRandom(ModelInputs inputs, ForwardResult before) =>
        !context.IsTrial && !Outputs.AreEqual(before, session.Run(inputs, Mode, noise: 1));

    private RelationJudgement? InDouble(RelationComparison single)
    {
        if (!context.MayAbort)
        {
            return null;
        }

        context.AlteredStep("converting to float64");
        if (!session.RunsInDouble || session.InDouble(context.Measured) is not { } twin)
        {
            return null;
        }

        if (FollowsExactly(single) is not { } followsExactly)
        {
            return null;
        }

        ModelInputs inputs = single.Inputs.InDouble();
        (object?[] arguments, bool isExact) = ChangedInDouble(single, inputs);
        ModelInputs changed = inputs.Declared(arguments);
        var wide = new RelationComparison(
            session, context, twin, single.Relation, single.Draw, (inputs, twin.Run(inputs, Mode)), (changed, twin.Run(changed, Mode)));
        return isExact && followsExactly
            ? wide.Decide(Thresholds.RoundingInDouble, Thresholds.FaultInDouble)
            : wide.Decide(Thresholds.RoundingInSingle * UnitsOfDoubleInSingle, Thresholds.FaultInSingle * UnitsOfDoubleInSingle);
    }

    /// <summary>The changed arguments in float64, and whether the change rounds nothing.</summary>
    private (object?[] Arguments, bool IsExact) ChangedInDouble(RelationComparison single, ModelInputs inputs)
    {
        object?[] widened = ModelInputs.Wide(single.Changed.Arguments);
        try
        {
            object?[] changed = ModelInputs.Wide(Changed(single.Relation, inputs));
            return (changed, AreEqual(widened, changed));
        }
        catch (SubjectException)
        {
            // Code that insists on float32 is right; its rounding stays in.
            return (widened, false);
        }
    }

    /// <summary>Whether what is declared to follow rounds nothing; null where its code insists on float32, which is right.</summary>
    private static bool? FollowsExactly(RelationComparison single)
    {
        try
        {
            object? widened = ModelInputs.Wide([RelationProbe.Expected(single.Relation, single.Before.Output)])[0];
            return AreEqual(widened, RelationProbe.Expected(single.Relation, ModelInputs.Wide([single.Before.Output])[0]));
        }
        catch (SubjectException)
        {
            return null;
        }
    }

    private static bool AreEqual(object? a, object? b) =>
        TensorTree.Flatten(a).Zip(TensorTree.Flatten(b)).All(pair => TensorBits.AreEqual(pair.First.Tensor, pair.Second.Tensor));
}
