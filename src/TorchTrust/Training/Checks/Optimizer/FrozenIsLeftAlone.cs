using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Optimizer;

/// <summary>What is declared frozen keeps its bits, and so do the buffers of modules whose parameters are all frozen.</summary>
[Check("loop-frozen-is-left-alone", "training does not move what is frozen", CheckArea.Optimizer, Need = Need.TrainsSteps)]
internal sealed class FrozenIsLeftAlone : TrainingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A pretrained part that drifts loses what it knew; batch statistics follow the new data without a single gradient.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Set requires_grad = false before the optimizer is made, and call eval() on frozen modules after each train(). Where "
            + "buffers follow "
            + "others on purpose: subject.AveragesOnPurpose(pattern, reason), or CopiesOnPurpose; where they adapt on purpose: "
            + "ReestimatesInEvaluationOnPurpose.";

    /// <inheritdoc/>
    public override string Declaration => ".AveragesOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [StateMutants.DriftFrozen];

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("watching the first steps");
        TrainingTrace trace = session.Trace();
        string[] declared = [.. FrozenMembers.Declared(session, trace)];
        string[] buffers = [.. FrozenMembers.Buffers(session, trace)];
        if (declared.Length + buffers.Length == 0)
        {
            return CheckOutcome.Skipped(
                "Nothing is declared frozen by FreezesOnPurpose, and no module with buffers has frozen parameters only.");
        }

        Finding[] errors = [.. declared.Where(trace.Moved.Contains).Select(path => Describe(trace, path, "is declared frozen"))];
        return errors.Length > 0
            ? CheckOutcome.Failed(errors)
            : CheckOutcome.From([.. buffers.Where(trace.Moved.Contains)
                .Select(path => Describe(trace, path, "belongs to a module whose parameters are all frozen"))], Severity.Question);
    }

    private static Finding Describe(TrainingTrace trace, string path, string why)
    {
        TracedCall call = trace.Calls.First(call => call.Moved.Contains(path));
        return new Finding($"{path} {why}, and {(call.IsEndOfEpoch ? "the end of an epoch" : $"step {call.Step}")} moves it")
        {
            Parameter = path,
            Module = ObjectGraph.OwnerOf(path),
            Numbers = new Dictionary<string, double> { ["step"] = call.Step },
        };
    }
}
