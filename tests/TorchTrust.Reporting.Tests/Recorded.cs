namespace TorchTrust.Reporting.Tests;

/// <summary>Runs that were recorded from live models.</summary>
internal static class Recorded
{
    /// <summary>Both autoencoders of the sample and a network with faults: <c>dotnet run --project bench/TorchTrust.Bench -- report</c>.</summary>
    public static TrustRun Sample { get; } = TrustRun.FromJson(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Runs", "sample.json")));
}
