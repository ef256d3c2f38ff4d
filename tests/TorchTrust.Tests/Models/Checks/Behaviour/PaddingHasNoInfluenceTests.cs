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
        Id, ModelSubject.For(() => Embedding(9, 4)).WithInputs(n => [randint(1, 9, [n, 6]) * Valid(n, 6)]).HasPadding(argument: 0, inputs => ((Tensor)inputs[0]!).eq(0))));

    [Fact]
    public void A_model_that_takes_no_more_positions_leaves_it_open() => Expect.Inconclusive(
        CheckTest.Run(Id, ModelSubject.For(() => new Pools((hidden, valid) => ((hidden + zeros(6, 4, dtype: hidden.dtype)) * valid).sum(dim: 1)))
            .WithInputs(n => [randint(1, 9, [n, 6]) * Valid(n, 6)]).HasPadding(argument: 0, inputs => ((Tensor)inputs[0]!).eq(0))),
        "takes no more of it");

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
        Expect.Skipped(CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))), "subject.HasPadding(argument: 0,");

    /// <summary>Lengths 6, 5, 4, 3, 6, …: true where a position is valid, <c>[N, T]</c>.</summary>
    private static Tensor Valid(long n, long t) => arange(t).unsqueeze(0) < (t - arange(n).remainder(4)).unsqueeze(1);

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

        public override Tensor forward(Tensor tokens) => _pool(embedding.call(tokens), tokens.ne(0).unsqueeze(2).to(embedding.weight!.dtype));
    }
}
