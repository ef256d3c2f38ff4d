namespace TorchTrust.RightDatasets.Tests;

/// <summary>What the checks say of right data sets: no error with nothing declared, few questions, and nothing at all with facts.</summary>
public sealed class RightDatasetVerdictsTests
{
    /// <summary>How many questions may be open over the whole pool while nothing is declared.</summary>
    private const int Questions = 6;

    public static TheoryData<string> Names => [.. RightDatasetPool.All.Select(dataset => dataset.Name)];

    [Theory, MemberData(nameof(Names))]
    public void With_its_facts_there_is_no_finding(string name) => Assert.Empty(Failures(Find(name).Declared));

    [Fact]
    public void With_nothing_declared_there_is_no_error_and_few_questions_each_of_which_names_a_fact()
    {
        CheckResult[] failures = [.. RightDatasetPool.All.SelectMany(dataset => Failures(dataset.Undeclared))];

        Assert.All(failures, result => Assert.Equal(Severity.Question, result.Severity));
        Assert.All(failures, result => Assert.Contains("subject.", result.Remedy, StringComparison.Ordinal));
        Assert.True(failures.Length <= Questions, string.Join("\n", failures.Select(result => $"{result}")));
    }

    private static RightDataset Find(string name) => RightDatasetPool.All.Single(dataset => dataset.Name == name);

    private static IEnumerable<CheckResult> Failures(DatasetSubject subject) => Trust
        .Check(subject, new TrustOptions { ProvesPower = false, IsHost = true }).Results.Where(result => result.Verdict == Verdict.Failed);
}
