using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks.Behaviour;

public sealed class EverySampleMattersTests
{
    private const string Id = "loop-every-sample-matters";

    [Fact]
    public void A_loop_that_uses_all_samples_passes_and_a_lost_one_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_rest_that_is_lost_by_rounding_down_is_a_question_that_names_the_samples()
    {
        CheckResult result = LoopTest.Run(Id, Parts());

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Equal([6L, 7L], result.Findings.Select(finding => finding.Sample));
    }

    [Fact]
    public void A_rest_that_is_dropped_on_purpose_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, Parts().DropsRestOnPurpose("equal parts")).Verdict);

    [Fact]
    public void Of_a_large_batch_the_first_and_the_last_four_are_tried()
    {
        Assert.Equal([3L, 6L], LoopTest.Run(Id, OfTen(3, 6), what: "seen").Findings.Select(finding => finding.Sample));
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, OfTen(4, 5), what: "unseen").Verdict);
    }

    [Fact]
    public void Mining_and_batches_that_have_no_samples_in_common_or_are_alike_are_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.MinesOnPurpose("hard ones"), what: "mines").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.AllAlike, what: "alike").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(
            Id,
            TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => (ToyBatch.Of(n), Scale: ones(1)))
                .WithStep((loop, batch) => loop.Step(batch.Item1)),
            what: "no common size").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(
            Id, TrainingSubject.For(() => new ToyLoop()).WithStep(loop => loop.Step(ToyBatch.Of(0))), what: "no batch").Verdict);
    }

    [Fact]
    public void A_sample_that_is_the_same_in_all_batches_tells_nothing() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) =>
        {
            manual_seed(n);
            return ToyBatch.Of(cat([ones(1, 4), randn(7, 4)]));
        }).WithStep((loop, batch) => loop.Step(batch))).Verdict);

    /// <summary>Batches of ten samples, two of which no step sees.</summary>
    private static TrainingSubject<ToyLoop, ToyBatch> OfTen(int first, int second) => TrainingSubject.For(() => new ToyLoop())
        .WithBatch((_, n) =>
    {
        manual_seed(n);
        return ToyBatch.Of(randn(10, 4));
    }).WithStep((loop, batch) =>
    {
        Tensor seen = tensor(Enumerable.Range(0, 10).Where(i => i != first && i != second).Select(i => (long)i).ToArray());
        return loop.Step(new ToyBatch(batch.Input[seen], batch.Label[seen], batch.Value[seen]));
    });

    private static TrainingSubject<ToyLoop, ToyBatch> Parts() => ToyLoop.With((loop, batch) =>
    {
        loop.Optimizer.zero_grad();
        long size = batch.Label.shape[0] / 3;
        double sum = 0;
        for (int i = 0; i < 3; i++)
        {
            Tensor loss = functional.cross_entropy(loop.Model.call(batch.Input.narrow(0, i * size, size)),
                batch.Label.narrow(0, i * size, size)) / 3;
            loss.backward();
            sum += loss.item<float>();
        }

        loop.Optimizer.step();
        return sum;
    });
}
