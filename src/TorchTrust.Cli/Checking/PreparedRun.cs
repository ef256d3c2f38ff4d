using TorchTrust.Cli.Discovery;
using TorchTrust.Cli.Projects;

namespace TorchTrust.Cli.Checking;

/// <summary>A program that is built, and what is checked of it.</summary>
/// <param name="Program">The program.</param>
/// <param name="Subjects">The subjects.</param>
internal sealed record PreparedRun(UserProgram Program, IReadOnlyList<FoundSubject> Subjects) : IDisposable
{
    /// <summary>What is brought to the program; null where it has all itself.</summary>
    public IDisposable? Brought { get; init; }

    /// <summary>The files that hosts find beside the program: places, and full paths.</summary>
    public IReadOnlyDictionary<string, string> Additions { get; init; } = new Dictionary<string, string>();

    /// <summary>The lines that a subject would have; null where there are subjects.</summary>
    public string? Lines { get; init; }

    /// <summary>Options that repeat what was proposed and used.</summary>
    public IReadOnlyList<string> Repeated { get; init; } = [];

    /// <inheritdoc/>
    public void Dispose() => Brought?.Dispose();
}
