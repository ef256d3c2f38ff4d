using System.Collections.Concurrent;

namespace TorchTrust.Probes;

/// <summary>
/// Writes down the calls of TorchSharp that the user's woven code makes while an action runs: in order, with object, arguments
/// and the user's own line.
/// </summary>
internal sealed class CallRecorder : CallObserver
{
    private readonly ConcurrentQueue<CallEvent> _events = new();
    private readonly ConcurrentDictionary<WovenCall, CallEvent> _open = new(ReferenceEqualityComparer.Instance);
    private int _count;

    private CallRecorder(CallKind kinds)
        : base(kinds)
    {
    }

    /// <summary>Everything that has a shim.</summary>
    public static CallKind Everything => Enum.GetValues<CallKind>().Aggregate((all, kind) => all | kind);

    /// <summary>Records while an action runs.</summary>
    /// <param name="action">The user's code.</param>
    /// <param name="kinds">What to write down.</param>
    /// <returns>The calls, in the order in which they began.</returns>
    public static IReadOnlyList<CallEvent> During(Action action, CallKind kinds)
    {
        var recorder = new CallRecorder(kinds);
        using (WovenCode.Watch(recorder))
        {
            action();
        }

        return [.. recorder._events.OrderBy(call => call.Order)];
    }

    /// <inheritdoc/>
    public override void Calling(WovenCall call)
    {
        var arguments = new Dictionary<string, CallValue>();
        for (int i = 0; i < call.Arguments.Length; i++)
        {
            arguments[call.Member.Parameters[i]] = CallValue.Of(call.Arguments[i]);
        }

        var taken = new CallEvent(
            Interlocked.Increment(ref _count),
            call.Site,
            call.Object is { } target ? CallValue.Of(target) : null,
            arguments,
            Environment.CurrentManagedThreadId,
            call.Outer?.Site);
        _open[call] = taken;
        _events.Enqueue(taken);
    }

    /// <inheritdoc/>
    public override void Called(WovenCall call)
    {
        if (_open.TryRemove(call, out CallEvent? taken) && call.HasResult)
        {
            taken.Result = CallValue.Of(call.Result);
        }
    }
}
