using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;

namespace TorchTrust.Models.Checks.Structure;

/// <summary>No module with weights stands twice in one container.</summary>
/// <remarks>A question: layers of one network may share their weights on purpose. Modules without weights may stand anywhere.</remarks>
[Check(
    "modules-stand-once",
    "no module with weights stands twice in one container",
    CheckArea.Structure,
    Severity = Severity.Question)]
internal sealed class ModulesStandOnce : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A list that was filled by repeating one object has one layer where many were meant: they learn as one, and nothing throws.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Make one object for each place: Enumerable.Range(0, n).Select(_ => …) instead of Enumerable.Repeat(…, n). If the places share "
            + "their weights on purpose: subject.SharesModulesOnPurpose(\"layers.*\", reason), or call one module several times.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new RepeatModule()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context) =>
        !session.Modules.Any(entry => RepeatedModules.IsContainer(entry.Module))
            ? CheckOutcome.Skipped("The model holds no container of modules.")
            : CheckOutcome.From(
            [
                .. from repeated in RepeatedModules.In(session.Model)
                   let paths = repeated.Keys.Select(key => ObjectGraph.Join(repeated.Container, key)).ToArray()
                   where !session.Subject.Facts.Shared.Any(fact => paths.All(fact.Covers))
                   select Describe(
                       repeated.Module.GetType().Name.Split('`', 2)[0], paths,
                       repeated.Module.parameters().Sum(parameter => parameter.numel())),
            ]);

    private static Finding Describe(string kind, string[] paths, long elements) => new(
        $"{string.Join(", ", paths[1..])} {(paths.Length == 2 ? "is" : "are")} {paths[0]}: one {kind} stands at {paths.Length} places, "
            + "so they learn as one")
    {
        Module = paths[0],
        Numbers = new Dictionary<string, double> { ["places"] = paths.Length, ["elements"] = elements },
    };
}
