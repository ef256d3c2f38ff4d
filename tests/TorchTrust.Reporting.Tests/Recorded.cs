namespace TorchTrust.Reporting.Tests;

/// <summary>Runs that were recorded from live models.</summary>
internal static class Recorded
{
    /// <summary>
    /// Both autoencoders of the sample and a network with faults: <c>dotnet run --project bench/TorchTrust.Bench -- report</c>.
    /// </summary>
    public static TrustRun Sample { get; } = Read("sample.json");

    /// <summary>The loss of the sample, with nothing declared: the same, with <c>--loss</c>.</summary>
    public static TrustRun Loss { get; } = Read("loss.json");

    private static TrustRun Read(string file) => TrustRun.FromJson(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Runs", file)));
}
