using System.Diagnostics;
using System.Runtime.CompilerServices;
using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Rules;
using static TorchSharp.torch;

namespace TorchTrust.Watching;

/// <summary>
/// Through here goes all that watching does, one after the other, whatever the threads: as our own time, in a dispose scope of its own, and
/// without what our own reading of the program's tensors and sequences would tell. Nothing that goes wrong in here reaches the program:
/// watching ends, and that is told.
/// </summary>
/// <param name="record">The record of the run.</param>
/// <param name="rules">The rules, whose news are told.</param>
/// <param name="listener">Told of them.</param>
internal sealed class WatchGate(TrainingRecord record, RuleSet rules, IWatchListener listener)
{
    [ThreadStatic]
    private static bool _isInside;

    private readonly object _lock = new();
    private volatile bool _isClosed;

    /// <summary>Lets nothing through any more.</summary>
    public void Close() => _isClosed = true;

    /// <summary>Does something.</summary>
    /// <param name="action">What is done.</param>
    /// <param name="isBeside">Whether this is a thread of our own, for which the program waits only if it comes to the lock
    /// meanwhile.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Do(Action<TrainingRecord> action, bool isBeside = false)
    {
        if (_isInside || _isClosed)
        {
            return;
        }

        long since = Stopwatch.GetTimestamp();
        IReadOnlyList<CheckResult> news = [];
        _isInside = true;
        try
        {
            lock (_lock)
            {
                using var scope = NewDisposeScope();
                action(record);
                news = rules.News();
            }
        }
        catch (Exception fault)
        {
            _isClosed = true;
            listener.Failed(fault);
        }
        finally
        {
            _isInside = false;
            if (isBeside)
            {
                record.Clock.CountBeside(since);
            }
            else
            {
                record.Clock.Count(since);
            }
        }

        // Outside of the lock, since whoever is told may ask what is known, or end the watch by it.
        foreach (CheckResult result in news)
        {
            listener.Found(result);
        }
    }
}
