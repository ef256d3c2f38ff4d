using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class PaddingHasNoInfluenceTests
{
    private const string Id = "padding-has-no-influence";

    [Fact]
    public void A_masked_mean_passes_and_the_check_could_have_failed()
    {
        CheckResult result = CheckTest.Run(Id, Padded(() => new MeanPooling(masks: true)));

        Assert.Contains("embed", Expect.Proven(result).SeenAt);
    }

    [Fact]
    public void A_mean_over_padding_fails_and_is_located()
    {
        CheckResult result = CheckTest.Run(Id, Padded(() => new MeanPooling(masks: false)));

        Finding finding = Expect.Failed(result, Severity.Error);
        Assert.Equal("", finding.Module);
        Assert.Contains("when the content of padding does", finding.What, StringComparison.Ordinal);
        Assert.Contains("before its call of head", finding.What, StringComparison.Ordinal);
        Assert.True(finding.Numbers["largest change"] > 0);
    }

    [Fact]
    public void An_attention_that_masks_after_the_softmax_fails() =>
        Expect.Failed(CheckTest.Run(Id, Padded(() => new Attention(masksBefore: false))), Severity.Error);

    [Fact]
    public void An_attention_that_masks_before_the_softmax_passes_at_its_valid_positions() =>
        Expect.Proven(CheckTest.Run(Id, Padded(() => new Attention(masksBefore: true))));

    [Fact]
    public void Tokens_whose_padding_is_the_same_at_every_draw_are_replaced_by_valid_ones()
    {
        ModelSubject Tokens(bool masks) => ModelSubject.For(() => new TokenMean(masks))
            .WithInputs(n => [randint(1, 9, [n, 6]) * Valid(n, 6), Valid(n, 6)])
            .HasPadding(argument: 0, inputs => ((Tensor)inputs[1]!).logical_not());

        Expect.Proven(CheckTest.Run(Id, Tokens(masks: true)));
        Expect.Failed(CheckTest.Run(Id, Tokens(masks: false)), Severity.Error);
    }

    [Fact]
    public void A_leak_behind_a_zero_scale_fails_at_the_generic_point() =>
        Expect.Failed(CheckTest.Run(Id, Padded(() => new GatedMean())), Severity.Error);

    [Fact]
    public void Padding_that_its_own_content_marks_is_had_more_of()
    {
        ModelSubject Tokens(Func<Tensor, Tensor, Tensor> pool) => ModelSubject.For(() => new Pools(pool))
            .WithInputs(n => [randint(1, 9, [n, 6]) * Valid(n, 6)])
            .HasPadding(argument: 0, inputs => ((Tensor)inputs[0]!).eq(0));

        Expect.Proven(CheckTest.Run(Id, Tokens((hidden, valid) => (hidden * valid).sum(dim: 1) / valid.sum(dim: 1))));
        Assert.Equal(
            "outputs at valid positions change when 2 more positions of padding are appended",
            Expect.Failed(CheckTest.Run(Id, Tokens((hidden, _) => hidden.mean([1L]))), Severity.Error).What);
    }

    [Fact]
    public void Outputs_of_each_position_are_compared_where_they_are_valid() => Expect.Proven(CheckTest.Run(
        Id,
        ModelSubject.For(() => Embedding(9, 4)).WithInputs(n => [randint(1, 9, [n, 6]) * Valid(n, 6)])
            .HasPadding(argument: 0, inputs => ((Tensor)inputs[0]!).eq(0))));

    [Fact]
    public void A_model_that_takes_no_more_positions_leaves_it_open() => Expect.Inconclusive(
        CheckTest.Run(
            Id,
            ModelSubject.For(() => new Pools((hidden, valid) => ((hidden + zeros(6, 4, dtype: hidden.dtype)) * valid).sum(dim: 1)))
                .WithInputs(n => [randint(1, 9, [n, 6]) * Valid(n, 6)]).HasPadding(argument: 0, inputs => ((Tensor)inputs[0]!).eq(0))),
        "takes no more of it");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void More_padding_that_matters_at_one_point_alone_fails(bool isAsBuilt)
    {
        static Tensor Leaks(Tensor x) => x + x.mean([1L], keepdim: true);
        static Tensor Right(Tensor x) => x * 2;

        Expect.Failed(
            CheckTest.Run(Id, Marked(() => new GatedBranch(isAsBuilt ? Leaks : Right, isAsBuilt ? Right : Leaks))), Severity.Error);
    }

    [Fact]
    public void A_change_with_more_padding_that_is_neither_rounding_nor_a_fault_stays_open()
    {
        const string Reason = "Valid outputs change with more padding by more than rounding explains and less than a fault makes.";
        Expect.Inconclusive(CheckTest.Run(Id, Marked(() => new Computes(x => x * (1 + (1e-11 * x.shape[1]))))), Reason);
        Expect.Inconclusive(
            CheckTest.Run(Id, Tokens(() => new Pools((hidden, valid) => (hidden * valid).sum(dim: 1) * (1 + (1e-11 * hidden.shape[1]))))),
            Reason);
    }

    [Theory]
    [InlineData(1e-3, Verdict.Inconclusive)]
    [InlineData(0.05, Verdict.Failed)]
    public void More_padding_is_judged_in_float32_where_the_process_must_not_end(double share, Verdict verdict)
    {
        Verdict Of(ModelSubject subject) => Assert.Single(Trust.Check(
            subject, new TrustOptions { Checks = [Id], Isolation = Isolation.InProcess, ProvesPower = false }).Results).Verdict;

        Assert.Equal(verdict, Of(Tokens(() => new Pools((hidden, valid) =>
            ((hidden * valid).sum(dim: 1) / valid.sum(dim: 1)) + (share * hidden.mean([1L]))))));
        Assert.Equal(verdict, Of(Marked(() => new Computes(x => x + (share * x.mean([1L], keepdim: true))))));
    }

    [Fact]
    public void More_padding_is_judged_in_float32_where_the_model_takes_no_other() => Expect.Failed(
        CheckTest.Run(Id, Marked(() => new Computes(x =>
            x.dtype == ScalarType.Float32 ? x + x.mean([1L], keepdim: true) : throw new NotSupportedException("float32 only")))),
        Severity.Error);

    [Fact]
    public void Rounding_by_more_positions_passes_where_no_input_can_move_by_a_unit() => Assert.Equal(
        Verdict.Passed,
        ModelTest.Run(Id, Tokens(() => new Computes(tokens =>
        {
            Tensor values = tokens.to(ScalarType.Float64).unsqueeze(2) / arange(3, 19, dtype: ScalarType.Float64);
            return values.mean([1L]) * tokens.shape[1] / tokens.ne(0).sum(dim: 1).unsqueeze(1);
        }))).Verdict);

    [Fact]
    public void Of_several_outputs_each_is_compared_as_far_as_its_shape_stays()
    {
        ModelSubject Beside(Func<Tensor, Tensor> other) => Marked(() => new Computes(other))
            .WithForward<Computes>((model, inputs) => ((Tensor)inputs[0]! * 2, model.call((Tensor)inputs[0]!)));
        static Tensor Scores(Tensor x) =>
            x.matmul(x.transpose(1, 2)).masked_fill(x.eq(0).all(2).unsqueeze(1), float.NegativeInfinity).softmax(-1);

        Assert.Equal(Verdict.Passed, ModelTest.Run(Id, Beside(Scores), "scores of each pair").Verdict);
        Assert.Equal(Verdict.Passed, ModelTest.Run(Id, Beside(x => x.abs().amax([1L, 2L])), "a number a sample").Verdict);
        Expect.Failed(ModelTest.Run(Id, Beside(x => x.mean([1L])), "a mean over padding"), Severity.Error);
    }

    [Fact]
    public void What_marks_valid_positions_beside_the_padding_marks_no_more_of_it()
    {
        ModelSubject Subject(bool masks) => ModelSubject.For(() => new TokenMean(masks))
            .WithInputs(n => [randint(1, 9, [n, 6]) * Valid(n, 6), Valid(n, 6), rand(n)])
            .WithForward<TokenMean>((model, inputs) =>
                model.call((Tensor)inputs[0]!, (Tensor)inputs[1]!) * ((Tensor)inputs[2]!).unsqueeze(1))
            .HasPadding(argument: 0, inputs => ((Tensor)inputs[0]!).eq(0));

        Expect.Proven(CheckTest.Run(Id, Subject(masks: true)));
        Expect.Failed(CheckTest.Run(Id, Subject(masks: false)), Severity.Error);
    }

    [Fact]
    public void Padding_that_is_marked_up_to_a_fixed_length_cannot_be_had_more_of() => Expect.Skipped(
        CheckTest.Run(Id, ModelSubject.For(() => Embedding(9, 4)).WithInput(n => randint(1, 9, [n, 6]) * Valid(n, 6))
            .HasPadding(argument: 0, inputs => arange(6).unsqueeze(0).ge(((Tensor)inputs[0]!).ne(0).sum(dim: 1).unsqueeze(1)))),
        "what is appended to it is not marked, so it can be neither changed nor had more of.");

    [Fact]
    public void Inputs_without_padding_are_inconclusive()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(4, 2)).WithInput(n => randn(n, 6, 4))
            .HasPadding(argument: 0, inputs => zeros([((Tensor)inputs[0]!).shape[0], 6], ScalarType.Bool)));

        Expect.Inconclusive(result, "Make some samples shorter than others");
    }

    [Fact]
    public void Inputs_of_padding_only_are_inconclusive() => Expect.Inconclusive(
        CheckTest.Run(Id, ModelSubject.For(() => Linear(4, 2)).WithInput(n => randn(n, 6, 4))
            .HasPadding(argument: 0, inputs => ones([((Tensor)inputs[0]!).shape[0], 6], ScalarType.Bool))),
        "Make some samples shorter than others");

    [Fact]
    public void A_mask_that_finds_nothing_in_the_argument_it_is_declared_for_proves_nothing() => Expect.Inconclusive(
        CheckTest.Run(Id, ModelSubject.For(() => new MeanPooling(masks: false))
            .WithInputs(n => [randn(n, 6, 4), Valid(n, 6)])
            .HasPadding(argument: 0, inputs => arange(3).gt(1).expand(((Tensor)inputs[1]!).shape[0], 3))),
        "finds no content in argument 0");

    [Fact]
    public void Without_a_declaration_it_is_skipped_with_the_line_to_write() =>
        Expect.Skipped(
            CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))), "subject.HasPadding(argument: 0,");

    /// <summary>Lengths 6, 5, 4, 3, 6, …: true where a position is valid, <c>[N, T]</c>.</summary>
    private static Tensor Valid(long n, long t) => arange(t).unsqueeze(0) < (t - arange(n).remainder(4)).unsqueeze(1);

    /// <summary>Token 0 is padding.</summary>
    private static ModelSubject Tokens<TModel>(Func<TModel> build)
        where TModel : class => ModelSubject.For(build).WithInput(n => randint(1, 9, [n, 6]) * Valid(n, 6))
        .HasPadding(argument: 0, inputs => ((Tensor)inputs[0]!).eq(0));

    /// <summary>Positions of zeros are padding.</summary>
    private static ModelSubject Marked<TModel>(Func<TModel> build)
        where TModel : class => ModelSubject.For(build).WithInput(n => randn(n, 6, 4) * Valid(n, 6).unsqueeze(2))
        .HasPadding(argument: 0, inputs => ((Tensor)inputs[0]!).eq(0).all(2));

    private static ModelSubject Padded<TModel>(Func<TModel> build)
        where TModel : Module<Tensor, Tensor, Tensor> => ModelSubject.For(build)
        .WithInputs(n => [randn(n, 6, 4), Valid(n, 6)])
        .HasPadding(argument: 0, inputs => ((Tensor)inputs[1]!).logical_not());

    private sealed class MeanPooling : Module<Tensor, Tensor, Tensor>
    {
        private readonly bool _masks;
        private readonly Linear embed = Linear(4, 8);
        private readonly Linear head = Linear(8, 2);

        public MeanPooling(bool masks)
            : base(nameof(MeanPooling))
        {
            _masks = masks;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input, Tensor valid)
        {
            Tensor hidden = embed.call(input);
            Tensor weights = valid.to(hidden.dtype).unsqueeze(-1);
            return head.call(_masks ? (hidden * weights).sum(1) / weights.sum(1) : hidden.mean([1L]));
        }
    }

    private sealed class Attention : Module<Tensor, Tensor, Tensor>
    {
        private readonly bool _masksBefore;
        private readonly Linear values = Linear(4, 4);

        public Attention(bool masksBefore)
            : base(nameof(Attention))
        {
            _masksBefore = masksBefore;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input, Tensor valid)
        {
            Tensor keys = valid.unsqueeze(1);
            Tensor scores = input.matmul(input.transpose(1, 2));
            Tensor weights = _masksBefore
                ? scores.masked_fill(keys.logical_not(), float.NegativeInfinity).softmax(-1)
                : scores.softmax(-1) * keys.to(input.dtype);
            return weights.matmul(values.call(input));
        }
    }

    private sealed class GatedMean : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear embed = Linear(4, 4);
        private readonly Parameter gate = Parameter(zeros(1));

        public GatedMean()
            : base(nameof(GatedMean)) => RegisterComponents();

        public override Tensor forward(Tensor input, Tensor valid) =>
            (embed.call(input) * valid.to(input.dtype).unsqueeze(-1)) + (gate * input.mean([1L], keepdim: true));
    }

    private sealed class TokenMean : Module<Tensor, Tensor, Tensor>
    {
        private readonly bool _masks;
        private readonly Embedding embedding = Embedding(9, 4);

        public TokenMean(bool masks)
            : base(nameof(TokenMean))
        {
            _masks = masks;
            RegisterComponents();
        }

        public override Tensor forward(Tensor tokens, Tensor valid)
        {
            Tensor hidden = embedding.call(tokens);
            Tensor weights = (_masks ? valid : ones_like(valid)).to(hidden.dtype).unsqueeze(-1);
            return (hidden * weights).sum(1) / weights.sum(1);
        }
    }

    private sealed class Pools : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(9, 4);
        private readonly Func<Tensor, Tensor, Tensor> _pool;

        public Pools(Func<Tensor, Tensor, Tensor> pool)
            : base(nameof(Pools))
        {
            _pool = pool;
            RegisterComponents();
        }

        public override Tensor forward(Tensor tokens) =>
            _pool(embedding.call(tokens), tokens.ne(0).unsqueeze(2).to(embedding.weight!.dtype));
    }
}
