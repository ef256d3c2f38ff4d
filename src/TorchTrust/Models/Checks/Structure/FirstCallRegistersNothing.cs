using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Structure;

/// <summary>All that is registered is there before the first call.</summary>
/// <remarks>A question: a lazy model whose optimizer is made after a first call is right.</remarks>
[Check(
    "first-call-registers-nothing",
    "no call registers a layer or a parameter that was not there before",
    CheckArea.Structure,
    Severity = Severity.Question,
    Need = Need.MutatesState)]
internal sealed class FirstCallRegistersNothing : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "An optimizer that was made before the first call does not have what the call makes: it is never trained, and nothing throws.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Make all layers in the constructor, from sizes that it is told. If the optimizer is made after a first call, and files are "
            + "loaded after one: subject.RegistersInFirstCallOnPurpose(reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new RegisterInCall()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) =>
        subject.Facts.RegistersInFirstCall is { } fact ? $"The first call registers on purpose: {fact.Reason}" : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        var findings = new List<Finding>();
        foreach (ForwardMode mode in new[] { ForwardMode.Training, ForwardMode.Eval })
        {
            using var scope = NewDisposeScope();
            context.Step("calling and looking for what is registered");
            session.Run(session.Inputs(), mode);
            findings.AddRange(session.RegisteredByCalls.Where(path => findings.All(finding => finding.Parameter != path))
                .Select(path => new Finding($"{path} is registered by the first call: an optimizer that was made before does not have it")
                {
                    Module = ObjectGraph.OwnerOf(path),
                    Parameter = path,
                }));
        }

        return CheckOutcome.From(findings);
    }
}
