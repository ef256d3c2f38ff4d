using TorchTrust.Checks;

namespace TorchTrust.Running;

/// <summary>Runs nothing and says why: a host was asked for, and there can be none.</summary>
internal sealed class NoChecks(Subject subject, TrustOptions options, string reason) : ICheckPlace
{
    private readonly CheckedSubject _checked = new(subject, options.Catalogue ?? Catalogue.All);

    /// <inheritdoc/>
    public string Name => subject.Name;

    /// <inheritdoc/>
    public string? TypeName => subject.TypeName;

    /// <inheritdoc/>
    public string Kind => subject.Kind;

    /// <inheritdoc/>
    public IReadOnlyList<PlannedCheck> Checks => _checked.Checks;

    /// <inheritdoc/>
    public int Builds => 0;

    /// <inheritdoc/>
    public RunEnvironment Environment => EnvironmentProbe.Read();

    /// <inheritdoc/>
    public WeavingSummary? Weaving => null;

    /// <inheritdoc/>
    public IReadOnlyList<ModuleNode> ModulesOf(string? part) => [];

    /// <inheritdoc/>
    public CheckResult Run(PlannedCheck check, Action<string> step) =>
        _checked.NotRun(check) ?? CheckRunner.Undecided(_checked.Find(check), reason);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
