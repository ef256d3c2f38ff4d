using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using TorchTrust.Cli.Tool;
using TorchTrust.Cli.Watching.Inside;
using TorchTrust.Running.Hosting;

namespace TorchTrust.Cli.Watching;

/// <summary>
/// The user's program, on its woven copy, with its own arguments, input, output and folder. It tells what it does on a pipe, whose other
/// end is read here until the process is no more.
/// </summary>
internal sealed partial class WatchedProcess : IDisposable
{
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(10);

    private readonly NamedPipeServerStream _pipe;
    private readonly CancellationTokenSource _gone = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Process _process;
    private readonly Task _reading;

    private WatchedProcess(NamedPipeServerStream pipe, Process process, Observations observations)
    {
        _pipe = pipe;
        _process = process;
        _reading = Task.Run(() => Read(observations));
    }

    /// <summary>Starts it.</summary>
    /// <param name="program">The woven program.</param>
    /// <param name="assembly">The name of its assembly.</param>
    /// <param name="asked">What was asked for.</param>
    /// <param name="observations">Gets what is told.</param>
    /// <exception cref="ToolException">The system refused.</exception>
    public static WatchedProcess Start(WovenProgram program, string assembly, WatchSettings asked, Observations observations)
    {
        string name = $"torchtrust-watch-{Guid.NewGuid():N}";
        var pipe = new NamedPipeServerStream(
            name, PipeDirection.In, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        ProgramPaths paths = program.Paths!;
        string hooks = Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS") ?? "";
        var order = new WatchOrder(name, asked.Share, asked.MostSteps, asked.HasSeries, paths.Home, paths.Copy, hooks, paths.Woven);
        var start = new ProcessStartInfo(program.Location.Runtime) { UseShellExecute = false };
        Array.ForEach(["exec", "--roll-forward", "Major", Path.Combine(paths.Copy, assembly), .. asked.Arguments], start.ArgumentList.Add);
        string hook = typeof(WatchedProcess).Assembly.Location;
        start.Environment["DOTNET_STARTUP_HOOKS"] = hooks.Length == 0 ? hook : $"{hook}{Path.PathSeparator}{hooks}";
        start.Environment[WatchOrder.Variable] = order.ToString();
        try
        {
            return new WatchedProcess(pipe, Process.Start(start)!, observations);
        }
        catch (Win32Exception refused)
        {
            pipe.Dispose();
            throw ToolException.CannotRun($"{start.FileName} cannot be started: {refused.Message}.");
        }
    }

    /// <summary>How long the process lived, once it has ended.</summary>
    public TimeSpan Life => _watch.Elapsed;

    /// <summary>Waits until the program has ended, and all that it told was read.</summary>
    /// <returns>Its exit code.</returns>
    public int WaitForEnd()
    {
        _process.WaitForExit();
        _watch.Stop();

        // What it wrote is in the pipe, and ends there; a program that never spoke is not waited for.
        _gone.Cancel();
        _reading.GetAwaiter().GetResult();
        return _process.ExitCode;
    }

    /// <summary>Ends the program as Ctrl-C does; as SIGTERM does, and then at once, where it goes on.</summary>
    public void End()
    {
        if (OperatingSystem.IsWindows())
        {
            Kill();
            return;
        }

        try
        {
            foreach (int signal in new[] { Interrupt, Terminate })
            {
                Send(signal);
                if (_process.WaitForExit(_grace))
                {
                    return;
                }
            }

            Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself meanwhile.
        }
    }

    /// <summary>Hands a signal on.</summary>
    /// <param name="signal">SIGINT or SIGTERM.</param>
    public void HandOn(PosixSignal signal)
    {
        if (OperatingSystem.IsWindows())
        {
            Kill();
        }
        else
        {
            Send(signal == PosixSignal.SIGINT ? Interrupt : Terminate);
        }
    }

    /// <summary>Ends the program at once.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
        _pipe.Dispose();
        _gone.Dispose();
    }

    private async Task Read(Observations observations)
    {
        try
        {
            await _pipe.WaitForConnectionAsync(_gone.Token);
            using var reader = new StreamReader(_pipe, Encoding.UTF8, leaveOpen: true);
            while (await reader.ReadLineAsync() is { } line)
            {
                observations.Hear(line);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException)
        {
            // It ended without a word, or within one.
        }
    }

    private void Send(int signal)
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
