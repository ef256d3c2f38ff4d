using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using TorchTrust.Probes;

namespace TorchTrust.Weaving.Tests;

/// <summary>Weaves assemblies by the program that users get, and loads the copies beside the originals.</summary>
internal static class Weaver
{
    private static readonly ConcurrentDictionary<string, Lazy<WovenCopyOfTests>> _known = new();

    /// <summary>The woven copy of an assembly that the tests refer to; woven once.</summary>
    public static WovenCopyOfTests Copy(Assembly assembly) => _known.GetOrAdd(
        assembly.Location, path => new Lazy<WovenCopyOfTests>(() => WovenCopyOfTests.Of(path))).Value;

    /// <summary>Runs the weaver.</summary>
    public static IReadOnlyList<WeaverReply> Run(WeaverOrder order)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "TorchTrust.Weaving", "TorchTrust.Weaving.dll"));
        using var process = Process.Start(start)!;
        foreach (string line in order.Lines())
        {
            process.StandardInput.WriteLine(line);
        }

        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return [.. output.Split('\n').Select(WeaverReply.Read).OfType<WeaverReply>()];
    }
}

/// <summary>A woven copy, loaded in a context of its own that shares TorchSharp and TorchTrust with the tests.</summary>
/// <param name="Assembly">The woven assembly.</param>
/// <param name="Reply">What the weaver said of it.</param>
internal sealed record WovenCopyOfTests(Assembly Assembly, WeaverReply Reply)
{
    /// <summary>Weaves an assembly.</summary>
    public static WovenCopyOfTests Of(string path)
    {
        string folder = Directory.CreateTempSubdirectory("torchtrust-weaving-").FullName;
        WeaverReply reply = Assert.Single(Weaver.Run(new WeaverOrder([(path, folder)], [AppContext.BaseDirectory])));
        Assert.Null(reply.Refusal);
        return new WovenCopyOfTests(Load(folder, Path.GetFileName(path)), reply);
    }

    private static Assembly Load(string folder, string file)
    {
        // From memory, with symbols: the folder can go.
        string symbols = Path.Combine(folder, Path.ChangeExtension(file, ".pdb"));
        var context = new AssemblyLoadContext("woven");
        using var stream = new MemoryStream(File.ReadAllBytes(Path.Combine(folder, file)));
        using MemoryStream? lines = File.Exists(symbols) ? new MemoryStream(File.ReadAllBytes(symbols)) : null;
        Assembly assembly = context.LoadFromStream(stream, lines);
        Directory.Delete(folder, recursive: true);
        return assembly;
    }
}
