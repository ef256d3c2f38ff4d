using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Checks.Behaviour;

/// <summary>Dropout and batch statistics of what is trained act in training mode while it is.</summary>
/// <remarks>Heard by hooks, so that modules that run by forward are not. What is frozen may stay in evaluation mode.</remarks>
[Check(
    "loop-trains-in-training-mode", "what is trained is in training mode while it is", CheckArea.Behaviour, Severity = Severity.Question,
    Need = Need.TrainsSteps)]
internal sealed class TrainsInTrainingMode : TrainingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "Without dropout a model overfits more than it should, and batch statistics stay those of the first weights.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Call train() before the steps. Where a module evaluates in a step on purpose: subject.RunsInEvalOnPurpose(pattern, "
            + "reason).";

    /// <inheritdoc/>
    public override string Declaration => ".RunsInEvalOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [StateMutants.TrainInEval];

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("taking steps, and hearing modes");
        using LiveLoop loop = session.Fresh();
        var modes = new Dictionary<string, bool>();
        List<ForwardHook> hooks = [];
        foreach ((string path, nn.Module module) in loop.Members.Modules.Where(entry => HasModes(entry.Module)))
        {
            if (ForwardHook.TryInstall(module, (live, _, output) =>
            {
                modes[path] = modes.GetValueOrDefault(path) || live.training;
                return output;
            }) is { } hook)
            {
                hooks.Add(hook);
            }
        }

        Replays.Train(session, loop, session.Trace().Window);
        hooks.ForEach(hook => hook.Dispose());
        KeyValuePair<string, bool>[] trained = [.. modes.Where(entry => !IsFrozen(loop, entry.Key)
            && !session.Subject.Facts.InEvaluationMode.Any(fact => fact.Covers(entry.Key)))];
        string[] evaluating = [.. trained.Where(entry => !entry.Value).Select(entry => entry.Key)];
        return evaluating.Length > 0
            ? CheckOutcome.Failed(
            [
                new Finding($"{Names(evaluating, "runs", "run")} in evaluation mode in each step") { Module = evaluating[0] },
            ]).Answering(Declarations.Of(Declaration, evaluating))
            : trained.Length == 0
                ? CheckOutcome.Skipped(
                    "No dropout and no batch normalization of what is trained is called: those that run by forward are not heard.")
                : CheckOutcome.Passed;
    }

    private static bool HasModes(nn.Module module) => DropoutModules.Probability(module) > 0
        || (!ObjectGraph.IsUserType(module.GetType()) && module.GetType().Name.StartsWith("BatchNorm", StringComparison.Ordinal));

    /// <summary>Whether the nearest module around it that has parameters has none that is to be trained.</summary>
    private static bool IsFrozen(LiveLoop loop, string path)
    {
        bool[] requirements = ObjectGraph.WithOwners(path)
            .Select(owner => loop.Members.LiveParameters.Where(entry => entry.Path.StartsWith(owner + ".", StringComparison.Ordinal))
                .Select(entry => entry.Parameter.requires_grad).ToArray())
            .FirstOrDefault(found => found.Length > 0, [true]);
        return !requirements.Contains(true);
    }
}
