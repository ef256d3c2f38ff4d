using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class BatchAgreesWithSingleSamplesTests
{
    private const string Id = "batch-agrees-with-single-samples";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_at_each_module()
    {
        CheckResult result = CheckTest.Run(Id, Of(() => Sequential(Linear(6, 33), Tanh(), Linear(33, 3))));

        Assert.Equal(["", "0", "1", "2"], Expect.Proven(result).SeenAt.Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_model_that_is_built_anew_for_each_fault_is_proven_at_each_module_whether_it_runs_in_float64_or_not(bool castsToSingle)
    {
        CheckResult result = CheckTest.Run(Id, Of(() => new WritesIntoAView(castsToSingle)));

        Assert.True(result.Builds > 3);
        Assert.Equal(["head", "key"], Expect.Proven(result).SeenAt.Where(site => site.Length > 0).Order());
        Assert.Empty(result.Power!.BlindAt);
    }

    [Fact]
    public void A_scale_by_the_size_of_the_batch_fails_for_every_sample()
    {
        CheckResult result = CheckTest.Run(Id, Of(() => Sequential(Linear(6, 3), new Computes(x => x / x.shape[0]))));

        Finding finding = Expect.Failed(result, Severity.Error);
        Assert.Equal("sample 0 changes when it is alone in its batch; it arises in 1", finding.What);
        Assert.Equal([0L, 1L, 2L, 3L], result.Findings.Select(each => each.Sample!.Value));
        Assert.True(finding.Numbers["largest change"] > finding.Numbers["own sensitivity to rounding"]);
    }

    [Fact]
    public void A_squeeze_without_a_dimension_fails_where_it_takes_the_batch_away()
    {
        CheckResult result = CheckTest.Run(Id, Of(() => Sequential(Linear(6, 3), new Computes(x => x.unsqueeze(1).squeeze()))));

        Assert.Contains("alone", Expect.Failed(result, Severity.Error).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_squeeze_that_leaves_no_dimension_of_one_sample_fails()
    {
        CheckResult result = CheckTest.Run(Id, Of(() => Sequential(Linear(6, 1), new Computes(x => x.squeeze()))));

        Assert.Equal("sample 0 changes when it is alone in its batch", Expect.Failed(result, Severity.Error).What);
        Assert.Equal(double.PositiveInfinity, result.Findings[0].Numbers["largest change"]);
    }

    [Fact]
    public void An_output_of_another_shape_is_infinitely_far_from_what_it_was()
    {
        CheckResult result = CheckTest.Run(Id, Of(() => Sequential(Linear(6, 8), new Computes(x => x.narrow(1, 0, 1 + x.shape[0])))));

        Assert.Equal(double.PositiveInfinity, Expect.Failed(result, Severity.Error).Numbers["largest change"]);
    }

    [Fact]
    public void An_output_that_is_zero_in_a_batch_and_something_alone_fails() => Assert.Equal(
        "sample 0 changes when it is alone in its batch; it arises in the model itself",
        Expect.Failed(CheckTest.Run(Id, Of(() => new Computes(x => x.shape[0] == 1 ? x * 2 : zeros_like(x)))), Severity.Question).What);

    [Fact]
    public void Of_two_outputs_one_that_knows_the_size_of_the_batch_is_enough()
    {
        ModelSubject subject = Of(() => new Computes(x => x * 2))
            .WithForward<Computes>((model, inputs) =>
                (Right: model.call((Tensor)inputs[0]!), Wrong: (Tensor)inputs[0]! / ((Tensor)inputs[0]!).shape[0]));

        Expect.Failed(CheckTest.Run(Id, subject), Severity.Error);
    }

    [Fact]
    public void Jumps_of_some_samples_do_not_excuse_those_that_follow_small_steps()
    {
        ModelSubject subject = ModelSubject.For(() => new Computes(x => x.clamp_max(0) + x.gt(0).to(x.dtype)))
            .WithInput(n => rand(n, 6) * where(arange(n).remainder(2).eq(0), 1.0, -1.0).unsqueeze(1).to(ScalarType.Float32))
            .WithForward<Computes>((model, inputs) => model.call((Tensor)inputs[0]!) / ((Tensor)inputs[0]!).shape[0]);
        CheckResult result = CheckTest.Run(Id, subject);

        Expect.Failed(result, Severity.Error);
        Assert.Equal([0L, 1L, 2L, 3L], result.Findings.Select(finding => finding.Sample!.Value));
    }

    [Fact]
    public void Outputs_that_jump_only_are_a_question() => Expect.Failed(
        CheckTest.Run(Id, Of(() => new Computes(x => (x * 3 * x.shape[0]).round()))), Severity.Question);

    [Fact]
    public void Of_a_list_of_samples_none_can_be_taken_out() => Expect.Skipped(
        CheckTest.Run(Id, ModelSubject.For(() => new Computes(x => x * 2))
            .WithInputs(n => [randn(n, 6), randn(n, 6).unbind(0)])
            .WithForward<Computes>((model, inputs) => model.call((Tensor)inputs[0]!) + stack((Tensor[])inputs[1]!))),
        "subject.WithSamples(sample, collate, split)");

    [Fact]
    public void A_model_that_throws_for_one_sample_is_a_question_with_what_it_threw()
    {
        CheckResult result = CheckTest.Run(
            Id, Of(() => Sequential(Linear(6, 3), new Computes(x => x.unsqueeze(1).squeeze().transpose(0, 1).transpose(0, 1)))));

        Assert.StartsWith(
            "one sample alone cannot be run, while 4 together can:",
            Expect.Failed(result, Severity.Question).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_model_that_throws_whatever_the_number_of_samples_nothing_is_said_of_one()
    {
        CheckResult result = CheckTest.Run(Id, Of(() => new Computes(_ => throw new InvalidOperationException("Not today."))));

        Assert.StartsWith("The subject threw InvalidOperationException", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_refuses_float64_is_compared_in_float32() => Expect.Proven(CheckTest.Run(
        Id,
        Of(() => Sequential(
            Linear(6, 3),
            new Computes(x => x.dtype == ScalarType.Float32 ? x * 2 : throw new NotSupportedException("Only float32."))))));

    [Fact]
    public void Convolutions_and_batch_normalization_pass()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject
            .For(() => Sequential(Conv2d(1, 4, 3), BatchNorm2d(4), ReLU(), Flatten(), Linear(4 * 36, 3)))
            .WithInput(n => randn(n, 1, 8, 8)));

        Expect.Proven(result);
    }

    [Fact]
    public void Tokens_that_are_integers_pass_though_they_cannot_move_by_a_unit() => Expect.Proven(CheckTest.Run(
        Id, ModelSubject.For(() => new Tokens()).WithInput(n => randint(0, 11, [n, 6]))));

    [Fact]
    public void Time_first_passes() =>
        Expect.Proven(CheckTest.Run(Id, ModelSubject.For(() => new TimeFirst()).WithInput(n => randn(5, n, 3))));

    [Fact]
    public void An_experts_mixture_that_groups_samples_passes() => Expect.Proven(CheckTest.Run(Id, Of(() => new Experts())));

    [Fact]
    public void Random_outputs_are_skipped() =>
        Expect.Skipped(CheckTest.Run(Id, Of(() => new Computes(x => x + randn_like(x)))), "noise falls otherwise");

    [Fact]
    public void Without_a_number_of_samples_it_is_skipped_with_the_line_to_write() => Expect.Skipped(
        CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithFixedInputs(() => [randn(4, 6)])), "subject.WithInput(n =>");

    [Fact]
    public void Samples_that_mix_on_purpose_are_skipped() => Expect.Skipped(
        CheckTest.Run(Id, Of(() => Linear(6, 3)).MixesSamplesOnPurpose("In-batch negatives.")), "In-batch negatives.");

    private static ModelSubject Of<TModel>(Func<TModel> build)
        where TModel : class => ModelSubject.For(build).WithInput(n => randn(n, 6));

    private sealed class Tokens : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(11, 8);
        private readonly Linear head = Linear(8, 33);

        public Tokens()
            : base(nameof(Tokens)) => RegisterComponents();

        public override Tensor forward(Tensor tokens) => head.call(embedding.call(tokens).mean([1L]));
    }

    private sealed class Experts : Module<Tensor, Tensor>
    {
        private readonly Linear gate = Linear(6, 2);
        private readonly Linear first = Linear(6, 33);
        private readonly Linear second = Linear(6, 33);

        public Experts()
            : base(nameof(Experts)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor choice = gate.call(input).argmax(1);
            Tensor output = input.new_zeros(input.shape[0], 33);
            for (int expert = 0; expert < 2; expert++)
            {
                Tensor rows = choice.eq(expert).nonzero().squeeze(1);
                if (rows.numel() > 0)
                {
                    output = output.index_copy(0, rows, (expert == 0 ? first : second).call(input.index_select(0, rows)));
                }
            }

            return output;
        }
    }

    /// <summary>A cache of keys that hangs on the graph of each call: what is a view cannot be cut from it again.</summary>
    private sealed class WritesIntoAView : Module<Tensor, Tensor>
    {
        private readonly Linear key = Linear(6, 6);
        private readonly Linear head = Linear(6, 3);
        private readonly Tensor _keys = zeros(2, 16, 6)[0];
        private readonly bool _castsToSingle;

        public WritesIntoAView(bool castsToSingle)
            : base(nameof(WritesIntoAView))
        {
            _castsToSingle = castsToSingle;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            int samples = (int)input.shape[0];
            _keys[..samples] = key.call(_castsToSingle ? input.to(ScalarType.Float32) : input);
            return head.call(_keys[..samples]);
        }
    }
}
