using System.Runtime.CompilerServices;

namespace TorchTrust.Tests.Training.Checks.Logging;

public sealed class NumbersAnswerTests
{
    private const string Id = "loop-numbers-answer";

    [Fact]
    public void A_plain_loop_passes_and_a_constant_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_logarithm_of_zero_is_an_error() =>
        Assert.Equal("step 0 reports NaN", Assert.Single(LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
    {
        loop.Step(batch);
        return double.NaN;
    })).Findings).What);

    [Fact]
    public void A_number_that_is_read_before_it_is_computed_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            loop.Step(batch);
            return loop.Sum;
        }));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("every step reports 0, of other weights and other batches, too", Assert.Single(result.Findings).What);
    }

    [Fact]
    public void A_step_without_a_number_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(
        Id, TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => ToyBatch.Of(n))
            .WithStep((loop, batch) => { loop.Step(batch); })).Verdict);

    [Fact]
    public void A_closed_trainer_and_what_is_no_number_are_left_out()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(
            Id,
            TrainingSubject.For(() => new ToyLoop()).WithSteps((loop, count) =>
            {
                for (long n = 0; n < count; n++)
                {
                    loop.Step(ToyBatch.Of(n));
                }
            }),
            what: "closed").Verdict);
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, Parts((loop, batch) => (loop.Step(batch), "a note")), what: "a note").Verdict);
    }

    [Fact]
    public void Each_part_is_told_once()
    {
        CheckResult endless = LoopTest.Run(Id, Parts((loop, batch) => (double.PositiveInfinity, loop.Step(batch) * double.NaN)),
            what: "endless");
        CheckResult constant = LoopTest.Run(Id, Parts((loop, batch) => (loop.Step(batch), 3.0)), what: "constant");

        Assert.Equal(2, endless.Findings.Count);
        Assert.Equal("every step reports 3, of other weights and other batches, too", Assert.Single(constant.Findings).What);
    }

    [Fact]
    public void A_number_that_stays_on_easy_batches_and_answers_to_hard_ones_or_to_other_weights_passes()
    {
        CheckResult batches = LoopTest.Run(
            Id,
            ToyLoop.With((loop, batch) =>
            {
                loop.Step(batch);
                return loop.Calls++ == 0 || batch.Input.abs().max().item<float>() < 5 ? 1 : 0;
            }),
            what: "batches");
        CheckResult weights = LoopTest.Run(
            Id, TrainingSubject.For(() => new ToyLoop())
                .WithStep(loop => (double)loop.Model.parameters().First().flatten()[0].item<float>()), what: "weights");

        Assert.Equal((Verdict.Passed, Verdict.Passed), (batches.Verdict, weights.Verdict));
    }

    [Fact]
    public void A_part_that_other_batches_do_not_have_answers_to_them() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => ToyBatch.Of(n)).WithStep<ITuple>((loop, batch) =>
            batch.Input.abs().max().item<float>() < 5 ? (loop.Step(batch), 3.0) : Tuple.Create(loop.Step(batch)))).Verdict);

    [Fact]
    public void A_number_that_varies_has_answered_whatever_others_do() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.With((loop, batch) =>
        {
            loop.Step(batch);
            return loop.Calls++ == 0 || batch.Input.abs().max().item<float>() >= 5 ? 0 : 1;
        })).Verdict);

    private static TrainingSubject<ToyLoop, ToyBatch> Parts<T>(Func<ToyLoop, ToyBatch, (double, T)> step) =>
        TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => ToyBatch.Of(n)).WithStep(step);
}
