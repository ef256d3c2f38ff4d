using TorchTrust.Running.Hosting;

namespace TorchTrust.Cli.Doctor;

/// <summary>Whether hosts run woven copies of a program: weaves it, as a check does.</summary>
internal static class WeavingLine
{
    private const string Topic = "weaving";
    private const string Consequence = "Without it, proofs do not reach modules that are run by forward(), and no line of a call is known.";

    /// <summary>The line about it.</summary>
    /// <param name="location">The program and its host.</param>
    public static DoctorLine Of(HostLocation location)
    {
        using WovenProgram program = WovenProgram.Begin(location, new TrustOptions());
        program.Complete();
        WeavingSummary summary = program.Summary;
        string[] woven = [.. program.Paths?.Woven ?? []];
        return summary switch
        {
            { Off: { } reason } => DoctorLine.Note(Topic, reason, Consequence),
            { NotWoven: [_, ..] } =>
                DoctorLine.Note(Topic, $"{Names(woven)}; not woven: {string.Join("; ", summary.NotWoven)}", Consequence),
            _ => DoctorLine.Ok(Topic, $"{Names(woven)}; copies are kept in {OwnFolder.Root}"),
        };
    }

    private static string Names(string[] woven) => $"{string.Join(", ", woven)} can be woven";
}
