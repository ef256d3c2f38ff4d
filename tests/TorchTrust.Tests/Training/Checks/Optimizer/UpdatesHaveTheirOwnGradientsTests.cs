using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Optimizer;

public sealed class UpdatesHaveTheirOwnGradientsTests
{
    private const string Id = "loop-updates-have-their-own-gradients";

    [Fact]
    public void A_plain_loop_passes_and_a_second_step_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_second_update_of_one_gradient_is_a_question()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            double loss = loop.Step(batch);
            loop.Optimizer.step();
            return loss;
        }));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.StartsWith("Optimizer makes two updates in step 0 that follow the same gradient", Assert.Single(result.Findings).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_updates_with_a_backward_pass_each_pass() =>
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.With((loop, batch) => loop.Step(batch) + loop.Step(batch))).Verdict);

    [Fact]
    public void Without_an_update_that_is_heard_it_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.With((loop, batch) => loop.Loss(batch).item<float>())).Verdict);

    /// <summary>Two updates whose gradients are set by hand.</summary>
    [Theory]
    [InlineData("the same", Verdict.Failed)]
    [InlineData("of zero", Verdict.Passed)]
    [InlineData("one more", Verdict.Passed)]
    [InlineData("one other", Verdict.Passed)]
    public void Two_updates_are_alike_where_all_their_gradients_are(string how, Verdict expected) => Assert.Equal(
        expected,
        LoopTest.Run(
            Id,
            ToyLoop.Of(ToyLoop.Plain, (loop, _) =>
            {
                TorchSharp.Modules.Parameter[] parameters = [.. loop.Model.parameters()];
                loop.Optimizer.zero_grad();
                parameters[1].grad = ones_like(parameters[1]) * (how == "of zero" ? 0 : 1);
                parameters[2].grad = how == "one more" ? null : ones_like(parameters[2]) * (how == "of zero" ? 0 : 1);
                loop.Optimizer.step();
                parameters[2].grad = how == "of zero" ? zeros_like(parameters[2]) : ones_like(parameters[2]) * (how == "one other" ? 2 : 1);
                loop.Optimizer.step();
                return 0;
            }),
            what: how).Verdict);

    [Fact]
    public void Calls_without_an_update_are_passed_over() => Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.Gathering(2)).Verdict);
}
