using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary><c>eval()</c> and <c>train()</c> on the model reach every module that it holds.</summary>
/// <remarks>
/// An error where a module that behaves otherwise in training mode stays in it after <c>eval()</c>. A question for modules of
/// the user's own, which may not look at their mode, and for modules that <c>train()</c> leaves in eval mode, unless all of their
/// parameters are frozen.
/// </remarks>
[Check("modes-reach-every-module", "train() and eval() reach every module", CheckArea.Behaviour, Need = Need.MutatesState)]
internal sealed class ModesReachEveryModule : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A dropout or a batch normalization that eval() misses spoils every prediction, and nothing throws.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Hold the module in a field that RegisterComponents sees (not in a List or an array: use ModuleList), and call "
            + "RegisterComponents last in the constructor. If a module keeps its mode on purpose: subject.FreezesOnPurpose(\"backbone*\", "
            + "reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ExplainedBy => [CheckIds.EverythingIsRegistered];

    /// <inheritdoc/>
    public override string Declaration => ".FreezesOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new UnregisterModule(onlyWhereModesMatter: true)];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        if (session.Modules.Count < 2)
        {
            return CheckOutcome.Skipped("The model holds no modules.");
        }

        context.Step("switching modes");
        var findings = new List<Finding>();
        var severity = Severity.Question;

        // As a user does, from the modes as built: a teacher that is held in eval mode on purpose is not put into
        // another.
        foreach (bool training in new[] { true, false })
        {
            foreach (nn.Module root in session.Roots)
            {
                root.train(training);
            }

            foreach ((string path, nn.Module module) in session.Modules.Where(entry => entry.Module.training != training))
            {
                if (session.Subject.Facts.Frozen.Any(fact => fact.Covers(path)) || (training && FrozenModules.Holds(session, path))
                    || ModuleMode.SensitivityOf(module) == ModeSensitivity.None)
                {
                    continue;
                }

                bool isFault = !training && ModuleMode.SensitivityOf(module) == ModeSensitivity.Known;
                severity = isFault ? Severity.Error : severity;
                findings.Add(new Finding(
                    $"{path} ({module.GetType().Name}) stays in {(training ? "eval" : "training")} mode after "
                        + $"{(training ? "train" : "eval")}()")
                {
                    Module = path,
                });
            }
        }

        return CheckOutcome.From(findings, severity);
    }
}
