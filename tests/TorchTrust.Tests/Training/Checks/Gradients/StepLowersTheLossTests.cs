using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Gradients;

public sealed class StepLowersTheLossTests
{
    private const string Id = "loop-step-lowers-the-loss";

    [Fact]
    public void A_plain_loop_passes_and_a_turned_sign_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right.ReportsLoss());

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_loss_that_is_climbed_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Of(() => new ToyLoop(optimizer: model => optim.SGD(model.parameters(), 0.1, maximize: true))).ReportsLoss());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("the update of step 0 makes the number rise on its own batch", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_overshoots_and_an_objective_that_rises_pass()
    {
        CheckResult large = LoopTest.Run(Id, ToyLoop.Of(() => new ToyLoop(optimizer: model => optim.SGD(model.parameters(), 20))).ReportsLoss(), what: "overshoots");
        CheckResult objective = LoopTest.Run(Id, ToyLoop.With((loop, batch) => -loop.Step(batch)).ReportsObjective(), what: "objective");

        Assert.Equal((Verdict.Passed, Verdict.Passed), (large.Verdict, objective.Verdict));
    }

    [Fact]
    public void Without_a_declaration_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);
}
