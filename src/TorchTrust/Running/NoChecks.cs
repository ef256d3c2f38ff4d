using TorchTrust.Checks;

namespace TorchTrust.Running;

/// <summary>Runs nothing and says why: a host was asked for, and there can be none.</summary>
internal sealed class NoChecks(Subject subject, TrustOptions options, string reason) : ICheckPlace
{
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
    public int Builds => 0;

    /// <inheritdoc/>
    public IReadOnlyList<ModuleNode> Modules => [];

    /// <inheritdoc/>
    public RunEnvironment Environment => EnvironmentProbe.Read();

    /// <inheritdoc/>
    public WeavingSummary? Weaving => null;

    /// <inheritdoc/>
    public CheckResult Run(string checkId, Action<string> step)
    {
        Check check = _checks.First(check => check.Description.Id == checkId);
        return CheckRunner.NotRun(check, subject) ?? CheckRunner.Undecided(check, reason);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
