using TorchTrust.Checks;

namespace TorchTrust.Running;

/// <summary>Runs checks in this process, one at a time; those that could end it run only if it is a host.</summary>
/// <param name="subject">The subject.</param>
/// <param name="options">How.</param>
/// <param name="noHost">Why there is no host for what could end the process.</param>
internal sealed class InProcessChecks(Subject subject, TrustOptions options, string noHost) : ICheckPlace
{
    private readonly CheckRunner _runner = new(subject, options);
    private readonly IReadOnlyList<Check> _checks =
        [.. (options.Catalogue ?? Catalogue.All).Where(check => check.AppliesTo(subject))];

    /// <inheritdoc/>
    public string Name => subject.Name;

    /// <inheritdoc/>
    public string? TypeName => subject.TypeName;

    /// <inheritdoc/>
    public string Kind => subject.Kind;

    /// <inheritdoc/>
    public IReadOnlyList<string> CheckIds => [.. _checks.Select(check => check.Description.Id)];

    /// <inheritdoc/>
    public int Builds => _runner.Builds;

    /// <inheritdoc/>
    public IReadOnlyList<ModuleNode> Modules => _runner.Modules;

    /// <inheritdoc/>
    public RunEnvironment Environment => EnvironmentProbe.Read(subject.DeviceName);

    /// <inheritdoc/>
    public WeavingSummary? Weaving { get; } = WeavingSummary.None("In process nothing is woven.");

    /// <inheritdoc cref="CheckRunner.GrantProofs"/>
    public void GrantProofs(TimeSpan left) => _runner.GrantProofs(left);

    /// <inheritdoc/>
    public CheckResult Run(string checkId, Action<string> step)
    {
        Check check = Find(checkId);
        return CheckRunner.NotRun(check, subject) ?? (check.Description.Hazard == Hazard.CanAbort && !options.IsHost
            ? CheckRunner.Undecided(check, $"The check can end the process, so it does not run in this one. {noHost}")
            : RunHere(check, step));
    }

    /// <summary>The result of a check that threw, through no fault of the subject.</summary>
    public CheckResult Faulty(string checkId, Exception fault) => CheckRunner.Faulty(Find(checkId), fault);

    /// <summary>Runs a check as part of a host, which skips nothing but what does not apply.</summary>
    public CheckResult Run(string checkId, RunObserver observer) =>
        CheckRunner.NotRun(Find(checkId), subject) ?? _runner.Run(Find(checkId), observer);

    /// <inheritdoc cref="CheckRunner.Continue"/>
    public CheckResult Continue(string checkId, CheckResult passed, IReadOnlyList<MutantResult> tried, RunObserver observer) =>
        _runner.Continue(Find(checkId), passed, tried, observer);

    /// <inheritdoc/>
    public void Dispose()
    {
        // What was cancelled must be disposed all the same.
        using IDisposable turn = ProcessGate.Enter(CancellationToken.None);
        _runner.Dispose();
    }

    private CheckResult RunHere(Check check, Action<string> step)
    {
        using IDisposable turn = ProcessGate.Enter(options.Cancellation);
        try
        {
            return _runner.Run(check, new StepObserver(step));
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !options.IsHost)
        {
            return CheckRunner.Faulty(check, fault);
        }
    }

    private Check Find(string checkId) => _checks.First(check => check.Description.Id == checkId);
}
