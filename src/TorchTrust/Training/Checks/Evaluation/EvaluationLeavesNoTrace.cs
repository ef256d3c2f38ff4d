using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Checks.Evaluation;

/// <summary>An evaluation changes no parameter and no buffer, and training after it does what it would have done without it.</summary>
/// <remarks>
/// Noise is set before each step, so that an evaluation may draw. Buffers alone are a question: statistics may be estimated anew.
/// </remarks>
[Check("loop-evaluation-leaves-no-trace", "an evaluation changes nothing of the training", CheckArea.Evaluation, Need = Need.TrainsSteps)]
internal sealed class EvaluationLeavesNoTrace : ReplayCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "What is measured then depends on how often it is measured, and the data of the evaluation are trained on.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Evaluate in eval mode under no_grad, with no backward pass and no update, and put modes back. Where statistics are "
            + "estimated anew on purpose: subject.ReestimatesInEvaluationOnPurpose(reason).";

    /// <inheritdoc/>
    public override string Declaration => ".ReestimatesInEvaluationOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [StateMutants.TrainInEvaluation, LineMutants.LeaveOutEvalOfStatistics];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => LacksEvaluation(subject);

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        long window = session.Trace().Window;
        context.Step("evaluating once");
        using LiveLoop loop = session.Fresh();
        Replays.Train(session, loop, window);
        bool gradients = is_grad_enabled();
        bool inference = is_inference_mode_enabled();
        ScalarType dtype = get_default_dtype();
        using LoopState before = new(loop, []);
        bool[] requirements = Requirements(loop);
        Probes.Evaluation.Run(session, loop);
        using LoopState after = new(loop, []);
        List<Finding> findings = [];
        string[] moved = [.. before.DifferencesFrom(after)];
        if (moved.Length > 0)
        {
            findings.Add(Describe(before, moved, "an evaluation changes"));
        }

        findings.AddRange(Ambient(gradients, inference, dtype));
        if (!requirements.SequenceEqual(Requirements(loop)))
        {
            findings.Add(new Finding("an evaluation changes which parameters require a gradient"));
        }

        if (findings.Count == 0)
        {
            context.Step("training on after an evaluation");
            Replays.Train(session, loop, window + 2);
            using LoopState evaluated = new(loop, []);
            using LoopState plain = Replays.After(session, (2 * window) + 2);
            string[] differ = [.. plain.DifferencesFrom(evaluated)];
            if (differ.Length > 0)
            {
                findings.Add(Describe(plain, differ, $"after an evaluation, {window + 2} steps of the same noise give other values of"));
            }
        }

        return OnlyBuffers(findings, session) is { } outcome ? outcome : CheckOutcome.From(findings);
    }

    /// <summary>Buffers that are changed on purpose, or may be.</summary>
    private static CheckOutcome? OnlyBuffers(List<Finding> findings, TrainingSession session) =>
        findings.Count == 0 || findings.Any(finding => finding.Parameter is null || finding.Numbers.GetValueOrDefault("parameters") > 0)
            ? null
        : session.Subject.Facts.ReestimatesInEvaluation is not null ? CheckOutcome.Passed
        : CheckOutcome.Failed(findings, Severity.Question);

    private static Finding Describe(LoopState state, string[] paths, string what) => new($"{what} {Names(paths)}")
    {
        Parameter = paths[0],
        Numbers = new Dictionary<string, double>
        {
            ["parameters"] = paths.Count(state.IsParameter),
            ["buffers"] = paths.Count(path => !state.IsParameter(path)),
        },
    };

    /// <summary>What a thread computes with. Inference mode switches gradients off, too, and on again.</summary>
    private static IEnumerable<Finding> Ambient(bool gradients, bool inference, ScalarType dtype)
    {
        if (is_inference_mode_enabled() != inference)
        {
            yield return new Finding("an evaluation leaves inference mode on: inference_mode() has to be disposed");
            _ = inference_mode(inference);
        }

        if (is_grad_enabled() != gradients)
        {
            yield return new Finding("an evaluation leaves gradients switched off: no_grad() has to be disposed");
            _ = set_grad_enabled(gradients);
        }

        if (get_default_dtype() != dtype)
        {
            yield return new Finding($"an evaluation leaves {get_default_dtype()} as the default dtype");
            set_default_dtype(dtype);
        }
    }

    private static bool[] Requirements(LiveLoop loop) => [.. loop.Members.LiveParameters
        .Select(entry => entry.Parameter.requires_grad)];
}
