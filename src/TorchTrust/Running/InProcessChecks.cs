using TorchTrust.Checks;

namespace TorchTrust.Running;

/// <summary>Runs checks in this process, one at a time; those that could end it run only if it is a host.</summary>
/// <param name="subject">The subject.</param>
/// <param name="options">How.</param>
/// <param name="noHost">Why there is no host for what could end the process.</param>
internal sealed class InProcessChecks(Subject subject, TrustOptions options, string noHost) : ICheckPlace
{
    private readonly CheckedSubject _checked = new(subject, options.Catalogue ?? Catalogue.All);
    private readonly ProofBudget _proofs = options.Proofs ?? new ProofBudget(options.ProofTime);

    /// <summary>By the name of the part; the empty one is the subject itself.</summary>
    private readonly Dictionary<string, CheckRunner> _runners = [];

    /// <inheritdoc/>
    public string Name => subject.Name;

    /// <inheritdoc/>
    public string? TypeName => subject.TypeName;

    /// <inheritdoc/>
    public string Kind => subject.Kind;

    /// <inheritdoc/>
    public IReadOnlyList<PlannedCheck> Checks => _checked.Checks;

    /// <inheritdoc/>
    public int Builds => _runners.Values.Sum(runner => runner.Builds);

    /// <inheritdoc/>
    public RunEnvironment Environment => EnvironmentProbe.Read(subject.DeviceName);

    /// <inheritdoc/>
    public WeavingSummary? Weaving { get; } = WeavingSummary.None("In process nothing is woven.");

    /// <summary>Takes over what is left of the time for proofs, which a host is told with each check.</summary>
    /// <param name="left">What is left.</param>
    public void GrantProofs(TimeSpan left) => _proofs.Left = left;

    /// <inheritdoc/>
    public IReadOnlyList<ModuleNode> ModulesOf(string? part) => _runners.GetValueOrDefault(part ?? "")?.Modules ?? [];

    /// <inheritdoc/>
    public CheckResult Run(PlannedCheck check, Action<string> step) =>
        _checked.NotRun(check) ?? (_checked.Find(check).Description.Hazard == Hazard.CanAbort && !options.IsHost
            ? CheckRunner.Undecided(_checked.Find(check), $"The check can end the process, so it does not run in this one. {noHost}")
            : RunHere(check, step));

    /// <summary>The result of a check that threw, through no fault of the subject.</summary>
    public CheckResult Faulty(PlannedCheck check, Exception fault) => CheckRunner.Faulty(_checked.Find(check), fault);

    /// <summary>Runs a check in a host, which skips nothing but what does not apply.</summary>
    public CheckResult Run(PlannedCheck check, RunObserver observer, Handover? handover = null) =>
        _checked.NotRun(check) ?? _checked.Told(check, RunnerOf(check).Run(_checked.Find(check), observer, handover));

    /// <inheritdoc cref="CheckRunner.Continue"/>
    public CheckResult Continue(PlannedCheck check, CheckResult passed, IReadOnlyList<MutantResult> tried, RunObserver observer) =>
        RunnerOf(check).Continue(_checked.Find(check), passed, tried, observer);

    /// <inheritdoc/>
    public void Dispose()
    {
        // What was cancelled must be disposed all the same.
        using IDisposable turn = ProcessGate.Enter(CancellationToken.None);
        foreach (CheckRunner runner in _runners.Values)
        {
            runner.Dispose();
        }
    }

    private CheckRunner RunnerOf(PlannedCheck check)
    {
        string part = check.Part ?? "";
        if (!_runners.TryGetValue(part, out CheckRunner? runner))
        {
            _runners[part] = runner = new CheckRunner(_checked.Looked(check), options with { Proofs = _proofs });
        }

        return runner;
    }

    private CheckResult RunHere(PlannedCheck check, Action<string> step)
    {
        using IDisposable turn = ProcessGate.Enter(options.Cancellation);
        try
        {
            return _checked.Told(check, RunnerOf(check).Run(_checked.Find(check), new StepObserver(step)));
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !options.IsHost)
        {
            return Faulty(check, fault);
        }
    }
}
