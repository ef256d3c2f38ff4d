using Xunit;

namespace TorchTrust.Xunit;

/// <summary>
/// Every check of a model as a test of its own. Derive one class a model and say what to check; new checks come with a new
/// version of the package.
/// </summary>
/// <remarks>
/// The checks run in a process of their own, so that they neither disturb the other tests nor are disturbed by them, and a
/// model that ends its process fails one test. What builds the model and its inputs must therefore capture nothing but plain
/// values.
/// </remarks>
/// <example>
/// <code>
/// public sealed class CnnVaeTrust : ModelTrustTests
/// {
///     protected override ModelSubject Subject => ModelSubject
///         .For(() => new CnnVae(new ImageShape(1, 32, 32), latentSize: 16))
///         .WithInput(n => torch.randn(n, 1, 32, 32));
/// }
/// </code>
/// </example>
[CheckTests("Xunit.FactAttribute")]
public abstract partial class ModelTrustTests : IClassFixture<TrustSessionFixture>
{
    /// <summary>What is checked. One line switches a check off: <c>.Skip(CheckIds.X, "reason")</c>.</summary>
    protected abstract ModelSubject Subject { get; }

    /// <summary>How it is checked; the defaults need no change.</summary>
    protected virtual TrustOptions Options => new() { Isolation = Isolation.Host };

    /// <summary>Whether a check that could not decide fails its test; by default the test is skipped with the reason.</summary>
    protected virtual bool InconclusiveFails => false;

    /// <summary>Whether a warning fails its test, as an error does; by default the test is skipped with the warning.</summary>
    protected virtual bool WarningsFail => false;

    /// <summary>A class whose checks are all skipped, inconclusive or without power has shown nothing.</summary>
    [Fact]
    public async Task At_least_one_check_passes_with_its_power_shown()
    {
        TrustSessionFixture session = await Session();
        CheckResult[] results = [.. session.CheckIds.Select(session.Check)];
        Assert.True(
            results.Any(result => result is { Verdict: Verdict.Passed, Power.IsShown: true }),
            $"None of {results.Length} checks of {Subject.Name} passed with its power shown: nothing was proven. "
                + string.Join(", ", results.GroupBy(result => result.Verdict).Select(group => $"{group.Count()} {group.Key}")));
    }

    /// <summary>Runs one check, and fails or skips the test as its verdict says.</summary>
    private async Task Require(string checkId)
    {
        CheckResult result = (await Session()).Check(checkId);
        switch (result)
        {
            case { Verdict: Verdict.Failed, Severity: Severity.Error }:
            case { Verdict: Verdict.Failed } when WarningsFail:
            case { Verdict: Verdict.Inconclusive } when InconclusiveFails:
                Assert.Fail(result.ToString());
                break;
            case { Verdict: Verdict.Failed }:
                Assert.Skip($"Warning: {result}");
                break;
            case { Verdict: Verdict.Inconclusive }:
                Assert.Skip($"Inconclusive: {result.Reason}");
                break;
            case { Verdict: Verdict.Skipped }:
                Assert.Skip(result.Reason!);
                break;
        }
    }

    private async Task<TrustSessionFixture> Session()
    {
        TrustSessionFixture fixture = await TestContext.Current.GetFixture<TrustSessionFixture>()
            ?? throw new InvalidOperationException($"{GetType().Name} has no {nameof(TrustSessionFixture)}.");
        fixture.Open(Subject, Options);
        return fixture;
    }
}
