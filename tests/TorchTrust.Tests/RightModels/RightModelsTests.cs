using TorchTrust.RightModels;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Gradients;

namespace TorchTrust.Tests.RightModels;

/// <summary>
/// Every check on every right model: with the facts declared there is no question. It is done in this process,
/// as a host does it: a host for each model would take a minute and a half, and a right model that ends the process is a
/// failure that nobody overlooks (<c>alarms</c> of the bench, which works through hosts, then names the model and the step).
/// </summary>
public sealed class RightModelsTests
{
    public static TheoryData<string> Names => [.. RightModelPool.All.Select(model => model.Name)];

    [Theory, MemberData(nameof(Names))]
    public void With_the_facts_declared_there_is_no_question(string name) =>
        Assert.Empty(Failures(Find(name).Declared).Select(result => $"{result.CheckId}: {result.Findings[0].What}"));

    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval)]
    [InlineData(CheckIds.SamplesAreIndependentInTraining)]
    [InlineData(CheckIds.BatchAgreesWithSingleSamples)]
    [InlineData(CheckIds.SampleOrderDoesNotMatter)]
    public void Bags_that_no_dimension_of_the_words_counts_are_skipped_with_the_line_to_write(string checkId)
    {
        CheckResult result = CheckTest.Run(checkId, Find("EmbeddingBagClassifier").Undeclared);

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.StartsWith("Input [0] grows with the number of samples, but no dimension of it counts them", result.Reason);
        Assert.Contains("subject.WithSamples(", result.Reason);
    }

    [Theory]
    [InlineData("EmbeddingBagClassifier")]
    [InlineData("MessagePassing")]
    public void Samples_that_are_collated_are_told_apart_and_each_check_of_them_could_have_failed(string name)
    {
        string[] ids =
        [
            CheckIds.SamplesAreIndependentInEval,
            CheckIds.SamplesAreIndependentInTraining,
            CheckIds.BatchAgreesWithSingleSamples,
            CheckIds.SampleOrderDoesNotMatter,
            CheckIds.BatchSizesWork,
        ];
        TrustReport report = Trust.Check(
            Find(name).Declared, new TrustOptions { Checks = ids, IsHost = true, TimeBudget = Timeout.InfiniteTimeSpan });

        Assert.All(report.Results, result => Assert.True(result is { Verdict: Verdict.Passed, Power.IsShown: true }, result.ToString()));
    }

    [Fact]
    public void What_the_first_batch_sets_once_is_no_part_of_the_function_whose_gradient_is_compared()
    {
        CheckResult result = ThroughACustomFunction.Run(CheckIds.GradientsAgreeWithDifferences, Find("ActNormFlow").Undeclared);

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_stopped_gradient_is_noticed_where_one_output_is_a_number_that_reaches_every_parameter()
    {
        CheckResult result = CheckTest.Run(CheckIds.EveryParameterLearns, Find("BayesianLinear").Declared);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Theory]
    [InlineData("NoParameters")]
    [InlineData("IntegerOutput")]
    public void Without_a_parameter_there_is_no_gradient_to_compare(string name)
    {
        CheckResult result = CheckTest.Run(CheckIds.GradientsAgreeWithDifferences, Find(name).Declared);

        Assert.Equal((Verdict.Skipped, "There is no parameter that takes a gradient."), (result.Verdict, result.Reason));
    }

    private static RightModel Find(string name) => RightModelPool.All.Single(model => model.Name == name);

    private static CheckResult[] Failures(ModelSubject subject)
    {
        TrustReport report = Trust.Check(
            subject, new TrustOptions { ProvesPower = false, IsHost = true, TimeBudget = Timeout.InfiniteTimeSpan });
        return [.. report.Results.Where(result => result.Verdict == Verdict.Failed)];
    }
}
