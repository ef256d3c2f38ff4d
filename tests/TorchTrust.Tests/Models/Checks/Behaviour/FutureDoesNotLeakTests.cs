using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class FutureDoesNotLeakTests
{
    private const string Id = "future-does-not-leak";

    [Fact]
    public void Masked_attention_passes_and_the_check_could_have_failed_at_each_module()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => new CausalAttention(diagonal: 1)).WithInput(n => randn(n, 7, 8)).IsCausal(1));

        Assert.Equal(["", "head", "values"], Expect.Proven(result).SeenAt.Where(site => site is "" or "head" or "values").Order());
    }

    [Fact]
    public void A_mask_with_a_wrong_diagonal_fails_and_is_located()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => new CausalAttention(diagonal: 2)).WithInput(n => randn(n, 7, 8)).IsCausal(1));

        Finding finding = Expect.Failed(result, Severity.Error);
        Assert.Equal("", finding.Module);
        Assert.Equal(1, finding.Dimension);
        Assert.Contains("the output at position 0 changes when inputs from position 1 on do", finding.What, StringComparison.Ordinal);
        Assert.Contains("before its call of head", finding.What, StringComparison.Ordinal);
        Assert.True(result.Findings.Count > 1);
    }

    [Fact]
    public void A_leak_behind_a_zero_gate_fails_at_the_generic_point()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new GatedFuture()).WithInput(n => randn(n, 7, 8)).IsCausal(1));

        Expect.Failed(result, Severity.Error);
    }

    [Fact]
    public void A_bidirectional_layer_fails_at_the_layer()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Bidirectional()).WithInput(n => randn(5, n, 3)).IsCausal(0));

        Assert.Equal(0, Expect.Failed(result, Severity.Error).Dimension);
    }

    [Fact]
    public void A_recurrent_network_with_time_first_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new TimeFirst()).WithInput(n => randn(5, n, 3)).IsCausal(0));

        Expect.Proven(result);
    }

    [Fact]
    public void A_left_padded_convolution_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject
            .For(() => Sequential(ConstantPad1d((2, 0), 0), Conv1d(3, 4, 3), ReLU(), Conv1d(4, 2, 1)))
            .WithInput(n => randn(n, 3, 9)).IsCausal(2));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void An_additive_mask_that_is_an_input_is_not_taken_for_content_of_the_future()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new MaskAsInput())
            .WithInputs(n => [randn(n, 7, 8), full([7, 7], float.NegativeInfinity).triu(1)]).IsCausal(1));

        Expect.Proven(result);
    }

    [Fact]
    public void A_model_that_takes_the_logarithm_of_its_input_is_not_blamed_for_what_is_not_finite()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => new LogarithmAttention()).WithInput(n => rand(n, 7, 8) + 0.1).IsCausal(1));

        Expect.Proven(result);
    }

    [Fact]
    public void Tokens_that_are_integers_pass()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => new TokenRecurrence()).WithInput(n => randint(0, 11, [n, 6])).IsCausal(1));

        Expect.Proven(result);
    }

    [Fact]
    public void Without_a_declaration_it_is_skipped_with_the_line_to_write() =>
        Expect.Skipped(
            CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 4, 6))), "subject.IsCausal(dimension: 1)");

    [Fact]
    public void One_position_only_is_skipped() => Expect.Skipped(
        CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 1, 6)).IsCausal(1)), "no two positions in common");

    [Fact]
    public void An_output_without_positions_is_skipped() => Expect.Skipped(
        CheckTest.Run(Id, ModelSubject.For(() => new Computes(x => x.mean([1L]))).WithInput(n => randn(n, 7, 3)).IsCausal(1)),
        "no two positions in common");

    [Fact]
    public void Features_beside_a_sequence_are_no_positions() => Assert.Equal(
        Verdict.Passed, Two(n => [randn(n, 7, 8), randn(n, 3)], (sequence, features) => (sequence.cumsum(1), features.flip(1))).Verdict);

    [Fact]
    public void Entries_of_a_table_that_all_samples_share_are_no_positions() => Assert.Equal(
        Verdict.Failed,
        Two(n => [randn(n, 7, 8), randn(8, 9)], (sequence, table) =>
            (sequence + sequence.mean([1L], keepdim: true), sequence.mean([1L]).matmul(table))).Verdict);

    [Theory]
    [InlineData(false, Verdict.Passed)]
    [InlineData(true, Verdict.Failed)]
    public void A_context_that_is_longer_than_the_sequence_does_not_hide_it(bool leaks, Verdict verdict) => Assert.Equal(
        verdict,
        Two(n => [randn(n, 7, 8), randn(n, 9, 8)], (sequence, context) =>
            (leaks ? sequence + sequence.mean([1L], keepdim: true) : sequence.cumsum(1)) + context.mean([1L], keepdim: true)).Verdict);

    [Theory]
    [InlineData(false, Verdict.Passed)]
    [InlineData(true, Verdict.Failed)]
    public void A_number_for_each_sample_has_no_positions_and_does_not_disturb(bool leaks, Verdict verdict) => Assert.Equal(
        verdict,
        Two(n => [randn(n, 7, 8), randn(n)], (sequence, scale) =>
            (Scale: scale * 2, Sequence: leaks ? sequence + sequence.mean([1L], keepdim: true) : sequence.cumsum(1))).Verdict);

    [Theory]
    [InlineData(false, Verdict.Passed)]
    [InlineData(true, Verdict.Failed)]
    public void A_sequence_without_samples_is_looked_at_all_the_same(bool leaks, Verdict verdict) => Assert.Equal(
        verdict,
        CheckTest.Run(Id, ModelSubject.For(() => new Computes(x => leaks ? x + x.mean([0L], keepdim: true) : x.cumsum(0)))
            .WithFixedInputs(() => [randn(7, 8)]).IsCausal(0)).Verdict);

    [Fact]
    public void Two_positions_are_enough() => Expect.Failed(
        CheckTest.Run(Id, ModelSubject.For(() => new Computes(x => x.flip(1))).WithInput(n => randn(n, 2, 3)).IsCausal(1)), Severity.Error);

    [Fact]
    public void A_mutant_that_shows_at_the_last_position_only_is_noticed() => Assert.Contains(
        "last",
        Expect.Proven(CheckTest.Run(Id, ModelSubject.For(() => new LastPosition()).WithInput(n => randn(n, 7, 3)).IsCausal(1))).SeenAt);

    private static CheckResult Two(Func<long, object?[]> make, Func<Tensor, Tensor, object> operation) => CheckTest.Run(
        Id,
        ModelSubject.For(() => new Computes(x => x)).WithInputs(make)
            .WithForward<Computes>((model, inputs) => operation(model.call((Tensor)inputs[0]!), (Tensor)inputs[1]!)).IsCausal(1));

    private static Tensor Attend(Tensor queries, Tensor values, Tensor mask) =>
        (queries.matmul(values.transpose(1, 2)) + mask).softmax(-1).matmul(values);

    private static Tensor Hide(Tensor like, int diagonal) =>
        like.new_full([like.shape[1], like.shape[1]], float.NegativeInfinity).triu(diagonal);

    private sealed class CausalAttention : Module<Tensor, Tensor>
    {
        private readonly int _diagonal;
        private readonly Linear values = Linear(8, 8);
        private readonly Linear head = Linear(8, 4);

        public CausalAttention(int diagonal)
            : base(nameof(CausalAttention))
        {
            _diagonal = diagonal;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(Attend(input, values.call(input), Hide(input, _diagonal)));
    }

    /// <summary>What a layer gives reaches the output from its last two positions only.</summary>
    private sealed class LastPosition : Module<Tensor, Tensor>
    {
        private readonly Linear last = Linear(3, 3);

        public LastPosition()
            : base(nameof(LastPosition)) => RegisterComponents();

        public override Tensor forward(Tensor input) => cat([input.narrow(1, 0, 5), last.call(input).narrow(1, 5, 2)], dim: 1);
    }

    private sealed class LogarithmAttention : Module<Tensor, Tensor>
    {
        private readonly Linear values = Linear(8, 8);

        public LogarithmAttention()
            : base(nameof(LogarithmAttention)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = input.log();
            return Attend(hidden, values.call(hidden), Hide(hidden, 1));
        }
    }

    private sealed class MaskAsInput : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear values = Linear(8, 8);

        public MaskAsInput()
            : base(nameof(MaskAsInput)) => RegisterComponents();

        public override Tensor forward(Tensor input, Tensor mask) => Attend(input, values.call(input), mask);
    }

    private sealed class GatedFuture : Module<Tensor, Tensor>
    {
        private readonly Linear branch = Linear(8, 8);
        private readonly Parameter gate = Parameter(zeros(1));

        public GatedFuture()
            : base(nameof(GatedFuture)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input + (gate * branch.call(input).mean([1L], keepdim: true));
    }

    private sealed class Bidirectional : Module<Tensor, Tensor>
    {
        private readonly LSTM lstm = LSTM(3, 8, bidirectional: true);

        public Bidirectional()
            : base(nameof(Bidirectional)) => RegisterComponents();

        public override Tensor forward(Tensor input) => lstm.call(input).Item1;
    }

    private sealed class TimeFirst : Module<Tensor, Tensor>
    {
        private readonly LSTM lstm = LSTM(3, 8);
        private readonly Linear head = Linear(8, 2);

        public TimeFirst()
            : base(nameof(TimeFirst)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(lstm.call(input).Item1);
    }

    private sealed class TokenRecurrence : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(11, 4);
        private readonly GRU gru = GRU(4, 8, batchFirst: true);

        public TokenRecurrence()
            : base(nameof(TokenRecurrence)) => RegisterComponents();

        public override Tensor forward(Tensor tokens) => gru.call(embedding.call(tokens)).Item1;
    }
}
