using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks.Optimizer;

public sealed class MovementDependsOnDataTests
{
    private const string Id = "loop-movement-depends-on-data";

    [Fact]
    public void A_plain_loop_passes_and_decay_alone_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_layer_that_only_decays_is_a_question_that_names_it()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Of(
            () => new ToyLoop(optimizer: model =>
            {
                // Gradients that exist and are zero: decay still moves the parameters.
                foreach (Parameter parameter in model.parameters())
                {
                    parameter.grad = zeros_like(parameter).DetachFromDisposeScope();
                }

                return optim.SGD(model.parameters(), learningRate: 0.1, weight_decay: 0.1);
            }),
            (loop, batch) =>
            {
                loop.Optimizer.zero_grad();
                var layers = (Sequential)loop.Model;
                return loop.Update(functional.cross_entropy(layers[2] is Module<Tensor, Tensor> head
                    ? head.call(((Module<Tensor, Tensor>)layers[0]).call(batch.Input).tanh().detach()) : batch.Input, batch.Label));
            }));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.StartsWith("Model.0.weight, Model.0.bias move, but to the same bits", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_batches_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(
        Id, TrainingSubject.For(() => new ToyLoop()).WithStep(loop => loop.Step(ToyBatch.Of(0)))).Verdict);

    [Fact]
    public void Where_nothing_moves_or_all_batches_are_alike_it_is_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Idle, what: "rests").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.AllAlike, what: "alike").Verdict);
    }

    [Theory]
    [InlineData(3, Verdict.Failed)]
    [InlineData(100, Verdict.Passed)]
    public void What_depends_on_data_later_is_given_more_steps_where_there_are_more(int length, Verdict expected) => Assert.Equal(
        expected,
        LoopTest.Run(
            Id,
            ToyLoop.Of(ToyLoop.Plain, (loop, batch) => loop.Step(loop.Calls++ < 6 ? ToyBatch.HeldOut : batch))
                .TrainsFor(length, TrainingUnit.Step),
            what: $"{length}").Verdict);

    [Fact]
    public void Decay_is_told_after_as_many_steps_as_are_taken() => Assert.Equal(
        ".LeavesUnusedOnPurpose(\"Model.*\", \"why it is right\")",
        LoopTest.Run(Id, ToyLoop.Of(ToyLoop.Deep, (loop, _) => loop.Step(ToyBatch.HeldOut)).TrainsFor(100, TrainingUnit.Step)).Declaration);
}
