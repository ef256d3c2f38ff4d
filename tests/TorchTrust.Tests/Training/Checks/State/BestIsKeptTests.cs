namespace TorchTrust.Tests.Training.Checks.State;

public sealed class BestIsKeptTests
{
    private const string Id = "loop-best-is-kept";

    [Fact]
    public void The_best_of_an_evaluation_passes_and_the_last_in_its_place_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, Keeping((loop, now) => now < loop.Sum));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_comparison_in_the_wrong_direction_is_an_error_that_names_both_epochs()
    {
        CheckResult result = LoopTest.Run(Id, Keeping((loop, now) => now > loop.Sum || loop.Sum == double.MaxValue));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.Matches("^what is loaded as the best is the state after epoch [0-3], whose number is .*; epoch [0-3] has ", finding.What);
        Assert.True(finding.Numbers["number"] > finding.Numbers["best number"]);
    }

    [Fact]
    public void The_last_state_in_place_of_the_best_is_an_error() => Assert.Equal(Verdict.Failed, LoopTest.Run(Id, Keeping((_, _) => true)).Verdict);

    [Fact]
    public void Where_higher_is_better_the_highest_is_the_best() => Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.Right
        .WithEvaluation(loop => -loop.Evaluate())
        .WithEndOfEpoch(loop => Keep(loop, (loop, now) => now < loop.Sum), stepsPerEpoch: 3)
        .SavesBest((loop, path) => File.WriteAllBytes(path, loop.Best!), Load, higherIsBetter: true)).Verdict);

    [Fact]
    public void Without_a_best_state_or_the_end_of_an_epoch_it_is_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right, what: "no best").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.SavesBest((_, _) => { }, (_, _) => { }), what: "no epoch").Verdict);
    }

    private static TrainingSubject Keeping(Func<ToyLoop, double, bool> isBetter) => ToyLoop.Of(() => new ToyLoop { Sum = double.MaxValue })
        .WithEvaluation(loop => loop.Evaluate())
        .WithEndOfEpoch(loop => Keep(loop, isBetter), stepsPerEpoch: 3)
        .SavesBest((loop, path) => File.WriteAllBytes(path, loop.Best!), Load);

    private static void Keep(ToyLoop loop, Func<ToyLoop, double, bool> isBetter)
    {
        double now = loop.Evaluate();
        if (loop.Best is null || isBetter(loop, now))
        {
            using var content = new MemoryStream();
            loop.Model.save(content);
            (loop.Best, loop.Sum) = (content.ToArray(), now);
        }
    }

    private static void Load(ToyLoop loop, string path) => loop.Model.load(path);
}
