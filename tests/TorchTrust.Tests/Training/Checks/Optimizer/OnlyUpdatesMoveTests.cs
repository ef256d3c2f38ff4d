using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Optimizer;

public sealed class OnlyUpdatesMoveTests
{
    private const string Id = "loop-only-updates-move";

    [Fact]
    public void A_loop_that_only_updates_passes_and_anything_else_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void Weights_that_are_clamped_are_a_question_that_names_them()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            double loss = loop.Step(batch);
            using IDisposable _ = no_grad();
            foreach (TorchSharp.Modules.Parameter parameter in loop.Model.parameters().Take(1))
            {
                parameter.mul_(0.9);
            }

            return loss;
        }));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("Model.0.weight", finding.Parameter);
        Assert.Equal(0.1, finding.Numbers["share of its size"], 1e-3);
    }

    [Fact]
    public void Weights_that_are_moved_away_and_back_pass() => Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
    {
        using (no_grad())
        {
            loop.Model.parameters().First().add_(1e-3);
        }

        loop.Loss(batch).Dispose();
        using (no_grad())
        {
            loop.Model.parameters().First().sub_(1e-3);
        }

        return loop.Step(batch);
    })).Verdict);

    [Fact]
    public void What_is_declared_averaged_may_move() => Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
    {
        double loss = loop.Step(batch);
        using IDisposable _ = no_grad();
        loop.Model.parameters().First().mul_(0.9);
        return loss;
    }).AveragesOnPurpose("Model.0.weight", "it follows")).Verdict);

    [Fact]
    public void Rates_that_a_step_sets_itself_and_Rprop_are_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            loop.Optimizer.ParamGroups.First().LearningRate = 0.1;
            return loop.Step(batch);
        }), what: "set").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Of(() => new ToyLoop(optimizer: model => optim.Rprop(model.parameters()))), what: "Rprop").Verdict);
    }
}
