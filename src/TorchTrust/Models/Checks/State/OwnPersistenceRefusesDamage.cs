using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Mutants;
using TorchTrust.Probes;

namespace TorchTrust.Models.Checks.State;

/// <summary>
/// The project's own loading refuses a file that is damaged or belongs to another model, and leaves the model as it
/// was.
/// </summary>
[Check(
    "own-persistence-refuses-damage",
    "the project's own loading refuses damaged and foreign files, and leaves the model as it was",
    CheckArea.State,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class OwnPersistenceRefusesDamage : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A checkpoint that was cut off by a full disk, or that belongs to another version of the model, runs as if it were right.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Write a checksum with the state and compare it before anything is loaded; load strictly (names, shapes, dtypes); read the whole "
            + "file first and only "
            + "then copy it into the model. When saving, write beside and rename.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new SwallowRefusal()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => OwnPersistenceIsComplete.WhyNot(subject);

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        using var folder = new TemporaryFolder();
        return new DamagedFiles(session, context, folder).Decide();
    }
}
