using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>
/// A forward pass in eval mode changes no parameter and no persistent buffer, nor what the next call gives.
/// </summary>
/// <remarks>
/// What the next call gives is a question: a recurrent network that goes on where it stopped is right.
/// </remarks>
[Check(
    "eval-changes-nothing",
    "a forward pass in eval mode changes neither parameters nor buffers",
    CheckArea.Behaviour,
    Need = Need.MutatesState)]
internal sealed class EvalChangesNothing : ModelCheck
{
    private const int MostNamed = 3;

    /// <inheritdoc/>
    public override string Why =>
        "Evaluating changes the model: what is measured depends on how often it was measured, and test data leak into it.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Update running statistics, codebooks and counters in training mode only, and under no_grad. If the state changes on "
            + "purpose: subject.KeepsStateOnPurpose(reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ExplainedBy => [CheckIds.ModesReachEveryModule];

    /// <inheritdoc/>
    public override string Declaration => ".KeepsStateOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new DriftState()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) =>
        subject.Facts.KeepsState is { } fact ? $"The model keeps state from call to call on purpose: {fact.Reason}" : null;

    /// <summary>Which fields hold something else than after the call before, in words that follow "the last one".</summary>
    private static string Where(StateSnapshot warm, CheckContext context)
    {
        if (context.FirstFindingDecides)
        {
            return "";
        }

        string[] names = [.. warm.Replacements().Concat(warm.Differences()).Select(change => change.Path).Distinct().Take(MostNamed)];
        return names.Length == 0 ? "" : $", in {string.Join(" and ", names)}";
    }

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        using var scope = NewDisposeScope();
        ModelInputs inputs = session.Inputs();

        // Caches of positions or keys grow in the first pass: what counts is that a further one changes nothing.
        context.Step("warming up in eval mode");
        session.Run(inputs, ForwardMode.Eval);
        using StateSnapshot warm = StateSnapshot.Take(session.Model);
        context.Step("calling again in eval mode");
        ForwardResult second;
        try
        {
            second = session.RunOn(inputs, ForwardMode.Eval);
        }
        catch (KeptStateException thrown)
        {
            return CheckOutcome.Failed([new Finding(thrown.Reason)], Severity.Question);
        }

        HashSet<string> persistent = [.. session.PersistentState.Select(entry => entry.Path)];
        Finding[] changes = [.. warm.Differences().Where(difference => persistent.Contains(difference.Path))
            .Select(difference => new Finding($"{difference.Path} {difference.What} after a forward pass in eval mode")
            {
                Parameter = difference.Path,
                Module = ObjectGraph.OwnerOf(difference.Path),
            })];
        if (changes.Length > 0)
        {
            return CheckOutcome.Failed(changes);
        }

        context.Step("calling a third time in eval mode");
        ForwardResult third = session.RunOn(inputs, ForwardMode.Eval);
        return Outputs.AreEqual(second, third)
            || !Outputs.AreEqual(session.Run(inputs, ForwardMode.Eval), session.Run(inputs, ForwardMode.Eval))
            ? CheckOutcome.Passed
            : CheckOutcome.Failed(
                [
                    new Finding("the same input gives another output at the next call in eval mode: the model remembers the last "
                        + $"one{Where(warm, context)}")
                    {
                        Module = warm.Replacements().Select(change => ObjectGraph.OwnerOf(change.Path)).FirstOrDefault(),
                    },
                ],
                Severity.Question);
    }
}
