using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks.Resources;

public sealed class KeepsNoGraphsTests
{
    private const string Id = "loop-keeps-no-graphs";

    [Fact]
    public void A_loop_that_disposes_what_it_makes_passes_and_a_kept_graph_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void Losses_that_are_kept_with_their_graphs_are_an_error()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            loop.Optimizer.zero_grad();
            Tensor loss = loop.Loss(batch);
            loop.Kept.Add(loss);
            return loop.Update(loss);
        }));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("with their graphs", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Detached_losses_and_the_graph_of_the_last_step_alone_pass()
    {
        CheckResult detached = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            loop.Optimizer.zero_grad();
            Tensor loss = loop.Loss(batch);
            loop.Kept.Add(loss.detach());
            return loop.Update(loss);
        }), what: "detached");
        CheckResult last = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            loop.Optimizer.zero_grad();
            Tensor loss = loop.Loss(batch);
            loop.Kept.Clear();
            loop.Kept.Add(loss);
            return loop.Update(loss);
        }), what: "last");

        Assert.Equal((Verdict.Passed, Verdict.Passed), (detached.Verdict, last.Verdict));
    }

    [Fact]
    public void Without_a_step_it_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, TrainingSubject.For(() => new ToyLoop())).Verdict);

    /// <summary>What is kept outside the loop, where only what is alive tells.</summary>
    [Theory]
    [InlineData("each", Verdict.Failed)]
    [InlineData("one", Verdict.Passed)]
    [InlineData("detached", Verdict.Passed)]
    [InlineData("disposed", Verdict.Passed)]
    public void Tensors_that_are_kept_outside_the_loop_are_seen_by_being_alive(string how, Verdict expected)
    {
        List<Tensor> outside = [];
        CheckResult result = LoopTest.Run(
            Id,
            ToyLoop.With((loop, batch) =>
            {
                loop.Optimizer.zero_grad();
                Tensor loss = loop.Loss(batch);
                double number = loop.Update(loss);
                if (how != "one" || loop.Calls++ == 3)
                {
                    outside.Add(how == "detached" ? loss.detach() : loss);
                }

                if (how == "disposed")
                {
                    loss.Dispose();
                }

                return number;
            }),
            what: how);
        outside.ForEach(tensor => tensor.Dispose());

        Assert.Equal(expected, result.Verdict);
    }

    [Fact]
    public void A_graph_that_is_kept_once_passes() => Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
    {
        loop.Optimizer.zero_grad();
        Tensor loss = loop.Loss(batch);
        if (loop.Calls++ == 3)
        {
            loop.Kept.Add(loss);
        }

        return loop.Update(loss);
    })).Verdict);

    [Fact]
    public void A_kept_tensor_is_told_by_its_shape()
    {
        List<Tensor> outside = [];
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            Tensor output = loop.Model.call(batch.Input);
            outside.Add(output);
            return loop.Update(functional.cross_entropy(output, batch.Label));
        }));
        outside.ForEach(tensor => tensor.Dispose());

        Assert.Contains("of shape [8, 3]", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_is_kept_and_disposed_a_step_later_passes()
    {
        List<Tensor> outside = [];
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            outside.ForEach(tensor => tensor.Dispose());
            Tensor loss = loop.Loss(batch);
            outside.Add(loss);
            return loop.Update(loss);
        }));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    /// <summary>What a finalizer lets go is gone with the second collection, which waits for it.</summary>
    [Fact]
    public void A_tensor_that_a_finalizer_lets_go_passes() => Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
    {
        loop.Optimizer.zero_grad();
        Tensor loss = loop.Loss(batch);
        _ = new Holder(loss);
        return loop.Update(loss);
    })).Verdict);

    private sealed class Holder(Tensor held)
    {
        private GCHandle _handle = GCHandle.Alloc(held);

        ~Holder()
        {
            Thread.Sleep(20);
            _handle.Free();
        }
    }
}
