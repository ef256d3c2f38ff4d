using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Gradients;

public sealed class OutputSuitsTheLossTests
{
    private const string Id = "output-suits-the-loss";

    [Fact]
    public void Logits_before_cross_entropy_pass_and_a_softmax_would_be_noticed()
    {
        PowerProof proof = Expect.Proven(Run(() => Linear(6, 4), CrossEntropy));

        Assert.Contains(proof.Mutants, mutant => mutant is { Mutant: "normalize-output", Outcome: MutantOutcome.Killed });
    }

    [Fact]
    public void Logits_before_a_loss_that_squashes_pass_and_a_sigmoid_would_be_noticed()
    {
        PowerProof proof = Expect.Proven(Run(() => Linear(6, 4), BinaryWithLogits));

        Assert.Contains(proof.Mutants, mutant => mutant is { Mutant: "squash-output", Outcome: MutantOutcome.Killed });
    }

    [Fact]
    public void A_softmax_before_cross_entropy_fails_with_its_dimension()
    {
        Finding finding = Expect.Failed(Run(() => Sequential(Linear(6, 4), Softmax(1)), CrossEntropy), Severity.Error);

        Assert.Equal(1, finding.Dimension);
        Assert.Contains("normalized twice", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sigmoid_before_a_loss_on_logits_fails() => Assert.Contains(
        "squashed twice",
        Expect.Failed(Run(() => Sequential(Linear(6, 4), Sigmoid()), BinaryWithLogits), Severity.Error).What,
        StringComparison.Ordinal);

    [Fact]
    public void A_softmax_over_classes_of_pixels_before_cross_entropy_fails() => Assert.Equal(
        1,
        Expect.Failed(
            ModelTest.Prove(Id, ModelSubject.For(() => Sequential(Conv2d(2, 3, 1), Softmax(1))).WithInput(n => randn(n, 2, 4, 4))
                .WithLoss<Tensor>((_, output) => functional.cross_entropy(output, zeros(output.shape[0], 4, 4, dtype: ScalarType.Int64)))),
            Severity.Error).Dimension);

    [Fact]
    public void Of_two_outputs_the_one_that_is_normalized_twice_is_named() => Assert.StartsWith(
        "output .Item2",
        Expect.Failed(
            ModelTest.Prove(Id, ModelSubject.For(() => Linear(6, 4)).WithInput(n => randn(n, 6))
                .WithForward<Linear>((model, inputs) => (model.call((Tensor)inputs[0]!), model.call((Tensor)inputs[0]!).softmax(-1)))
                .WithLoss<(Tensor, Tensor)>((_, output) => CrossEntropy(output.Item1) + CrossEntropy(output.Item2))),
            Severity.Error).What,
        StringComparison.Ordinal);

    [Fact]
    public void Probabilities_before_the_likelihood_of_their_logarithm_pass() => Assert.Equal(
        Verdict.Passed,
        Run(() => Sequential(Linear(6, 4), Softmax(1)), output => functional.nll_loss((output + 1e-9).log(), Labels(output))).Verdict);

    [Fact]
    public void Probabilities_before_binary_cross_entropy_pass() => Assert.Equal(
        Verdict.Passed,
        Run(() => Sequential(Linear(6, 4), Sigmoid()), output => functional.binary_cross_entropy(output, full_like(output, 0.3))).Verdict);

    [Fact]
    public void A_sigmoid_before_a_squared_or_an_absolute_error_passes()
    {
        Assert.Equal(Verdict.Passed, Run(
            () => Sequential(Linear(6, 4), Sigmoid()), output => functional.mse_loss(output, full_like(output, 0.3)), "squared").Verdict);
        Assert.Equal(Verdict.Passed, Run(
            () => Sequential(Linear(6, 4), Sigmoid()), output => functional.l1_loss(output, full_like(output, 0.3)), "absolute").Verdict);
    }

    [Fact]
    public void A_log_softmax_before_cross_entropy_changes_nothing_and_passes() =>
        Assert.Equal(Verdict.Passed, Run(() => Sequential(Linear(6, 4), LogSoftmax(1)), CrossEntropy).Verdict);

    [Fact]
    public void Weights_of_an_attention_beside_the_output_that_the_loss_does_not_read_pass() => Assert.Equal(
        Verdict.Passed,
        ModelTest.Prove(Id, ModelSubject.For(() => Linear(6, 4)).WithInput(n => randn(n, 6))
            .WithForward<Linear>((model, inputs) => (model.call((Tensor)inputs[0]!), model.call((Tensor)inputs[0]!).softmax(-1)))
            .WithLoss<(Tensor, Tensor)>((_, output) => CrossEntropy(output.Item1))).Verdict);

    [Fact]
    public void Numbers_that_lie_between_zero_and_one_by_chance_pass() => Assert.Equal(
        Verdict.Passed, Run(() => new GatedBranch(x => x.sigmoid(), x => x), BinaryWithLogits).Verdict);

    [Fact]
    public void Logits_that_leave_zero_and_one_only_far_from_the_start_pass() => Assert.Equal(
        Verdict.Passed, Run(() => new Narrow(throws: false), BinaryWithLogits).Verdict);

    [Fact]
    public void A_model_that_does_not_run_far_from_the_start_is_not_blamed() => Assert.Equal(
        Verdict.Passed,
        ModelTest.Run(Id, ModelSubject.For(() => new Narrow(throws: true)).WithInput(n => randn(n, 6))
            .WithLoss<Tensor>((_, output) => BinaryWithLogits(output))).Verdict);

    [Fact]
    public void Each_output_that_is_normalized_or_squashed_twice_is_named() => ModelTest.Run(
        Id,
        ModelSubject.For(() => Linear(6, 4)).WithInput(n => randn(n, 6))
            .WithForward<Linear>((model, inputs) => (model.call((Tensor)inputs[0]!).sigmoid(), model.call((Tensor)inputs[0]!).softmax(-1)))
            .WithLoss<(Tensor, Tensor)>((_, output) => BinaryWithLogits(output.Item1) + CrossEntropy(output.Item2)));

    [Fact]
    public void An_output_that_is_squashed_twice_is_named_beside_one_that_is_not() => Assert.StartsWith(
        "output .Item1",
        Expect.Failed(
            ModelTest.Run(Id, Pair((_, output) => output.sigmoid(), (_, output) => output)
                .WithLoss<(Tensor, Tensor)>((_, output) => BinaryWithLogits(output.Item1) + CrossEntropy(output.Item2))),
            Severity.Error).What,
        StringComparison.Ordinal);

    [Fact]
    public void What_is_normalized_as_built_or_elsewhere_but_not_at_both_passes() => Assert.Equal(
        Verdict.Passed,
        ModelTest.Run(
            Id,
            Pair((isMoved, output) => isMoved ? output : output.softmax(1), (isMoved, output) => isMoved ? output.softmax(1) : output)
            .WithLoss<(Tensor, Tensor)>((_, output) => CrossEntropy(output.Item1) + CrossEntropy(output.Item2))).Verdict);

    [Fact]
    public void A_softmax_before_cross_entropy_fails_though_the_model_does_not_run_far_from_the_start() => Expect.Failed(
        ModelTest.Run(
            Id,
            ModelSubject.For(() => new Narrow(throws: true)).WithInput(n => randn(n, 6))
                .WithForward<Narrow>((model, inputs) => model.call((Tensor)inputs[0]!).softmax(1))
                .WithLoss<Tensor>((_, output) => CrossEntropy(output))),
        Severity.Error);

    [Fact]
    public void That_other_outputs_are_given_to_the_loss_is_told_before() => Assert.Contains(
        "on what the check has altered, computing the loss of other outputs",
        StepList.Of(
            Id, ModelSubject.For(() => Linear(6, 4)).WithInput(n => randn(n, 6)).WithLoss<Tensor>((_, output) => CrossEntropy(output))));

    [Fact]
    public void Without_a_loss_it_is_skipped() => Expect.Skipped(
        ModelTest.Prove(Id, ModelSubject.For(() => Linear(6, 4)).WithInput(n => randn(n, 6))), "No loss is declared");

    private static CheckResult Run<T>(Func<T> build, Func<Tensor, Tensor> loss, string what = "", [CallerMemberName] string test = "")
        where T : class =>
        ModelTest.Prove(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)).WithLoss<Tensor>((_, output) => loss(output)), what, test);

