namespace TorchTrust.Xunit;

/// <summary>One host and one live subject for all tests of a class; what a check said is kept.</summary>
public sealed class TrustSessionFixture : IDisposable
{
    private readonly Dictionary<string, CheckResult> _results = [];
    private readonly object _lock = new();
    private TrustSession? _session;

    /// <summary>The ids of the checks for this kind of subject.</summary>
    internal IReadOnlyList<string> CheckIds => _session!.CheckIds;

    /// <inheritdoc/>
    public void Dispose() => _session?.Dispose();

    /// <summary>Opens the session once.</summary>
    internal void Open(Subject subject, TrustOptions options)
    {
        lock (_lock)
        {
            _session ??= TrustSession.Open(subject, options);
        }
    }

    /// <summary>Runs a check once.</summary>
    internal CheckResult Check(string checkId)
    {
        lock (_lock)
        {
            if (!_results.TryGetValue(checkId, out CheckResult? result))
            {
                result = _session!.Check(checkId);
                _results.Add(checkId, result);
            }

            return result;
        }
    }
}
