using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using TorchTrust.Running.Hosting;

namespace TorchTrust.Running.Diagnosis;

/// <summary>Starts a host with the user's own dependencies, and has it look at the native backend.</summary>
internal static class DiagnosisProcess
{
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(2);

    /// <summary>Asks.</summary>
    /// <param name="location">What the host is started with.</param>
    /// <param name="environment">Settings that must be in the environment before the backend loads.</param>
    /// <param name="limit">How long it may take.</param>
    /// <returns>What was seen, up to the end of the process, whatever that was.</returns>
    /// <exception cref="HostUnavailableException">The system refused to start it.</exception>
    public static async Task<BackendDiagnosis> Ask(
        HostLocation location, IReadOnlyDictionary<string, string> environment, TimeSpan limit)
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        using var process = new Process { StartInfo = StartInfo(location, pipe.GetClientHandleAsString(), environment) };
        var errors = new ErrorTail();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => errors.Add(line.Data);
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception refused)
        {
            throw new HostUnavailableException($"No process can be started: {location.Runtime}: {refused.Message}.");
        }
        finally
        {
            pipe.DisposeLocalCopyOfClientHandle();
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return await Follow(process, pipe, errors, limit);
    }

    private static async Task<BackendDiagnosis> Follow(Process process, Stream pipe, ErrorTail errors, TimeSpan limit)
    {
        var seen = new BackendDiagnosis();
        using var reader = new StreamReader(pipe, Encoding.UTF8);
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            while (await reader.ReadLineAsync(timeout.Token) is { } line)
            {
                seen = DiagnosisJson.Read(line);
            }
        }
        catch (OperationCanceledException)
        {
            return seen with { Ending = $"it did not end within {limit.TotalSeconds:0} s" };
        }
        finally
        {
            if (!process.WaitForExit(_grace))
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit(_grace);
            }
        }

        return seen is { Step: null } or { Fault: not null }
            ? seen
            : seen with { Ending = string.Join(" ", [ProcessEnd.Describe(process.ExitCode), .. errors.Lines()]) };
    }

    private static ProcessStartInfo StartInfo(HostLocation location, string pipeHandle, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(location.Runtime)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "exec", "--roll-forward", "Major", "--depsfile", location.Dependencies, "--runtimeconfig", location.Configuration,
            location.Program, BackendDoctor.Argument, pipeHandle,
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