    /// <summary>Two outputs that are made of one layer's by whether its parameters were moved.</summary>
    private static ModelSubject Pair(Func<bool, Tensor, Tensor> first, Func<bool, Tensor, Tensor> second) =>
        ModelSubject.For(() => new GatedBranch(x => x, x => x * 1)).WithInput(n => randn(n, 4)).WithForward<GatedBranch>((model, inputs) =>
        {
            Tensor output = model.call((Tensor)inputs[0]!);
            bool isMoved = model.get_parameter("gate")!.detach().ne(0).item<bool>();
            return (first(isMoved, output), second(isMoved, output));
        });

    private static Tensor CrossEntropy(Tensor output) => functional.cross_entropy(output, Labels(output));

    private static Tensor BinaryWithLogits(Tensor output) =>
        functional.binary_cross_entropy_with_logits(output, arange(output.numel()).remainder(2).reshape(output.shape).to(output.dtype));

    private static Tensor Labels(Tensor output) => arange(output.shape[0], dtype: ScalarType.Int64).remainder(4);

    /// <summary>What it gives lies between zero and one as long as its scale is small.</summary>
    private sealed class Narrow : Module<Tensor, Tensor>
    {
        private readonly Parameter scale = Parameter(full([1], 0.01));
        private readonly bool _throws;

        public Narrow(bool throws)
            : base(nameof(Narrow))
        {
            _throws = throws;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            double size = Math.Abs(scale.detach().item<float>());
            return size < 0.3 ? (input * scale).sigmoid() : _throws ? throw new ArgumentException("out of range") : input * scale;
        }
    }
}
