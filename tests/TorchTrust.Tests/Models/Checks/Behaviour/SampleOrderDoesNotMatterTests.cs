using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class SampleOrderDoesNotMatterTests
{
    private const string Id = "sample-order-does-not-matter";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_at_each_module()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 33), Tanh(), Linear(33, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal(["", "0", "1", "2"], Expect.Proven(result).SeenAt.Order());
    }

    [Fact]
    public void A_positional_encoding_over_the_batch_fails_for_every_sample_that_moves()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new EncodesPlaces(dimension: 0)).WithInput(n => randn(n, 5, 6)));

        Finding finding = Expect.Failed(result, Severity.Error);
        Assert.StartsWith("sample 0 changes when the batch is reversed", finding.What, StringComparison.Ordinal);
        Assert.Equal([0L, 1L, 2L, 3L], result.Findings.Select(each => each.Sample!.Value).Order());
        Assert.Contains("batchFirst", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_positional_encoding_over_time_passes() => Expect.Proven(
        CheckTest.Run(Id, ModelSubject.For(() => new EncodesPlaces(dimension: 1)).WithInput(n => randn(n, 5, 6))));

    [Fact]
    public void A_recurrent_layer_that_takes_the_batch_for_time_fails() => Expect.Failed(
        CheckTest.Run(Id, ModelSubject.For(() => new Recurrent(batchFirst: false)).WithInput(n => randn(n, 5, 3))), Severity.Error);

    [Fact]
    public void A_recurrent_layer_with_its_batch_first_passes() => Expect.Proven(
        CheckTest.Run(Id, ModelSubject.For(() => new Recurrent(batchFirst: true)).WithInput(n => randn(n, 5, 3))));

    [Fact]
    public void Two_inputs_with_a_shared_third_pass() => Expect.Proven(CheckTest.Run(
        Id, ModelSubject.For(() => new SharedScale()).WithInputs(n => [randn(n, 6), randn(n, 6), randn(6)])));

    [Theory]
    [InlineData(false, Verdict.Passed)]
    [InlineData(true, Verdict.Failed)]
    public void Inputs_in_a_list_move_with_their_samples(bool knowsPlaces, Verdict verdict)
    {
        ModelSubject subject = ModelSubject.For(() => new Computes(x => x * 2))
            .WithInputs(n => [randn(n, 6), randn(n, 6).unbind(0)])
            .WithForward<Computes>((model, inputs) =>
            {
                Tensor listed = stack((Tensor[])inputs[1]!);
                return model.call((Tensor)inputs[0]!) + (knowsPlaces ? listed * arange(listed.shape[0]).unsqueeze(1) : listed);
            });

        Assert.Equal(verdict, CheckTest.Run(Id, subject).Verdict);
    }

    [Theory]
    [InlineData(false, Verdict.Passed)]
    [InlineData(true, Verdict.Failed)]
    public void Outputs_in_a_list_are_compared_too(bool knowsPlaces, Verdict verdict)
    {
        ModelSubject subject = ModelSubject.For(() => new Computes(x => x * 2)).WithInput(n => randn(n, 6))
            .WithForward<Computes>((model, inputs) =>
            {
                Tensor output = model.call((Tensor)inputs[0]!);
                return (Batch: output, List: output.unbind(0).Select((row, i) => knowsPlaces ? row + i : row).ToArray());
            });

        Assert.Equal(verdict, CheckTest.Run(Id, subject).Verdict);
    }

    [Fact]
    public void An_attention_over_tokens_passes() => Expect.Proven(CheckTest.Run(
        Id, ModelSubject.For(() => new TokenAttention()).WithInput(n => randint(0, 11, [n, 6]))));

    [Fact]
    public void Without_a_number_of_samples_it_is_skipped_with_the_line_to_write() => Expect.Skipped(
        CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithFixedInputs(() => [randn(4, 6)])), "subject.WithInput(n =>");

    private sealed class EncodesPlaces : Module<Tensor, Tensor>
    {
        private readonly int _dimension;
        private readonly Linear head = Linear(6, 3);

        public EncodesPlaces(int dimension)
            : base(nameof(EncodesPlaces))
        {
            _dimension = dimension;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor places = arange(input.shape[_dimension]).to(input.dtype);
            return head.call(input + (_dimension == 0 ? places.reshape(-1, 1, 1) : places.reshape(1, -1, 1)));
        }
    }

    private sealed class Recurrent : Module<Tensor, Tensor>
    {
        private readonly LSTM lstm;

        public Recurrent(bool batchFirst)
            : base(nameof(Recurrent))
        {
            lstm = LSTM(3, 8, batchFirst: batchFirst);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => lstm.call(input).Item1;
    }

    private sealed class SharedScale : Module<Tensor, Tensor, Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public SharedScale()
            : base(nameof(SharedScale)) => RegisterComponents();

        public override Tensor forward(Tensor a, Tensor b, Tensor scale) => head.call((a + b) * scale);
    }

    private sealed class TokenAttention : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(11, 8);
        private readonly TransformerEncoderLayer layer = TransformerEncoderLayer(8, 2, 16, dropout: 0);

        public TokenAttention()
            : base(nameof(TokenAttention)) => RegisterComponents();

        public override Tensor forward(Tensor tokens) =>
            layer.call(embedding.call(tokens).transpose(0, 1), null!, null!).transpose(0, 1);
    }
}
