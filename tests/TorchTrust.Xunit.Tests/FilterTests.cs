namespace TorchTrust.Xunit.Tests;

/// <summary>One check is one test for the runner's filters.</summary>
public sealed class FilterTests
{
    [Fact]
    public async Task A_test_that_a_filter_chooses_runs_alone()
    {
        FixtureRun run = await FixtureRun.Start(
            "--filter-method", "TorchTrust.Xunit.Fixture.RightModel.Samples_of_a_batch_do_not_influence_each_other_in_eval_mode");

        ReportedTest test = Assert.Single(run.Tests);
        Assert.Equal("RightModel.Samples_of_a_batch_do_not_influence_each_other_in_eval_mode", test.Name);
        Assert.Equal("Passed", test.Outcome);
        Assert.Equal(0, run.ExitCode);
    }
}
