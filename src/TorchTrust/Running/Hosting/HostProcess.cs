using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Text;
using TorchTrust.Probes;

namespace TorchTrust.Running.Hosting;

/// <summary>
/// A child process that runs checks. It speaks lines of JSON on two pipes of its own; what the user's code writes to its
/// output is drained and dropped, its input is closed, and of its standard error the last lines are kept as evidence. It
/// ends when this object is disposed, and by itself when this process ends.
/// </summary>
internal sealed class HostProcess : IDisposable
{
    /// <summary>
    /// What the runtime of a host is told, unless it is told otherwise from outside. The managed halves of tensors are small
    /// and die at once: the youngest generation need not be as large as the processor's cache (hexadecimal, bytes). Code is
    /// neither measured nor optimized while it runs: little of it runs long enough to gain from that, and a method that is
    /// inlined after a while would vanish from stack traces, so that two runs named other places (hexadecimal, milliseconds).
    /// Torch's idle threads sleep: those that spin take the cores of whatever else is at work, and each waits for the other.
    /// No ends of diagnostic pipes are opened: a process that is ended from outside leaves them in the folder for temporary files.
    /// </summary>
    private static readonly (string Name, string Value)[] _runtimeSettings =
    [
        ("DOTNET_GCgen0size", "400000"), ("DOTNET_TieredPGO", "0"), ("DOTNET_TC_CallCountingDelayMs", "7FFFFFFF"),
        ("OMP_WAIT_POLICY", "PASSIVE"),
        ("DOTNET_EnableDiagnostics_IPC", "0"), ("DOTNET_EnableDiagnostics_Debugger", "0"),
    ];

    /// <summary>The line that is no reply: none follows it.</summary>
    private const string EndOfReplies = "";

    // While a child starts, it inherits what is inheritable: two at once would hold the ends of each other's requests.
    private static readonly object _starting = new();

    // Only what was ended by us, or has ended, is waited for: no verdict hangs on these.
    private static readonly TimeSpan _patienceForEnd = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _patienceForLastWords = TimeSpan.FromSeconds(5);

    private readonly AnonymousPipeServerStream _toHost = new(PipeDirection.Out, HandleInheritability.Inheritable);
    private readonly AnonymousPipeServerStream _fromHost = new(PipeDirection.In, HandleInheritability.Inheritable);
    private readonly BlockingCollection<HostReply> _replies = [];
    private readonly ErrorTail _errors = new();
    private readonly StreamWriter _writer;
    private readonly Process _process;
    private OwnTime? _time;
    private bool _areRepliesEnded;

    private HostProcess(HostLocation location, int? threads)
    {
        _writer = new StreamWriter(_toHost, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        _process = new Process { StartInfo = StartInfo(location, threads) };
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => _errors.Add(line.Data);
    }

    /// <summary>How much memory the process has resident, in bytes; 0 if it has ended.</summary>
    public long Memory
    {
        get
        {
            try
            {
                _process.Refresh();
                return _process.HasExited ? 0 : _process.WorkingSet64;
            }
            catch (InvalidOperationException)
            {
                // It ended between the two questions.
                return 0;
            }
        }
    }

    /// <summary>The time that the process has had since its start.</summary>
    public TimeSpan Time => _time?.Elapsed ?? TimeSpan.Zero;

    /// <summary>The last lines of the standard error.</summary>
    public IReadOnlyList<string> Errors => _errors.Lines();

    /// <summary>Starts a host.</summary>
    /// <param name="location">What it is started with.</param>
    /// <param name="threads">How many threads it computes with; null for torch's own choice.</param>
    /// <exception cref="HostUnavailableException">The system refused.</exception>
    public static HostProcess Start(HostLocation location, int? threads)
    {
        lock (_starting)
        {
            var host = new HostProcess(location, threads);
            try
            {
                host._process.Start();
                host._time = OwnTime.Of(host._process);
            }
            catch (System.ComponentModel.Win32Exception refused)
            {
                host.Dispose();
                throw new HostUnavailableException($"No process can be started for the check: {location.Runtime}: {refused.Message}.");
            }
            finally
            {
                host._toHost.DisposeLocalCopyOfClientHandle();
            }

            host.Attend();
            return host;
        }
    }

    /// <summary>Sends a request. That the process has ended shows when a reply is awaited.</summary>
    public void Send(HostRequest request)
    {
        try
        {
            _writer.WriteLine(HostJson.Line(request));
        }
        catch (IOException)
        {
            // The pipe is broken: Receive reports the end.
        }
    }

    /// <summary>Waits for the next reply.</summary>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="reply">The reply; null if none came in time.</param>
    /// <returns>False if the process has ended and all its replies were read.</returns>
    public bool Receive(TimeSpan patience, CancellationToken cancellation, out HostReply? reply)
    {
        if (_process.HasExited)
        {
            EndReplies();
        }

        return _replies.TryTake(out reply, (int)patience.TotalMilliseconds, cancellation) || !_replies.IsCompleted;
    }

    /// <summary>Waits for the last words of a process that replies no more.</summary>
    /// <returns>Its exit code.</returns>
    public int WaitForEnd()
    {
        Kill();
        _errors.WaitForEnd(_patienceForLastWords);
        return _process.HasExited ? _process.ExitCode : -1;
    }

    /// <summary>Ends the process at once, and what it has started.</summary>
    public void Dispose()
    {
        Kill();
        EndReplies();
        _process.Dispose();
        _toHost.Dispose();
        _fromHost.Dispose();
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(_patienceForEnd);
        }
        catch (InvalidOperationException)
        {
            // It was never started, or has ended.
        }
    }

