using TorchTrust.Running.Hosting.Travel;

namespace TorchTrust.Running.Hosting;

/// <summary>What a host works on, and how.</summary>
/// <param name="Subject">How to come by the subject.</param>
/// <param name="Seed">The seed of everything that is drawn.</param>
/// <param name="ProvesPower">Whether passes are tried on mutants.</param>
/// <param name="Ambient">What torch and .NET are set to in the process that asks; null to leave the defaults.</param>
internal sealed record HostOpening(SubjectRecipe Subject, long Seed, bool ProvesPower, AmbientSettings? Ambient)
{
    /// <summary>Whether mutants are tried at all places.</summary>
    public bool ProvesEverywhere { get; init; }

    /// <summary>The device that the subject is moved to; null to leave it where its recipe puts it.</summary>
    public string? Device { get; init; }

    /// <summary>Whether the user has limited the memory, so that what devices take must be known.</summary>
    public bool MeasuresMemory { get; init; }

    /// <summary>Says after each module that returned, so that one that ends the process can be found.</summary>
    public bool TracesModules { get; init; }

    /// <summary>Where the program lies whose copy the host runs; null if it runs the program itself.</summary>
    public ProgramPaths? Paths { get; init; }

    /// <summary>The check classes to use; null for the catalogue.</summary>
    public EncodedValue? Checks { get; init; }

    /// <summary>The assemblies of the check classes.</summary>
    public IReadOnlyDictionary<string, AssemblyOrigin> CheckOrigins { get; init; } =
        new Dictionary<string, AssemblyOrigin>();
}
