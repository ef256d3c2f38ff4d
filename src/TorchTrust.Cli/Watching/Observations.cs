using TorchTrust.Watching.Stream;

namespace TorchTrust.Cli.Watching;

/// <summary>What is heard of a watched program, line by line; it stands here whatever becomes of the program.</summary>
internal sealed class Observations
{
    private const int MostPoints = 1024;

    private readonly object _lock = new();
    private readonly List<WatchPoint> _points = [];
    private readonly Dictionary<string, CheckResult> _found = [];
    private WatchPoint? _last;
    private string? _lastState;
    private string? _stateBefore;
    private WatchState? _state;
    private int _stride = 1;
    private long _met;

    /// <summary>Raised when a rule has found something, or something more.</summary>
    public event Action<CheckResult>? Found;

    /// <summary>Raised when so many steps were taken as were asked for.</summary>
    public event Action? LimitReached;

    /// <summary>
    /// The state that was sent last; null before the first. It is read when it is asked for, since reading takes time of the program's
    /// cores; a line that broke off with the process leaves the one before it.
    /// </summary>
    public WatchState? State
    {
        get
        {
            lock (_lock)
            {
                _state ??= StateOf(_lastState) ?? StateOf(_stateBefore);
                return _state;
            }
        }
    }

    /// <summary>Why watching failed; null if it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>Where the training stood when it was last heard of; null before its first step.</summary>
    public WatchPoint? Last
    {
        get
        {
            lock (_lock)
            {
                return _last;
            }
        }
    }

    /// <summary>Points of the whole run, evenly over its steps, the last one included.</summary>
    public IReadOnlyList<WatchPoint> Points
    {
        get
        {
            lock (_lock)
            {
                return _last is { } last && (_points.Count == 0 || _points[^1] != last) ? [.. _points, last] : [.. _points];
            }
        }
    }

    /// <summary>What rules have found so far.</summary>
    public IReadOnlyList<CheckResult> Findings
    {
        get
        {
            lock (_lock)
            {
                return [.. _found.Values];
            }
        }
    }

    /// <summary>What each rule says at last: what was found since the last state stands in it, too.</summary>
    public IReadOnlyList<CheckResult> Results
    {
        get
        {
            lock (_lock)
            {
                IReadOnlyList<CheckResult> told = State?.Results ?? [];
                CheckResult Newest(CheckResult result) =>
                    _found.TryGetValue(result.CheckId, out CheckResult? found) && found.Findings.Count > result.Findings.Count
                        ? found
                        : result;
                return [.. told.Select(Newest), .. _found.Values.Where(found => told.All(result => result.CheckId != found.CheckId))];
            }
        }
    }

    /// <summary>Takes a line.</summary>
    public void Hear(string line)
    {
        if (line.StartsWith(WatchPoint.Mark) && WatchPoint.Read(line) is { } point)
        {
            lock (_lock)
            {
                Keep(point);
            }

            return;
        }

        if (line.StartsWith(WatchMessage.StateMark, StringComparison.Ordinal))
        {
            lock (_lock)
            {
                (_stateBefore, _lastState, _state) = (_lastState, line, null);
            }

            return;
        }

        if (MessageOf(line) is not { } message)
        {
            return;
        }

        if (message.Found is { } found)
        {
            lock (_lock)
            {
                _found[found.CheckId] = found;
            }

            Found?.Invoke(found);
        }

        Fault = message.Fault ?? Fault;
        if (message.IsAtLimit)
        {
            LimitReached?.Invoke();
        }
    }

    private static WatchState? StateOf(string? line) => line is null ? null : MessageOf(line)?.State;

    /// <summary>Null for a line that broke off, which is the end of the process.</summary>
    private static WatchMessage? MessageOf(string line)
    {
        try
        {
            return WatchJson.Read(line);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private void Keep(WatchPoint point)
    {
        _last = point;
        if (_met++ % _stride == 0)
        {
            _points.Add(point);
        }

        if (_points.Count == MostPoints)
        {
            // Every second one goes, and from now on only every second one is kept.
            _stride *= 2;
            for (int i = 1; i < _points.Count; i++)
            {
                _points.RemoveAt(i);
            }
        }
    }
}
