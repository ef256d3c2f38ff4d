using TorchTrust.Packages.Tests.Users;

namespace TorchTrust.Packages.Tests;

/// <summary>A new project of each test framework, one command after the templates are installed.</summary>
public sealed class FreshTestsTests(Workshop workshop)
{
    private const string Class = "ClassifierTrust";

    public static TheoryData<string> Adapters => [.. FreshTests.Adapters];

    [Theory]
    [MemberData(nameof(Adapters))]
    public async Task It_is_green_and_shows_the_power_of_its_passes(string adapter)
    {
        ResultFile results = await (await workshop.FreshTests).Of(adapter);

        Assert.Empty(results.Of("Failed"));
        Assert.Equal("Passed", results[$"{Class}.At_least_one_check_passes_with_its_power_shown"].Outcome);
        Assert.Equal("Passed", results[$"{Class}.Every_question_is_answered"].Outcome);
        Assert.Equal("Passed", results[$"{Class}.Samples_of_a_batch_do_not_influence_each_other_in_eval_mode"].Outcome);
        Assert.All(results.Names.Except(results.Of("Passed")), name => Assert.NotEqual("", results[name].Message.Trim()));
    }

    [Fact]
    public async Task All_frameworks_have_the_same_tests_with_the_same_outcomes()
    {
        FreshTests fresh = await workshop.FreshTests;
        ResultFile xunit = await fresh.Of("Xunit");

        Assert.True(xunit.Of("Passed").Count > 20, string.Join(", ", xunit.Of("Passed")));
        foreach (string adapter in FreshTests.Adapters)
        {
            ResultFile other = await fresh.Of(adapter);
            Assert.Equal(xunit.Names, other.Names);
            Assert.Equal(xunit.Of("Passed"), other.Of("Passed"));
        }
    }
}
