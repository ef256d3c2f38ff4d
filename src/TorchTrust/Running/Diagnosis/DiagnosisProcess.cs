using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using TorchTrust.Running.Hosting;

namespace TorchTrust.Running.Diagnosis;

/// <summary>Starts the user's program with a hook that looks at the native backend before the program's first line.</summary>
internal static class DiagnosisProcess
{
    /// <summary>The variable with the handle of the pipe that the hook writes to.</summary>
    public const string PipeVariable = "TORCHTRUST_DIAGNOSIS_PIPE";

    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(50);

    // Only what was ended by us is waited for: no answer hangs on it.
    private static readonly TimeSpan _patienceForEnd = TimeSpan.FromMinutes(1);

    /// <summary>Asks.</summary>
    /// <param name="runtime">The <c>dotnet</c> program.</param>
    /// <param name="program">The assembly of the user's program.</param>
    /// <param name="hook">The assembly of the hook, with this library beside it.</param>
    /// <param name="environment">Settings that must be in the environment before the backend loads.</param>
    /// <param name="limit">How long each step may take, of the time that the process has.</param>
    /// <returns>What was seen, up to the end of the process, whatever that was.</returns>
    /// <exception cref="HostUnavailableException">The system refused to start it.</exception>
    public static async Task<BackendDiagnosis> Ask(
        string runtime, string program, string hook, IReadOnlyDictionary<string, string> environment, TimeSpan limit)
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        using var process = new Process { StartInfo = StartInfo(runtime, program) };
        process.StartInfo.Environment["DOTNET_STARTUP_HOOKS"] = hook;
        process.StartInfo.Environment[PipeVariable] = pipe.GetClientHandleAsString();
        foreach ((string name, string value) in environment)
        {
            process.StartInfo.Environment[name] = value;
        }

        var errors = new ErrorTail();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => errors.Add(line.Data);
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception refused)
        {
            throw new HostUnavailableException($"No process can be started: {runtime}: {refused.Message}.");
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
        OwnTime time = OwnTime.Of(process);
        var seen = new BackendDiagnosis();
        TimeSpan since = time.Elapsed;
        using var reader = new StreamReader(pipe, Encoding.UTF8);
        try
        {
            while (await InTime(reader.ReadLineAsync()) is { } line)
            {
                seen = DiagnosisJson.Read(line);
                since = time.Elapsed;
            }

            if (seen is { Step: null } or { Fault: not null })
            {
                return seen;
            }

            // How it ended is the answer, and an end that dumps its memory takes a while.
            await InTime(WaitForEnd());
            return seen with { Ending = string.Join(" ", [ProcessEnd.Describe(process.ExitCode), .. errors.Lines()]) };
        }
        catch (TimeoutException)
        {
            return seen with { Ending = $"it did not end within {limit.TotalSeconds:0} s" };
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(_patienceForEnd);
        }

        async Task<bool> WaitForEnd()
        {
            await process.WaitForExitAsync();
            return true;
        }

        async Task<T> InTime<T>(Task<T> task)
        {
            while (await Task.WhenAny(task, Task.Delay(_patience)) != task)
            {
                if (time.Elapsed - since > limit)
                {
                    throw new TimeoutException();
                }
            }

            return await task;
        }
    }

    private static ProcessStartInfo StartInfo(string runtime, string program)
    {
        var start = new ProcessStartInfo(runtime)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Array.ForEach(["exec", "--roll-forward", "Major", program], start.ArgumentList.Add);
        return start;
    }
}
