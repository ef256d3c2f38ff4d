using System.Runtime.CompilerServices;
using static TorchSharp.torch;

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
    public void The_last_state_in_place_of_the_best_is_an_error() =>
        Assert.Equal(Verdict.Failed, LoopTest.Run(Id, Keeping((_, _) => true)).Verdict);

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

    [Theory]
    [InlineData(64, Verdict.Passed)]
    [InlineData(65, Verdict.Skipped)]
    public void Long_epochs_are_not_replayed(int steps, Verdict expected) => Assert.Equal(
        expected, LoopTest.Run(Id, Of(loop => loop.Evaluate(), (loop, now) => now < loop.Sum, steps), what: $"{steps}").Verdict);

    [Fact]
    public void An_evaluation_of_batches_alone_or_at_random_is_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(
            Id,
            ToyLoop.Right.WithEvaluation((loop, batches) => loop.Evaluate(batches)).WithEndOfEpoch(_ => { }, 3)
                .SavesBest((_, _) => { }, (_, _) => { }),
            what: "batches").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(
            Id, Of(loop => loop.Evaluate(), (_, _) => true).EvaluatesAtRandomOnPurpose("dropout"), what: "random").Verdict);
    }

    [Fact]
    public void The_best_by_what_steps_report_needs_no_evaluation()
    {
        TrainingSubject<ToyLoop, ToyBatch> Reporting(Func<double, double, bool> isBetter) => ToyLoop.With((loop, batch) =>
        {
            double loss = loop.Step(batch);
            loop.Kept.Add(tensor(loss));
            return loss;
        }).EvaluatesAtRandomOnPurpose("not asked").WithEndOfEpoch(
            loop =>
            {
                double now = loop.Kept.Average(number => number.item<double>());
                loop.Kept.Clear();
                if (loop.Best is null || isBetter(now, loop.Sum))
                {
                    Remember(loop, now);
                }
            },
            stepsPerEpoch: 3).SavesBest((loop, path) => File.WriteAllBytes(path, loop.Best!), Load, BestBy.Step);

        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, Reporting((now, best) => now < best), what: "right").Verdict);
        Assert.Equal(Verdict.Failed, LoopTest.Run(Id, Reporting((now, best) => now > best), what: "wrong").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(
            Id,
            TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => ToyBatch.Of(n)).WithStep((loop, batch) => { loop.Step(batch); })
                .WithEndOfEpoch(_ => { }, 3).SavesBest((_, _) => { }, (_, _) => { }, BestBy.Step),
            what: "no number").Verdict);
    }

    [Fact]
    public void A_state_of_no_epoch_and_numbers_that_are_none_cannot_be_decided()
    {
        TrainingSubject<ToyLoop, ToyBatch> of = Of(loop => loop.Evaluate(), (_, _) => true);

        Assert.Equal(Verdict.Inconclusive, LoopTest.Run(Id, of.SavesBest((_, _) => { }, (_, _) => { }), what: "no epoch").Verdict);
        Assert.Equal(Verdict.Inconclusive, LoopTest.Run(Id, Of(_ => double.NaN, (_, _) => true), what: "no number").Verdict);
        Assert.Equal(Verdict.Passed, LoopTest.Run(
            Id, Of(loop => loop.Calls == 1 ? 1 : double.NegativeInfinity, (loop, now) => double.IsFinite(now)),
            what: "one number").Verdict);
    }

    [Fact]
    public void Where_higher_is_better_the_lowest_is_an_error_that_tells_numbers_with_their_sign()
    {
        CheckResult result = LoopTest.Run(Id, Of(loop => -2 - loop.Calls, (_, _) => true, higherIsBetter: true));

        Assert.Equal((-5.0, -2.0), (result.Findings[0].Numbers["number"], result.Findings[0].Numbers["best number"]));
    }

    [Fact]
    public void Numbers_that_are_the_same_are_all_the_best() =>
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, Of(_ => 1, (_, _) => true)).Verdict);

    [Fact]
    public void What_the_end_of_an_epoch_averages_is_the_state_of_the_epoch() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.Right.WithEvaluation(loop => loop.Calls).WithEndOfEpoch(
            loop =>
            {
                using (no_grad())
                {
                    loop.Model.parameters().ToList().ForEach(parameter => parameter.mul_(0.5));
                }

                if (loop.Calls++ == 0)
                {
                    Remember(loop, 0);
                }
            },
            stepsPerEpoch: 3).SavesBest((loop, path) => File.WriteAllBytes(path, loop.Best!), Load)).Verdict);

    [Fact]
    public void Where_weights_stay_the_state_of_the_best_epoch_is_that_of_all() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id, ToyLoop.Idle.WithEndOfEpoch(loop => Remember(loop, 0), stepsPerEpoch: 3)
            .SavesBest((loop, path) => File.WriteAllBytes(path, loop.Best!), Load, BestBy.Step)).Verdict);

    [Fact]
    public void What_is_kept_before_the_end_of_an_epoch_changes_weights_is_a_state_of_it() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.Right.WithEvaluation(loop => loop.Calls).WithEndOfEpoch(
            loop =>
            {
                if (loop.Calls++ == 0)
                {
                    Remember(loop, 0);
                }

                using IDisposable _ = no_grad();
                loop.Model.parameters().ToList().ForEach(parameter => parameter.mul_(0.5));
            },
            stepsPerEpoch: 3).SavesBest((loop, path) => File.WriteAllBytes(path, loop.Best!), Load)).Verdict);

    [Fact]
    public void Where_some_steps_report_no_number_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(
        Id,
        TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => ToyBatch.Of(n)).WithStep<ITuple>((loop, batch) =>
        {
            double loss = loop.Step(batch);
            return loop.Calls++ % 2 == 0 ? Tuple.Create(loss) : Tuple.Create("no number");
        }).WithEndOfEpoch(loop => Remember(loop, 0), stepsPerEpoch: 3)
            .SavesBest((loop, path) => File.WriteAllBytes(path, loop.Best!), Load, BestBy.Step)).Verdict);

    [Fact]
    public void A_model_that_the_end_of_an_epoch_puts_in_place_of_another_is_looked_at() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.Of(ToyLoop.Plain).WithEvaluation(loop => -loop.Calls).WithEndOfEpoch(
            loop =>
            {
                loop.Calls++;
                Remember(loop, 0);
                ToyLoop next = ToyLoop.Plain();
                next.Model.load(new MemoryStream(loop.Best!));
                (loop.Model, loop.Optimizer) = (next.Model, next.Optimizer);
            },
            stepsPerEpoch: 3).SavesBest((loop, path) => File.WriteAllBytes(path, loop.Best!), Load)).Verdict);

    [Fact]
    public void A_batch_with_a_number_beside_its_tensors_is_spoiled_too() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        TrainingSubject.For(() => new ToyLoop { Sum = double.MaxValue }).WithBatch((_, n) => (Batch: ToyBatch.Of(n), Scale: tensor(1f)))
            .WithStep((loop, batch) => loop.Step(batch.Batch)).WithEvaluation(loop => loop.Evaluate())
            .WithEndOfEpoch(loop => Keep(loop, (kept, now) => now < kept.Sum), stepsPerEpoch: 3)
            .SavesBest((loop, path) => File.WriteAllBytes(path, loop.Best!), Load)).Verdict);

    [Fact]
    public void The_way_for_the_best_is_taken_among_several() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.Of(() => new ToyLoop { Sum = double.MaxValue })
            .SavesForResuming((_, _) => throw new InvalidOperationException("this is for resuming"), (_, _) => { })
            .WithEvaluation(loop => loop.Evaluate()).WithEndOfEpoch(loop => Keep(loop, (kept, now) => now < kept.Sum), stepsPerEpoch: 3)
            .SavesBest((loop, path) => File.WriteAllBytes(path, loop.Best!), Load)).Verdict);

    /// <summary>An evaluation whose number is remembered in the loop, which counts its epochs.</summary>
    private static TrainingSubject<ToyLoop, ToyBatch> Of(
        Func<ToyLoop, double> evaluate, Func<ToyLoop, double, bool> isBetter, int stepsPerEpoch = 3, bool higherIsBetter = false) =>
            ToyLoop.Of(() => new ToyLoop { Sum = double.MaxValue })
        .WithEvaluation(loop => loop.Sum = evaluate(loop))
        .WithEndOfEpoch(
            loop =>
            {
                loop.Calls++;
                if (loop.Best is null || isBetter(loop, loop.Sum))
                {
                    Remember(loop, loop.Sum);
                }
            },
            stepsPerEpoch)
        .SavesBest((loop, path) => File.WriteAllBytes(path, loop.Best!), Load, higherIsBetter: higherIsBetter);

    private static void Remember(ToyLoop loop, double now)
    {
        using var content = new MemoryStream();
        loop.Model.save(content);
        (loop.Best, loop.Sum) = (content.ToArray(), now);
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
