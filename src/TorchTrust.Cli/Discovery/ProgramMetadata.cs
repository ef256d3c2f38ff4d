namespace TorchTrust.Cli.Discovery;

/// <summary>What the metadata of a program says, without a line of its code being run.</summary>
/// <param name="Subjects">The subjects that are marked.</param>
/// <param name="Modules">The classes of modules.</param>
/// <param name="Misplaced">Marks that stand where they have no effect: a sentence each.</param>
internal sealed record ProgramMetadata(
    IReadOnlyList<FoundSubject> Subjects, IReadOnlyList<FoundModule> Modules, IReadOnlyList<string> Misplaced)
{
    /// <summary>Whether the program references TorchTrust.</summary>
    public bool HasTorchTrust { get; init; }
}
