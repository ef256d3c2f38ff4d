using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

/// <summary>Where a check cannot know, it says so, and why.</summary>
public sealed class UndecidedTests
{
    private static int _calls;

    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval)]
    [InlineData(CheckIds.SamplesAreIndependentInTraining)]
    [InlineData(CheckIds.FutureDoesNotLeak)]
    [InlineData(CheckIds.PaddingHasNoInfluence)]
    public void A_model_that_counts_its_calls_in_a_static_field_differs_from_run_to_run(string id) => Expect.Inconclusive(
        CheckTest.Run(id, Padded(Sequence(x => x + ++_calls))),
        "Two runs with the same input and");

    [Theory]
    [InlineData(CheckIds.FutureDoesNotLeak)]
    [InlineData(CheckIds.PaddingHasNoInfluence)]
    public void Rounding_that_differs_from_run_to_run_is_in_nobodys_way(string id)
    {
        CheckResult result = Assert.Single(Trust.Check(
            Padded(Sequence(x => x * (1 + (1e-7 * (++_calls % 3))))),
            new TrustOptions { Checks = [id], IsHost = true, ProvesPower = false }).Results);

        Assert.Equal((Verdict.Passed, null), (result.Verdict, result.Reason));
    }

    [Theory]
    [InlineData(CheckIds.StateSurvivesSaveAndLoad, "a loss of state cannot be told from chance")]
    [InlineData(CheckIds.GradientsAgreeWithDifferences, "differ in float64, so differences show chance")]
    public void So_it_does_for_what_looks_at_parameters(string id, string reason) =>
        Expect.Inconclusive(
            Gradients.ThroughACustomFunction.Run(id, ModelSubject.For(() => new CountsCalls()).WithInput(n => randn(n, 6))), reason);

    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval)]
    [InlineData(CheckIds.SamplesAreIndependentInTraining)]
    [InlineData(CheckIds.BatchAgreesWithSingleSamples)]
    [InlineData(CheckIds.SampleOrderDoesNotMatter)]
    public void Without_a_dimension_of_samples_at_both_ends_there_is_nothing_to_ask(string id)
    {
        const string Reason = "No dimension of both input and output grows";
        Expect.Skipped(CheckTest.Run(id, Sequence(x => x.mean())), Reason);
        Expect.Skipped(CheckTest.Run(id, ModelSubject.For(() => Linear(6, 3)).WithInput(_ => randn(4, 6))), Reason);
        Expect.Skipped(
            CheckTest.Run(id, ModelSubject.For(() => Linear(6, 3)).WithInputs(n => [n])
                .WithForward<TorchSharp.Modules.Linear>((model, inputs) => model.call(ones((long)inputs[0]!, 6)))),
            Reason);
    }

    [Fact]
    public void Without_a_dimension_of_samples_no_number_of_them_is_asked_for() => Expect.Skipped(
        CheckTest.Run(CheckIds.BatchSizesWork, ModelSubject.For(() => Linear(6, 3)).WithInput(_ => randn(4, 6))),
        "No dimension of the input grows");

    [Theory]
    [InlineData(CheckIds.BatchAgreesWithSingleSamples)]
    [InlineData(CheckIds.SampleOrderDoesNotMatter)]
    public void A_model_that_exists_already_cannot_be_converted(string id)
    {
        using var model = Linear(6, 3);
        Expect.Skipped(CheckTest.Run(id, ModelSubject.Of(model).WithInput(n => randn(n, 6))), "no second instance can be built");
    }

    [Fact]
    public void What_one_sample_becomes_without_the_others_it_depends_on_is_no_question() => Expect.Skipped(
        CheckTest.Run(CheckIds.BatchAgreesWithSingleSamples, Sequence(x => x - x.mean([0L], keepdim: true))),
        "depends on the content of others");

    [Theory]
    [InlineData(CheckIds.BatchAgreesWithSingleSamples, "when it is alone in its batch")]
    [InlineData(CheckIds.SampleOrderDoesNotMatter, "when the batch is")]
    public void A_change_between_rounding_and_a_fault_in_float64_is_neither(string id, string when)
    {
        CheckResult result = CheckTest.Run(
            id, Sequence(x => x * (1 + (1e-11 * (x.shape[0] + arange(x.shape[0], dtype: x.dtype).reshape(-1, 1, 1))))));

        Expect.Inconclusive(result, "more than rounding explains, less than a fault makes");
        Expect.Inconclusive(result, when);
    }

    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval, 0)]
    [InlineData(CheckIds.FutureDoesNotLeak, 1)]
    public void An_influence_that_float32_leaves_open_is_decided_in_float64(string id, long dimension)
    {
        CheckResult leak = CheckTest.Run(id, Sequence(x => x + (1e-4 * x.mean([dimension], keepdim: true))));
        CheckResult rounding = CheckTest.Run(id, Sequence(x => Rounded(x, dimension, 200)));

        Assert.Equal(Verdict.Failed, leak.Verdict);
        Assert.Equal(Verdict.Passed, rounding.Verdict);
    }

    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval, 0)]
    [InlineData(CheckIds.FutureDoesNotLeak, 1)]
    public void Where_the_process_must_not_end_float32_has_to_do(string id, long dimension)
    {
        CheckResult result = Assert.Single(Trust.Check(
            Sequence(x => x + (1e-4 * x.mean([dimension], keepdim: true))),
            new TrustOptions { Checks = [id], Isolation = Isolation.InProcess }).Results);

        Expect.Inconclusive(result, "more than rounding explains, less than a fault makes");
    }

    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval, 0, "more than rounding explains, less than a fault makes")]
    [InlineData(CheckIds.SamplesAreIndependentInTraining, 0, "more than rounding explains, less than a fault makes")]
    [InlineData(CheckIds.FutureDoesNotLeak, 1, "more than rounding explains, less than a fault makes")]
    [InlineData(CheckIds.PaddingHasNoInfluence, 1, "by more than rounding explains and less than a fault makes")]
    public void A_loss_of_digits_that_is_neither_rounding_nor_a_fault_in_float64_stays_open(string id, long dimension, string reason) =>
        Expect.Inconclusive(CheckTest.Run(id, Padded(Sequence(x => Rounded(x * 1.1, dimension, 6000)))), reason);

    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval, 0)]
    [InlineData(CheckIds.SamplesAreIndependentInTraining, 0)]
    [InlineData(CheckIds.FutureDoesNotLeak, 1)]
    [InlineData(CheckIds.PaddingHasNoInfluence, 1)]
    public void What_rounding_explains_in_float32_needs_no_float64(string id, long dimension)
    {
        CheckResult result = Assert.Single(Trust.Check(
            Padded(Sequence(x => Rounded(x, dimension, 25))),
            new TrustOptions { Checks = [id], Isolation = Isolation.InProcess, ProvesPower = false }).Results);

        Assert.Equal((Verdict.Passed, null), (result.Verdict, result.Reason));
    }

    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval, 0)]
    [InlineData(CheckIds.FutureDoesNotLeak, 1)]
    public void A_model_that_exists_already_is_judged_in_float32_alone(string id, long dimension)
    {
        using var model = new Computes(x => x + (1e-4 * x.mean([dimension], keepdim: true)));

        Expect.Inconclusive(
            CheckTest.Run(id, ModelSubject.Of(model).WithInput(n => randn(n, 5, 3)).IsCausal(1)),
            "more than rounding explains, less than a fault makes");
    }

    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval, 0)]
    [InlineData(CheckIds.FutureDoesNotLeak, 1)]
    public void A_model_that_refuses_float64_is_judged_in_float32_alone(string id, long dimension) => Expect.Inconclusive(
        CheckTest.Run(id, Sequence(x => x.dtype == ScalarType.Float32
            ? x + (1e-4 * x.mean([dimension], keepdim: true))
            : throw new NotSupportedException("Only float32."))),
        "more than rounding explains, less than a fault makes");

    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval, 0)]
    [InlineData(CheckIds.FutureDoesNotLeak, 1)]
    public void What_float32_shows_clearly_is_a_fault_though_float64_has_none(string id, long dimension) => Assert.Equal(
        Verdict.Failed,
        CheckTest.Run(id, Sequence(x => x.dtype == ScalarType.Float32 ? x + (0.1 * x.mean([dimension], keepdim: true)) : x)).Verdict);

    /// <summary>A change by a dozen units of the last place, a thousand times as large behind a function that is as steep.</summary>
    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval, 0)]
    [InlineData(CheckIds.FutureDoesNotLeak, 1)]
    public void What_a_steep_function_makes_of_rounding_is_rounding(string id, long dimension)
    {
        CheckResult result = Assert.Single(Trust.Check(
            Sequence(x => ((x + (3e-6 * x.mean([dimension], keepdim: true).gt(0).to(x.dtype))) * 1000).sin()),
            new TrustOptions { Checks = [id], Isolation = Isolation.InProcess, ProvesPower = false }).Results);

        Assert.Equal((Verdict.Passed, null), (result.Verdict, result.Reason));
    }

    /// <summary>
    /// As on a device whose sums have another order at each call: small samples beside a large one move by more than they round.
    /// </summary>
    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval)]
    [InlineData(CheckIds.SamplesAreIndependentInTraining)]
    public void What_another_run_of_the_same_call_changes_as_well_is_no_influence(string id)
    {
        Assert.Equal(Verdict.Passed, CheckTest.Run(id, Uneven(x => x + Unsteady(x))).Verdict);

        // In float64 another run changes as much of what is left, and is asked once more.
        Tensor Rounds(Tensor x) => 200 * Unit(x) * x.mean([0L], keepdim: true).gt(0).to(x.dtype);
        Assert.Equal(Verdict.Passed, CheckTest.Run(id, Uneven(x => x + Unsteady(x) + Rounds(x))).Verdict);
    }

    [Fact]
    public void That_a_twin_in_float64_is_asked_is_told_before() => Assert.Contains(
        "on what the check has altered, converting to float64",
        StepList.Of(CheckIds.SamplesAreIndependentInEval, Sequence(x => x + (1e-4 * x.mean([0L], keepdim: true)))));

    [Fact]
    public void Noise_that_another_dtype_draws_otherwise_is_not_taken_for_a_leak()
    {
        CheckResult result = CheckTest.Run(CheckIds.SamplesAreIndependentInTraining, Sequence(x =>
        {
            Tensor output = Rounded(x, 0, 200);
            long drawn = x.dtype == ScalarType.Float64 ? (x.abs().sum() * 1e6).to(ScalarType.Int64).remainder(1000).item<long>() : 1;
            return output + (1e-2 * randn(drawn + 1).sum());
        }));

        Expect.Inconclusive(result, "more than rounding explains, less than a fault makes");
    }

    [Fact]
    public void Tokens_that_cannot_move_by_a_unit_are_judged_by_the_last_place_of_the_output()
    {
        ModelSubject subject = ModelSubject.For(() => new LooksUp()).WithInput(n => randint(0, 11, [n, 6]));

        Assert.Equal(Verdict.Passed, CheckTest.Run(CheckIds.SamplesAreIndependentInEval, subject).Verdict);
    }

    [Theory]
    [InlineData(CheckIds.FutureDoesNotLeak, "draws another amount of noise for it")]
    [InlineData(CheckIds.PaddingHasNoInfluence, "draws another amount of noise for it")]
    public void What_changes_by_the_amount_of_noise_is_not_blamed_on_later_positions(string id, string reason) => Expect.Inconclusive(
        CheckTest.Run(id, Padded(Sequence(x => stack(
            [.. x.unbind(1).Reverse().Select(position => position + randn([Amount(position) + 1]).sum()).Reverse()], dim: 1)))),
        reason);

    [Fact]
    public void A_recipe_that_makes_the_same_at_each_draw_leaves_samples_alike() => Expect.Inconclusive(
        CheckTest.Run(
            CheckIds.SamplesAreIndependentInEval, ModelSubject.For(() => Embedding(5, 3)).WithInput(n => ones([n, 2], ScalarType.Int64))),
        "The recipe makes the same content at each draw");

    [Theory]
    [InlineData(CheckIds.FutureDoesNotLeak, "refuses every change of later positions")]
    [InlineData(CheckIds.PaddingHasNoInfluence, "refuses every change of the padding")]
    public void A_model_that_refuses_every_change_is_not_judged(string id, string reason)
    {
        CheckResult result = CheckTest.Run(
            id,
            Padded(Sequence(x =>
                    x.std([1L]).sub(1).abs().max().item<float>() > 1e-3 ? throw new ArgumentException("not normalized") : x * 2))
                .WithInput(n => Normalized(randn(n, 5, 3))));

        Expect.Inconclusive(result, reason);
    }

    [Fact]
    public void A_smaller_change_draws_as_much_noise_and_shows_that_earlier_samples_keep_theirs() => Assert.Equal(
        Verdict.Passed, CheckTest.Run(CheckIds.SamplesAreIndependentInTraining, DrawsByRow(row => row.gt(0).sum())).Verdict);

    [Fact]
    public void A_change_is_made_smaller_until_it_draws_as_much_noise() => Assert.Equal(
        Verdict.Passed,
        CheckTest.Run(CheckIds.SamplesAreIndependentInTraining, DrawsByRow(row => (row.abs().sum() * 10).to(ScalarType.Int64))).Verdict);

    [Fact]
    public void Earlier_samples_that_keep_their_noise_are_independent_and_the_picture_shows_no_noise()
    {
        CheckResult result = CheckTest.Run(CheckIds.SamplesAreIndependentInTraining, ModelSubject
            .For(() => new Computes(x => stack([.. x.unbind(0).Select(row => row + randn([Amount(row) + 1]).sum())])))
            .WithInput(n => randn(n, 6)));

        Assert.Equal((Verdict.Passed, null), (result.Verdict, result.Reason));
        Assert.Empty(result.Pictures);
    }

    [Fact]
    public void What_changes_by_the_amount_of_noise_is_not_blamed_on_the_sample_that_decides_it() => Expect.Inconclusive(
        CheckTest.Run(CheckIds.SamplesAreIndependentInTraining, DrawsByRow(row => Amount(row))),
        "How much noise is drawn depends on sample");

    /// <summary>Samples draw noise one behind the other, the last one first, each as much as its content says.</summary>
    private static ModelSubject DrawsByRow(Func<Tensor, Tensor> amount) => ModelSubject
        .For(() => new Computes(x =>
            stack([.. x.unbind(0).Reverse().Select(row => row + randn([amount(row).item<long>() + 1]).sum()).Reverse()])))
        .WithInput(n => randn(n, 6));

    /// <summary>
    /// Digits are lost that depend on the rest of the batch or of the sequence: <paramref name="units"/> of the last place.
    /// </summary>
    private static Tensor Rounded(Tensor input, long dimension, double units)
    {
        Tensor large = units * (2 + input.detach().mean([dimension], keepdim: true).gt(0).to(input.dtype));
        return input + ((input.detach() + large) - large) - input.detach();
    }

    /// <summary>The first sample is a million times as large as the others.</summary>
    private static ModelSubject Uneven(Func<Tensor, Tensor> operation) => ModelSubject.For(() => new Computes(operation))
        .WithInput(n => randn(n, 6) * where(arange(n).eq(0), 1e3, 1e-3).unsqueeze(1).to(ScalarType.Float32));

    /// <summary>What rounds at the size of the first sample, in the dtype of the input.</summary>
    private static double Unit(Tensor input) => finfo(input.dtype).eps * 1e4;

    /// <summary>What is other at every second call.</summary>
    private static double Unsteady(Tensor input) => (++_calls % 2) * Unit(input);

    /// <summary>A number that any change of the content changes.</summary>
    private static long Amount(Tensor content) => ((content + 3).abs().sum() * 1e6).to(ScalarType.Int64).remainder(1000).item<long>();

    private static ModelSubject Padded(ModelSubject subject) =>
        subject.HasPadding(0, inputs => arange(5).gt(2).expand(((Tensor)inputs[0]!).shape[0], 5));

    private static Tensor Normalized(Tensor input) => (input - input.mean([1L], keepdim: true)) / input.std(1, keepdim: true);

    private static ModelSubject Sequence(Func<Tensor, Tensor> operation) =>
        ModelSubject.For(() => new Computes(operation)).WithInput(n => randn(n, 5, 3)).IsCausal(1);

    /// <summary>Digits are lost that depend on the rest of the batch, and nothing that can be moved a little decides the output.</summary>
    private sealed class LooksUp : Module<Tensor, Tensor>
    {
        private readonly Tensor table = arange(11).to(ScalarType.Float32) / 7;

        public LooksUp()
            : base(nameof(LooksUp)) => RegisterComponents();

        public override Tensor forward(Tensor tokens)
        {
            Tensor values = table.index_select(0, tokens.flatten()).reshape(tokens.shape);
            Tensor large = 20 * (1 + values.mean([0L], keepdim: true));
            return (values + large) - large;
        }
    }

    private sealed class CountsCalls : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear head = Linear(6, 3);
        private readonly TorchSharp.Modules.Linear forgotten = Linear(2, 2);

        public CountsCalls()
            : base(nameof(CountsCalls)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input) * ++_calls;
    }
}
