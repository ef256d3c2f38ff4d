using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>In training mode every dropout module that runs is in training mode itself.</summary>
/// <remarks>A module all of whose parameters are frozen may be held in eval mode; a question otherwise.</remarks>
[Check("dropout-acts-in-training", "dropout acts in training mode", CheckArea.Behaviour, Severity = Severity.Question)]
internal sealed class DropoutActsInTraining : ModelCheck
{
    /// <inheritdoc/>
    public override string Why => "The model trains without the regularization that its code asks for.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Register the module that holds the dropout, so that train() reaches it. If it is held in eval mode on purpose: "
            + "subject.FreezesOnPurpose(\"backbone.*\", reason).";

    /// <inheritdoc/>
    public override string Declaration => ".FreezesOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new HoldInEval()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        using var scope = NewDisposeScope();
        context.Step("calling in training mode");
        ModuleTrace trace = ModuleTrace.During(session, () => session.Run(session.Inputs(), ForwardMode.Training));
        ModuleCall[] dropouts = [.. trace.Calls.Where(call => DropoutModules.Probability(call.Module) > 0)];
        if (dropouts.Length == 0)
        {
            return CheckOutcome.Skipped("No dropout module ran.");
        }

        return CheckOutcome.From([.. dropouts
            .Where(call => !call.Training && !session.Subject.Facts.Frozen.Any(fact => fact.Covers(call.Path))
                && !FrozenModules.Holds(session, call.Path))
            .DistinctBy(call => call.Path)
            .Select(call => new Finding($"{call.Path} drops nothing: it ran in eval mode while the model was in training mode")
            {
                Module = call.Path,
                Numbers =
                    new Dictionary<string, double> { ["probability"] = DropoutModules.Probability(call.Module)!.Value },
            })]);
    }
}
