namespace TorchTrust.Running.Hosting;

/// <summary>Asks hosts that have opened no subject about the user's program. A question that ends its host is answered by that.</summary>
/// <param name="location">The user's program and the host.</param>
/// <param name="options">How hosts are run.</param>
internal sealed class HostQuestions(HostLocation location, TrustOptions options) : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(50);

    private readonly WovenProgram _program = WovenProgram.Begin(location, options);
    private HostProcess? _host;

    /// <summary>Asks.</summary>
    /// <param name="question">What the host calls.</param>
    /// <param name="ending">Why there is no answer: what was thrown, or how the host ended.</param>
    /// <returns>The answer; null if there is none.</returns>
    /// <exception cref="HostUnavailableException">No host can be had.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<string>? Ask(Func<string[]> question, out string? ending)
    {
        _host ??= Start();
        _host.Send(new HostRequest { Ask = HostQuestion.Of(question, _program.Paths) });
        var clock = new CheckClock(options.CheckTimeLimit, TimeSpan.Zero, TimeOf(_host));
        ending = null;
        while (_host.Receive(_patience, options.Cancellation, out HostReply? reply))
        {
            if (reply?.Answer is { } answer)
            {
                return answer;
            }

            if (reply?.Refused is { } reason)
            {
                ending = $"it threw {reason}";
                return null;
            }

            if (clock.End(waitsForStep: true) is not null)
            {
                ending = $"it did not answer within {options.CheckTimeLimit}";
                break;
            }
        }

        ending ??= $"it ended the process ({ProcessEnd.Describe(_host.WaitForEnd())})";
        _host.Dispose();
        _host = null;
        return null;
    }

    /// <summary>Ends the host.</summary>
    public void Dispose()
    {
        _host?.Dispose();
        _program.Dispose();
    }

    private Func<TimeSpan> TimeOf(HostProcess host) => options.Time ?? (() => host.Time);

    private HostProcess Start()
    {
        HostProcess host = HostProcess.Start(_program.Location, options.Threads);
        _program.Complete();
        return host;
    }
}
