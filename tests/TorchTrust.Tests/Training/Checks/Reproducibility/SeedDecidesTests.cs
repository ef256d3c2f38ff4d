using static TorchSharp.torch.nn;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Reproducibility;

public sealed class SeedDecidesTests
{
    private const string Id = "loop-seed-decides";

    [Fact]
    public void A_plain_loop_passes_and_an_ignored_seed_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void Noise_that_no_seed_governs_is_a_question_that_names_what_differs()
    {
        CheckResult result = LoopTest.Run(Id,
            ToyLoop.With((loop, batch) => loop.Step(batch with { Input = batch.Input * Random.Shared.NextDouble() })));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Contains("of two loops that were built with the same seed", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_seed_in_the_constructor_is_a_question() => Assert.Equal(
        "all parameters have the same bits when the loop is built with another seed",
        Assert.Single(LoopTest.Run(Id, ToyLoop.Of(() =>
        {
            manual_seed(0);
            return new ToyLoop();
        })).Findings).What);

    [Fact]
    public void What_is_declared_not_to_repeat_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.IsNotRepeatableOnPurpose("threads")).Verdict);

    [Fact]
    public void A_number_that_no_seed_governs_is_a_question() => Assert.Equal(
        "two loops that were built with the same seed report other numbers in their first 4 steps",
        Assert.Single(LoopTest.Run(Id, ToyLoop.With((loop, batch) => loop.Step(batch) + Random.Shared.NextDouble())).Findings).What);

    [Fact]
    public void Weights_that_begin_as_constants_pass_whatever_buffers_hold() =>
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.Of(() =>
    {
        manual_seed(0);
        var loop = new ToyLoop(Linear(4, 3)) { Other = new Numbered(arange(3)) };
        using IDisposable _ = no_grad();
        loop.Model.parameters().ToList().ForEach(parameter => parameter.zero_());
        return loop;
    })).Verdict);

    [Fact]
    public void Statistics_beside_weights_change_nothing()
    {
        CheckResult right = LoopTest.Run(Id, ToyLoop.Of(() => new ToyLoop(Sequential(Linear(4, 6), BatchNorm1d(6), Linear(6, 3)))),
            what: "right");
        CheckResult seeded = LoopTest.Run(
            Id,
            TrainingSubject.For(seed =>
            {
                manual_seed(0);
                return new ToyLoop(Sequential(Linear(4, 6), BatchNorm1d(6), Linear(6, 3))) { Other = new Numbered(tensor(seed)) };
            }).WithBatch((_, n) => ToyBatch.Of(n)).WithStep((loop, batch) => loop.Step(batch)),
            what: "seeded");

        Assert.Equal((Verdict.Passed, Verdict.Failed), (right.Verdict, seeded.Verdict));
    }

    /// <summary>A module of one buffer.</summary>
    private sealed class Numbered : nn.Module
    {
        private readonly Tensor _numbers;

        public Numbered(Tensor numbers)
            : base(nameof(Numbered))
        {
            _numbers = numbers;
            register_buffer("numbers", _numbers);
        }
    }
}