    /// <summary>
    /// Writes the last line behind those of the process, which has ended. The end of the pipe would tell nothing: what the user's
    /// code has started may hold it open for ever, and how long the last replies take to be read, nobody knows.
    /// </summary>
    private void EndReplies()
    {
        if (_areRepliesEnded)
        {
            return;
        }

        _areRepliesEnded = true;
        using var pipe = new AnonymousPipeClientStream(PipeDirection.Out, _fromHost.ClientSafePipeHandle);
        using var writer = new StreamWriter(pipe, new UTF8Encoding(false));

        // The process may have ended within a line.
        writer.Write($"\n{EndOfReplies}\n");
    }

    private ProcessStartInfo StartInfo(HostLocation location, int? threads)
    {
        var start = new ProcessStartInfo(location.Runtime)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in _runtimeSettings)
        {
            start.Environment.TryAdd(name, value);
        }

        // Without it cuBLAS has no kernel that gives the same bits at each call.
        start.Environment.TryAdd("CUBLAS_WORKSPACE_CONFIG", ":4096:8");
        (string tunables, string wanted) = NativeHeap.Tunables;
        start.Environment[tunables] = start.Environment.TryGetValue(tunables, out string? others) && !string.IsNullOrEmpty(others)
            ? $"{others}:{wanted}"
            : wanted;
        string[] arguments =
        [
            "exec", "--roll-forward", "Major", "--depsfile", location.Dependencies, "--runtimeconfig", location.Configuration,
            location.Program,
            _toHost.GetClientHandleAsString(), _fromHost.GetClientHandleAsString(),
            HostProtocol.Version.ToString(CultureInfo.InvariantCulture),
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        if (threads is { } count)
        {
            start.Environment["OMP_NUM_THREADS"] = start.Environment["MKL_NUM_THREADS"] = count.ToString(CultureInfo.InvariantCulture);
        }

        return start;
    }

    private void Attend()
    {
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        new Thread(Listen) { IsBackground = true, Name = "TorchTrust host" }.Start();
    }

    private void Listen()
    {
        try
        {
            using var reader = new StreamReader(_fromHost, Encoding.UTF8, leaveOpen: true);
            while (reader.ReadLine() is { } line and not EndOfReplies)
            {
                Hear(line);
            }
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException)
        {
            // The end of our interest in it.
        }

        _replies.CompleteAdding();
    }

    private void Hear(string line)
    {
        if (_replies.IsAddingCompleted)
        {
            return;
        }

        try
        {
            _replies.Add(HostJson.Reply(line));
        }
        catch (System.Text.Json.JsonException)
        {
            // A line that breaks off is the end of the process, and whatever else writes here is no host.
            _replies.CompleteAdding();
        }
    }
}
