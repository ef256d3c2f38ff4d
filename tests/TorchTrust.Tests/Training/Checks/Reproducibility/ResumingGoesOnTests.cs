using TorchSharp.Modules;
using static TorchSharp.torch.nn;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Reproducibility;

public sealed class ResumingGoesOnTests
{
    private const string Id = "loop-resumes";

    [Fact]
    public void A_loop_that_saves_all_passes_and_a_forgotten_part_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id,
            ToyLoop.Right.SavesForResuming(ToyLoop.Save, ToyLoop.Load));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_momentum_that_is_not_saved_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id,
            ToyLoop.Right.SavesForResuming((loop, path) => loop.Model.save(path), (loop, path) => loop.Model.load(path)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("so a state of the optimizer, a counter or an average is missing", Assert.Single(result.Findings).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_is_not_saved_is_named()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Right.SavesForResuming(
            (loop, path) => ((nn.Module)((Sequential)loop.Model)[0]).save(path), (loop, path) =>
                ((nn.Module)((Sequential)loop.Model)[0]).load(path)));

        Assert.Contains("right after loading, Model.2.weight, Model.2.bias are not what was saved", Assert.Single(result.Findings).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Where_saving_is_not_for_resuming_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(
        Id, ToyLoop.Right.SavesWeights((loop, path) => loop.Model.save(path), (loop, path) => loop.Model.load(path))).Verdict);

    [Fact]
    public void The_way_for_resuming_is_taken_and_other_noise_is_skipped_when_declared()
    {
        TrainingSubject<ToyLoop, ToyBatch> both = ToyLoop.Right
            .SavesWeights((_, _) => throw new InvalidOperationException("this is for use elsewhere"), (_, _) => { })
            .SavesForResuming(ToyLoop.Save, ToyLoop.Load);

        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, both, what: "both").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, both.ResumesWithOtherNoiseOnPurpose("shuffles anew"), what: "declared").Verdict);
    }

    [Fact]
    public void Noise_epochs_and_a_loop_that_is_loaded_in_place_of_the_first_go_on()
    {
        CheckResult dropout = LoopTest.Run(
            Id,
            ToyLoop.Of(() => new ToyLoop(Sequential(Linear(4, 6), Dropout(0.5), Linear(6, 3))))
                .SavesForResuming(ToyLoop.Save, ToyLoop.Load)
                    .WithEndOfEpoch(_ => { }, stepsPerEpoch: 4),
            what: "dropout");
        CheckResult another = LoopTest.Run(
            Id,
            ToyLoop.Right.SavesForResuming(ToyLoop.Save, path =>
            {
                var loop = new ToyLoop();
                ToyLoop.Load(loop, path);
                return loop;
            }),
            what: "another");

        Assert.Equal((Verdict.Passed, Verdict.Passed), (dropout.Verdict, another.Verdict));
    }

    [Fact]
    public void A_rate_that_is_not_saved_is_named() => Assert.Contains(
        "the rate of Optimizer is not what was saved",
        Assert.Single(LoopTest.Run(
            Id,
            ToyLoop.AtRates(_ => 0.1).WithEndOfEpoch(loop => loop.Optimizer.ParamGroups.First().LearningRate = 0.05, stepsPerEpoch: 4)
                .SavesForResuming((loop, path) => loop.Model.save(path), (loop, path) => loop.Model.load(path))
                    .WithStep((loop, batch) => loop.Step(batch))).Findings).What,
        StringComparison.Ordinal);

    [Fact]
    public void A_model_that_each_step_replaces_is_compared_as_it_is_now() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id,
        ToyLoop.Of(ToyLoop.Plain, (loop, batch) =>
        {
            double loss = loop.Step(batch);
            TorchSharp.Modules.Sequential next = Sequential(Linear(4, 6), Tanh(), Linear(6, 3));
            next.load_state_dict(loop.Model.state_dict());
            loop.Model = next;
            loop.Optimizer = optim.SGD(next.parameters(), 0.1 / ++loop.Calls);
            return loss;
        }).SavesForResuming((loop, path) => loop.Model.save(path), (loop, path) =>
        {
            loop.Model.load(path);
            loop.Optimizer.ParamGroups.First().LearningRate = 0.1 / 6;
        })).Verdict);

    /// <summary>After as many steps as only the loop that was not stopped has taken when it is saved, and once more in the other.</summary>
    [Fact]
    public void A_model_that_a_step_puts_in_place_of_another_is_looked_at() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.With((loop, _) =>
        {
            if (++loop.Calls == 11)
            {
                loop.Model = Sequential(Linear(4, 6), Tanh(), Linear(6, 3));
                using IDisposable none = no_grad();
                loop.Model.parameters().ToList().ForEach(parameter => parameter.zero_());
            }

            return 0;
        }).SavesForResuming((loop, path) => loop.Model.save(path), (loop, path) => loop.Model.load(path))).Verdict);
}
