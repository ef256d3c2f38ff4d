using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Checks.Gradients;

/// <summary>What is declared frozen or averaged gets no gradient.</summary>
[Check("loop-frozen-gets-no-gradient", "what gradients do not move gets none", CheckArea.Gradients, Need = Need.TrainsSteps)]
internal sealed class FrozenGetsNoGradient : TrainingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "The backward pass then runs through a part that nobody trains: it costs time and memory, adds to the norm that is clipped, and "
            + "moves the part as soon as an optimizer holds it.";

    /// <inheritdoc/>
    public override string Remedy => "Set requires_grad = false on it, or run it under no_grad or detach what it gives.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [StateMutants.GradientForFrozen];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => FrozenMembers.WithoutGradient(subject.Facts).Any()
        ? null
        : "Nothing is declared to be moved by no gradient: FreezesOnPurpose or AveragesOnPurpose.";

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("taking steps, and looking at gradients");
        using LiveLoop loop = session.Fresh();
        Replays.Train(session, loop, session.Trace().Window + 1);
        (string Path, Tensor? Gradient)[] still = [.. loop.Members.LiveParameters
            .Where(entry => FrozenMembers.WithoutGradient(session.Subject.Facts).Any(fact => fact.Covers(entry.Path)))
            .Select(entry => (entry.Path, entry.Parameter.grad))];
        return still.Length == 0
            ? CheckOutcome.Skipped("No parameter has a name that is declared.")
            : CheckOutcome.From([.. still.Where(entry => entry.Gradient is not null)
                .Select(entry => (entry.Path, Norm: GradientSummary.Of(entry.Gradient!).Norm))
                .Where(entry => entry.Norm != 0)
                .Select(entry => new Finding($"{entry.Path} is declared to be moved by no gradient, and has one of norm {entry.Norm:g3}")
                {
                    Parameter = entry.Path,
                    Module = ObjectGraph.OwnerOf(entry.Path),
                    Numbers = new Dictionary<string, double> { ["gradient norm"] = entry.Norm },
                })]);
    }
}
