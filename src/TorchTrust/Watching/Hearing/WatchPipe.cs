using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Stream;

namespace TorchTrust.Watching.Hearing;

/// <summary>
/// Sends what is seen to the process that asked for it, line by line and at once: what was written is there even if the program ends by a
/// fault of native code. Where nobody reads any more, watching ends and the program goes on.
/// </summary>
internal sealed class WatchPipe : IWatchListener, IDisposable
{
    private const long FirstPoints = 1000;
    private static readonly TimeSpan _betweenPoints = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _firstState = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _lastBetweenStates = TimeSpan.FromSeconds(8);

    private readonly NamedPipeClientStream _pipe;
    private readonly StreamWriter _writer;
    private readonly long _mostSteps;
    private readonly object _writing = new();
    private readonly object _ending = new();
    private readonly CancellationTokenSource _end = new();
    private Func<WatchState, WatchState> _complete = state => state;
    private Watcher? _watcher;
    private WatchPoint _last;
    private bool _isLastSent = true;
    private long _sentAt;
    private long _points;
    private bool _isEnded;

    private WatchPipe(NamedPipeClientStream pipe, long mostSteps)
    {
        _pipe = pipe;
        _writer = new StreamWriter(pipe, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        _mostSteps = mostSteps;
    }

    /// <summary>Connects.</summary>
    /// <param name="name">The name of the pipe.</param>
    /// <param name="mostSteps">The number of steps after which nothing more is watched; 0 for no limit.</param>
    /// <returns>Null if nobody listens: this is another process than the one that was asked for.</returns>
    public static WatchPipe? Connect(string name, long mostSteps)
    {
        var pipe = new NamedPipeClientStream(".", name, PipeDirection.Out, PipeOptions.CurrentUserOnly);
        try
        {
            pipe.Connect(TimeSpan.FromSeconds(5));
            return new WatchPipe(pipe, mostSteps);
        }
        catch (Exception refused) when (refused is TimeoutException or IOException or UnauthorizedAccessException)
        {
            pipe.Dispose();
            return null;
        }
    }

    /// <summary>Begins to tell.</summary>
    /// <param name="watcher">What is told of.</param>
    /// <param name="complete">Adds to a state what only the process knows.</param>
    public void Attend(Watcher watcher, Func<WatchState, WatchState> complete)
    {
        _watcher = watcher;
        _complete = complete;
        new Thread(TellStates) { IsBackground = true, Name = "TorchTrust watch" }.Start();
    }

    /// <inheritdoc/>
    public void Stepped(WatchPoint point)
    {
        _last = point;
        _points++;
        long now = Stopwatch.GetTimestamp();
        _isLastSent = _points <= FirstPoints || Stopwatch.GetElapsedTime(_sentAt, now) >= _betweenPoints;
        if (_isLastSent)
        {
            _sentAt = now;
            Write(point.Line());
        }

        if (_mostSteps > 0 && point.Step >= _mostSteps)
        {
            End(RunEnd.Cut, null);
            Write(WatchJson.Line(new WatchMessage { IsAtLimit = true }));
        }
    }

    /// <inheritdoc/>
    public void Found(CheckResult result) => Write(WatchJson.Line(new WatchMessage { Found = result }));

    /// <inheritdoc/>
    public void Failed(Exception fault) => Write(WatchJson.Line(new WatchMessage { Fault = fault.ToString() }));

    /// <summary>Tells the last that is known.</summary>
    /// <param name="end">How the run ended.</param>
    /// <param name="ending">Why, where that is known.</param>
    public void End(RunEnd end, string? ending)
    {
        lock (_ending)
        {
            if (_isEnded || _watcher is not { } watcher)
            {
                return;
            }

            _isEnded = true;
            if (!_isLastSent)
            {
                Write(_last.Line());
            }

            watcher.End(end);
            WatchState state = _complete(watcher.State(end)) with { Ending = ending };
            watcher.Stop();
            Write(WatchJson.Line(new WatchMessage { State = state }));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        _writer.Dispose();
        _pipe.Dispose();
        _end.Dispose();
    }

    private void TellStates()
    {
        Watcher watcher = _watcher!;
        long begun = Stopwatch.GetTimestamp();
        ThreadRank.Lower();
        Readiness.Prepare();

        // Written for nobody, while the program begins: the first state would be compiled while it trains.
        _ = WatchJson.Line(new WatchMessage { State = watcher.Rehearse() });
        watcher.Clock.CountBeside(begun);
        for (TimeSpan wait = _firstState; !_end.Token.WaitHandle.WaitOne(wait); wait = wait < _lastBetweenStates ? wait * 2 : wait)
        {
            if (_isEnded)
            {
                return;
            }

            WatchState state = watcher.State(RunEnd.None);
            long since = Stopwatch.GetTimestamp();
            state = _complete(state);
            lock (_ending)
            {
                // Nothing follows the last word.
                if (!_isEnded)
                {
                    Write(WatchJson.Line(new WatchMessage { State = state }));
                }
            }

            watcher.Clock.CountBeside(since);
        }
    }

    private void Write(string line)
    {
        try
        {
            lock (_writing)
            {
                _writer.WriteLine(line);
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // Nobody reads any more.
            _watcher?.Stop();
        }
    }
}
