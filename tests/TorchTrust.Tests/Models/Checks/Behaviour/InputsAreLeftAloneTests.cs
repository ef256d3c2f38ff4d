using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class InputsAreLeftAloneTests
{
    private const string Id = "inputs-are-left-alone";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_at_each_input()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Bilinear(3, 4, 2)).WithInputs(n => [randn(n, 3), randn(n, 4)]));

        Assert.Equal(["[0]", "[1]"], Expect.Proven(result).SeenAt.Order());
    }

    [Fact]
    public void Power_is_shown_at_integers_booleans_and_complex_numbers_too()
    {
        ModelSubject subject = ModelSubject.For(() => Sequential(Linear(3, 2)))
            .WithInputs(n => [randint(5, new long[] { n, 3 }, dtype: ScalarType.Int64), ones(n, 3, dtype: ScalarType.Bool),
                randn(n, 3, dtype: ScalarType.ComplexFloat32)])
            .WithForward<Sequential>((model, inputs) => model.call(
                ((Tensor)inputs[0]!).to(ScalarType.Float32) * ((Tensor)inputs[1]!).to(ScalarType.Float32) + ((Tensor)inputs[2]!).real));

        Assert.Equal(["[0]", "[1]", "[2]"], Expect.Proven(CheckTest.Run(Id, subject)).SeenAt.Order());
    }

    [Fact]
    public void An_in_place_activation_in_the_first_layer_is_an_error_that_names_the_fact()
    {
        ModelSubject subject = ModelSubject.For(() => Sequential(ReLU(inplace: true), Linear(6, 3))).WithInput(n => randn(n, 6));
        CheckResult result = CheckTest.Run(Id, subject);

        Assert.Equal("input [0] has other content after the call", Expect.Failed(result, Severity.Error).What);
        Assert.Contains("ChangesInputsOnPurpose(", result.Remedy, StringComparison.Ordinal);
        Expect.Skipped(CheckTest.Run(Id, subject.ChangesInputsOnPurpose("It owns them.")), "It owns them.");
    }

    [Theory]
    [InlineData(CheckIds.EvalIsDeterministic)]
    [InlineData("samples-independent-in-eval")]
    [InlineData(CheckIds.BatchAgreesWithSingleSamples)]
    [InlineData(CheckIds.EveryParameterLearns)]
    public void No_other_check_takes_a_changed_input_for_its_own_fault(string checkId) => Expect.Proven(
        CheckTest.Run(checkId, ModelSubject.For(() => Sequential(new Computes(x => x.mul_(2)), Linear(6, 3))).WithInput(n => randn(n, 6))));

    [Fact]
    public void In_place_activations_behind_the_first_layer_pass() => Expect.Proven(
        CheckTest.Run(Id, ModelSubject.For(() => Sequential(Linear(6, 8), ReLU(inplace: true), Linear(8, 3))).WithInput(n => randn(n, 6))));

    [Fact]
    public void What_is_changed_in_training_mode_only_fails() => Expect.Failed(
        CheckTest.Run(Id, ModelSubject.For(() => new AddsNoiseInPlace()).WithInput(n => randn(n, 6))), Severity.Error);

    [Fact]
    public void Two_inputs_in_a_nested_tuple_are_told_apart()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => new Nested()).WithInputs(n => [((randn(n, 6), randn(n, 6)), randn(n, 6))]));

        Assert.Equal(["input [0].Item1.Item2 has other content after the call"], result.Findings.Select(finding => finding.What));
    }

    [Fact]
    public void A_dimension_added_in_place_counts_as_change() => Expect.Failed(
        CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))
            .WithForward<Linear>((model, inputs) => model.call(((Tensor)inputs[0]!).unsqueeze_(1)))), Severity.Error);

    [Fact]
    public void Integer_inputs_that_are_changed_are_named() => Assert.StartsWith(
        "input [0]",
        Expect.Failed(
            CheckTest.Run(Id, ModelSubject.For(() => new MasksTokens()).WithInput(n => randint(1, 9, [n, 4]))), Severity.Error).What,
        StringComparison.Ordinal);

    private sealed class AddsNoiseInPlace : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public AddsNoiseInPlace()
            : base(nameof(AddsNoiseInPlace)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(training ? input.add_(randn_like(input)) : input);
    }

    private sealed class Nested : Module<((Tensor A, Tensor B) Pair, Tensor C), Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public Nested()
            : base(nameof(Nested)) => RegisterComponents();

        public override Tensor forward(((Tensor A, Tensor B) Pair, Tensor C) input) =>
            head.call(input.Pair.A + input.Pair.B.mul_(2) + input.C);
    }

    private sealed class MasksTokens : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(9, 4);

        public MasksTokens()
            : base(nameof(MasksTokens)) => RegisterComponents();

        public override Tensor forward(Tensor tokens)
        {
            tokens.select(1, 0).zero_();
            return embedding.call(tokens);
        }
    }
}
