using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Evaluation;

/// <summary>A step after an evaluation, or after the end of an epoch, trains in the modes of the first one.</summary>
/// <remarks>Modes are compared after steps, not after the evaluation: a step that calls train() itself is right.</remarks>
[Check("loop-modes-come-back", "training goes on in training mode after an evaluation", CheckArea.Evaluation, Need = Need.TrainsSteps)]
internal sealed class ModesComeBack : TrainingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "After the first evaluation dropout is off and batch statistics stand still for the rest of the training.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Call train() at the beginning of each epoch or step, or put the mode back at the end of the evaluation.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [StateMutants.LeaveInEval, LineMutants.LeaveOutTrain];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => subject.EndOfEpoch is null ? LacksEvaluation(subject) : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        using LiveLoop loop = session.Fresh();
        context.Step("taking the first step");
        loop.Step(0);
        Dictionary<string, bool> first = Modes(loop);
        Replays.Train(session, loop, session.Subject.EndOfEpoch?.StepsPerEpoch ?? 1);
        var findings = new List<Finding>();
        if (LacksEvaluation(session.Subject) is null)
        {
            context.Step("evaluating, and taking a step");
            Probes.Evaluation.Run(session, loop);
            loop.Step(loop.StepsTaken);
            findings.AddRange(Compare(first, Modes(loop), "an evaluation"));
        }

        if (session.Subject.EndOfEpoch is not null && findings.Count == 0)
        {
            context.Step("ending an epoch, and taking a step");
            loop.EndEpoch();
            loop.Step(loop.StepsTaken);
            findings.AddRange(Compare(first, Modes(loop), "the end of an epoch"));
        }

        return CheckOutcome.From(findings);
    }

    private static Dictionary<string, bool> Modes(LiveLoop loop)
    {
        loop.Forget();
        return loop.Members.Modules.ToDictionary(entry => entry.Path, entry => entry.Module.training);
    }

    private static IEnumerable<Finding> Compare(Dictionary<string, bool> before, Dictionary<string, bool> after, string what)
    {
        string[] other = [.. before.Where(entry => after.TryGetValue(entry.Key, out bool now) && now != entry.Value)
            .Select(entry => entry.Key)];
        if (other.Length > 0)
        {
            string mode = after[other[0]] ? "training" : "evaluation";
            yield return new Finding(
                $"after {what}, a step leaves {Names([.. other.Select(path => path.Length == 0 ? "the model" : path)])} in {mode} mode; "
                    + "after the first step it was in the other")
            {
                Module = other[0],
                Numbers = new Dictionary<string, double> { ["modules"] = other.Length },
            };
        }
    }
}
