using System.Diagnostics;
using System.Text;
using TorchTrust.Probes;

namespace TorchTrust.Running.Hosting;

/// <summary>Runs the weaver in a process of its own: Cecil enters no process that loads the user's code.</summary>
internal static class WeaverProcess
{
    private const string Name = "TorchTrust.Weaving";
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);

    /// <summary>The weaver that lies beside a host; null if there is none.</summary>
    public static string? Beside(string host)
    {
        string path = Path.Combine(Path.GetDirectoryName(host) ?? "", Name, $"{Name}.dll");
        return File.Exists(path) ? path : null;
    }

    /// <summary>Weaves.</summary>
    /// <param name="runtime">The <c>dotnet</c> program.</param>
    /// <param name="weaver">The weaver.</param>
    /// <param name="order">What to weave.</param>
    /// <returns>What it says of each assembly.</returns>
    /// <exception cref="HostUnavailableException">It did not start, or ended badly.</exception>
    public static IReadOnlyList<WeaverReply> Run(string runtime, string weaver, WeaverOrder order)
    {
        var start = new ProcessStartInfo(runtime)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add("--roll-forward");
        start.ArgumentList.Add("Major");
        start.ArgumentList.Add(weaver);

        // It ends before optimized code pays, and must not run what the user's environment hooks into every program.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment.Remove("DOTNET_STARTUP_HOOKS");
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            Task<string> replies = process.StandardOutput.ReadToEndAsync();
            foreach (string line in order.Lines())
            {
                process.StandardInput.WriteLine(line);
            }

            process.StandardInput.Close();
            if (!process.WaitForExit(_limit))
            {
                process.Kill(entireProcessTree: true);
                throw new HostUnavailableException($"the weaver did not end within {_limit}");
            }

            return process.ExitCode == 0
                ? [.. replies.GetAwaiter().GetResult().Split('\n').Select(line => WeaverReply.Read(line.TrimEnd('\r')))
                    .OfType<WeaverReply>()]
                : throw new HostUnavailableException(
                    $"the weaver ended with {process.ExitCode}: {LastLine(errors.GetAwaiter().GetResult())}");
        }
        catch (System.ComponentModel.Win32Exception refused)
        {
            throw new HostUnavailableException($"the weaver cannot be started: {refused.Message}");
        }
        catch (IOException broken)
        {
            throw new HostUnavailableException($"the weaver ended before it was asked: {broken.Message}");
        }
    }

    private static string LastLine(string text) =>
        text.Split('\n').Select(line => line.Trim())
            .FirstOrDefault(line => line.Length > 0 && !line.StartsWith("at ", StringComparison.Ordinal)) ?? "";
}
