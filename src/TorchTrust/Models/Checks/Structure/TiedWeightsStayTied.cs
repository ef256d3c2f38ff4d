using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Structure;

/// <summary>What is one parameter in several places stays one when the model is converted, moved, saved and loaded.</summary>
/// <remarks>
/// A question: TorchSharp makes new parameters for each module, so two modules that hold one parameter object hold two after
/// <c>to()</c>. Who never converts or moves the model, or ties again afterwards, is not concerned.
/// </remarks>
[Check(
    "tied-weights-stay-tied",
    "weights that are one stay one when the model is converted and loaded",
    CheckArea.Structure,
    Severity = Severity.Question,
    Hazard = Hazard.CanAbort)]
internal sealed class TiedWeightsStayTied : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "After the move to a GPU there are two weights where one was meant: each is trained by itself, both are saved, and nothing throws.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Share the module that holds the weight, or compute with the other module's weight in forward "
            + "(functional.linear(x, embedding.weight)), instead of giving one Parameter to two modules. If the model is never converted "
            + "or moved: subject.Skip(CheckIds.TiedWeightsStayTied, reason).";

    /// <inheritdoc/>
    public override string Declaration => ".Skip(CheckIds.TiedWeightsStayTied, \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new TieByObject()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        IReadOnlyList<IReadOnlyList<string>> groups = TiedTensors.In(session.Model);
        if (groups.Count == 0)
        {
            return CheckOutcome.Skipped("No parameter is held in two places.");
        }

        if (session.Subject.Lifetime != SubjectLifetime.Fresh)
        {
            return CheckOutcome.Skipped(
                "The model exists already, so there is no second instance to be converted. Declare how to build it: ModelSubject.For(() => "
                    + "new …).");
        }

        var findings = new List<Finding>();
        using BuiltInstance instance = BuiltInstance.Build(session, session.Seed);
        Compare("in a second instance");
        context.Step("loading its own state dictionary");
        LoadOwnState(instance.Model);
        Compare("after its state dictionary was loaded");

        ModelConversion conversion = ModelConversion.For(instance.Model);
        foreach (ScalarType dtype in new[] { conversion.There, conversion.Back })
        {
            context.Step($"converting to {dtype}");
            if (ModelConversion.Convert(instance.Model, dtype) is { } thrown)
            {
                // A layer that is shared as a whole is not to blame for what throws.
                Compare($"to({dtype}) throws {Short(thrown)}, and");
                return findings.Count > 0
                    ? CheckOutcome.Failed(findings)
                    : CheckOutcome.Inconclusive(
                        $"The model cannot be converted (to({dtype}) throws {Short(thrown)}): see survives-conversion.");
            }

            Compare($"after to({dtype})");
        }

        return CheckOutcome.From(findings);

        void Compare(string when)
        {
            foreach (IReadOnlyList<string> group in groups)
            {
                IReadOnlyList<string> apart = TiedTensors.Apart(instance.Model, group);
                if (apart.Count > 0 && findings.All(finding => finding.Parameter != group[0]))
                {
                    findings.Add(Describe([group[0], .. apart], $"{when} {(apart.Count == 1 ? "they are two" : "they are several")}"));
                }
            }
        }
    }

    private static void LoadOwnState(object model)
    {
        using var scope = NewDisposeScope();
        foreach (nn.Module root in ModelSession.RootsOf(model))
        {
            SubjectException.Guard("loading the model's own state dictionary", () => root.load_state_dict(
                root.state_dict().ToDictionary(entry => entry.Key, entry => TensorBits.NativeCopy(entry.Value))));
        }
    }

    private static Finding Describe(IReadOnlyList<string> places, string what) =>
        new($"{string.Join(" and ", places)} are one parameter as built; {what}") { Parameter = places[0] };

    private static string Short(Exception thrown) => $"{thrown.GetType().Name}: {thrown.Message.Split('\n', 2)[0].Trim()}";
}
