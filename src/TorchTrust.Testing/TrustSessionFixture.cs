#if NUNIT
namespace TorchTrust.NUnit;
#elif MSTEST
namespace TorchTrust.MSTest;
#elif TUNIT
namespace TorchTrust.TUnit;
#else
namespace TorchTrust.Xunit;
#endif

/// <summary>One host and one live subject for all tests of a class; what a check said is kept.</summary>
public sealed class TrustSessionFixture : IDisposable
{
    private readonly Dictionary<(string CheckId, string? Part), CheckResult> _results = [];
    private readonly HashSet<string> _failed = [];
    private readonly object _lock = new();
    private CancellationTokenSource? _cancellation;
    private TrustOptions? _options;
    private TrustSession? _session;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _session?.Dispose();
            _cancellation?.Dispose();
        }
    }

    /// <summary>Opens the session once; what the first test of the class says holds for all.</summary>
    /// <exception cref="ArgumentException">The options name a check that there is not.</exception>
    /// <param name="subject">Gives the subject.</param>
    /// <param name="options">How it is checked. What they do not say of the project, its <c>torchtrust.json</c> does.</param>
    /// <param name="address">The test class and its member, by which settings may mean the subject.</param>
    internal void Open(Func<Subject> subject, TrustOptions options, SubjectAddress address)
    {
        lock (_lock)
        {
            if (_session is not null)
            {
                return;
            }

            // The token of one test may not outlive it, and the session serves them all: it has one of its own.
            var cancellation = CancellationTokenSource.CreateLinkedTokenSource(options.Cancellation);
            options = options with
            {
                Cancellation = cancellation.Token,
                Address = options.Address ?? address,
                Project = options.Project ?? ProjectSettings.Find(AppContext.BaseDirectory),
            };
            var session = TrustSession.Open(subject(), options);
            string[] unknown = [.. (options.Checks ?? []).Except([.. session.CheckIds, .. session.Parts.SelectMany(session.CheckIdsOf)])];
            if (unknown.Length > 0)
            {
                session.Dispose();
                cancellation.Dispose();
                throw new ArgumentException(
                    $"{nameof(TrustOptions)}.{nameof(TrustOptions.Checks)} names '{unknown[0]}', which is no check of a {session.Kind}. "
                        + $"There are: {string.Join(", ", session.CheckIds)}.");
            }

            (_session, _cancellation, _options) = (session, cancellation, options);
        }
    }

    /// <summary>The entry of the baseline that a failure is; null if it is new.</summary>
    internal KnownFailure? Known(CheckResult result) =>
        new TrustReport(_session!.SubjectName, _session.Kind, _options!.Seed, [result]) { KnownFailures = _session.KnownFailures }.Known(
            result);

    /// <summary>Notes that the test of a check has failed.</summary>
    internal void Failed(string checkId)
    {
        lock (_lock)
        {
            _failed.Add(checkId);
        }
    }

    /// <summary>Whether the test of a check has failed.</summary>
    internal bool HasFailed(string checkId)
    {
        lock (_lock)
        {
            return _failed.Contains(checkId);
        }
    }

    /// <summary>What all checks say that the options choose, with what follows from what.</summary>
    /// <inheritdoc cref="Check" path="/param|/exception"/>
    internal TrustReport Report(CancellationToken cancellation)
    {
        IReadOnlyList<CheckResult> results = CheckAll(cancellation);
        return new TrustReport(_session!.SubjectName, _session.Kind, _options!.Seed, _session.Explain(results))
        {
            KnownFailures = _session.KnownFailures,
        };
    }

    /// <summary>Whether the options choose a check.</summary>
    internal bool Includes(string checkId) => _options!.Checks?.Contains(checkId) ?? true;

    /// <summary>Runs a check once.</summary>
    /// <param name="checkId">The check.</param>
    /// <param name="part">The part that it looks at; null for the subject itself.</param>
    /// <param name="cancellation">Ends the check, and with it the session: the runner cancels a whole run.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    internal CheckResult Check(string checkId, string? part, CancellationToken cancellation)
    {
        using CancellationTokenRegistration end =
            cancellation.Register(source => ((CancellationTokenSource)source!).Cancel(), _cancellation);
        lock (_lock)
        {
            if (!_results.TryGetValue((checkId, part), out CheckResult? result))
            {
                result = _session!.Check(checkId, part);
                _results.Add((checkId, part), result);
            }

            return result;
        }
    }

    /// <summary>Runs all checks that the options choose, of the subject and of its parts.</summary>
    /// <inheritdoc cref="Check" path="/param|/exception"/>
    internal IReadOnlyList<CheckResult> CheckAll(CancellationToken cancellation) =>
    [
        .. from part in _session!.Parts.Prepend<string?>(null)
           from id in _session.CheckIdsOf(part)
           where Includes(id)
           select Check(id, part, cancellation),
    ];
}
