using System.Diagnostics;
using TorchTrust.Running.Hosting;
using TorchTrust.Running.Hosting.Travel;

namespace TorchTrust.Bench;

/// <summary>
/// How long it takes until a host has opened a subject of the sample: its program as it is, with woven copies that are kept, and with
/// none, when they are woven while the host loads the backend. The three take turns, each in a round after another.
/// </summary>
internal static class HostStarts
{
    /// <summary>The seconds that the start takes longer than that of the program as it is, pair by pair, in their order.</summary>
    /// <param name="program">The sample, as its own build or this one left it.</param>
    /// <param name="rounds">The number of rounds.</param>
    /// <param name="plain">The median of the starts of the program as it is, in seconds.</param>
    public static (double[] Kept, double[] Empty) Measure(string program, int rounds, out double plain)
    {
        var address = new SubjectAddress(program, "MnistVae.Trust.LossSubjects", "Divergence");
        string? before = Environment.GetEnvironmentVariable(OwnFolder.Variable);
        string keptFolder = Directory.CreateTempSubdirectory("torchtrust-bench-").FullName;
        var plains = new List<double>();
        var kept = new List<double>();
        var empty = new List<double>();
        try
        {
            _ = Start(address, program, keptFolder, weaving: true);
            for (int round = 0; round < rounds; round++)
            {
                double alone = Start(address, program, keptFolder, weaving: false);
                kept.Add(Start(address, program, keptFolder, weaving: true) - alone);
                string none = Directory.CreateTempSubdirectory("torchtrust-bench-").FullName;
                empty.Add(Start(address, program, none, weaving: true) - alone);
                Directory.Delete(none, recursive: true);
                plains.Add(alone);
            }

            plain = plains.Order().ElementAt(rounds / 2);
            return ([.. kept.Order()], [.. empty.Order()]);
        }
        finally
        {
            Environment.SetEnvironmentVariable(OwnFolder.Variable, before);
            Directory.Delete(keptFolder, recursive: true);
        }
    }

    private static double Start(SubjectAddress address, string program, string folder, bool weaving)
    {
        Environment.SetEnvironmentVariable(OwnFolder.Variable, folder);
        var options = new TrustOptions { Weaving = weaving };
        var watch = Stopwatch.StartNew();
        using var checks = new HostedChecks(new SubjectRecipe { Address = address }, null, HostLocation.Find(program: program), options);
        _ = checks.Name;
        double seconds = watch.Elapsed.TotalSeconds;
        return weaving == checks.Weaving!.Off is null
            ? seconds
            : throw new InvalidOperationException(checks.Weaving.Off ?? "It was woven.");
    }
}
