using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Structure;

/// <summary>A call uses every module that has parameters of its own.</summary>
/// <remarks>A question, since a model may hold what another of its methods uses.</remarks>
[Check(
    "every-module-is-used",
    "a call uses every module that has parameters",
    CheckArea.Structure,
    Severity = Severity.Question,
    Need = Need.MutatesState)]
internal sealed class EveryModuleIsUsed : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A layer that was built and forgotten in forward is saved, counted and given to the optimizer, and changes nothing: the "
            + "network is not the one that was meant.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Call it in forward, or remove it. If other methods use it, or other inputs: subject.LeavesUnusedOnPurpose(\"head*\", reason) "
            + "or subject.AlsoTakes(name, n => …).";

    /// <inheritdoc/>
    public override string Declaration => ".LeavesUnusedOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new AddUnusedModule()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        (string Path, nn.Module Module)[] modules =
        [
            .. session.Modules.Where(entry => entry.Module.parameters(recurse: false).Any()
                && !session.Subject.Facts.Unused.Any(fact => Unregistered.Ancestors(entry.Path).Prepend(entry.Path).Any(fact.Covers))),
        ];
        if (modules.Length == 0)
        {
            return CheckOutcome.Skipped("No module has parameters, or all that have are declared as unused on purpose.");
        }

        // On a mutant as many draws are enough as acquitted the whole subject.
        int draws = context.Measured.Noted(nameof(ModuleUse), otherwise: ModuleUse.MostDraws);
        ModuleUse use = ModuleUse.Of(session, modules, draws, alsoByGradients: !context.IsTrial, context.Step);
        if (!context.IsTrial)
        {
            context.Measured.Note(nameof(ModuleUse), use.DrawsNeeded);
        }

        // Where runs differ by chance, every module seems to be used, so what is left here is no chance.
        return CheckOutcome.From([.. use.Unused.Select(Describe)]);
    }

    private static Finding Describe((string Path, nn.Module Module) entry)
    {
        long elements = entry.Module.parameters(recurse: false).Sum(parameter => parameter.numel());
        return new Finding(
            $"{(entry.Path.Length == 0 ? "the model itself" : entry.Path)} ({entry.Module.GetType().Name}) is not used: it does not run, "
                + $"no gradient reaches its {elements} parameters, and changing them changes nothing")
        {
            Module = entry.Path,
            Numbers = new Dictionary<string, double> { ["elements"] = elements },
        };
    }
}
