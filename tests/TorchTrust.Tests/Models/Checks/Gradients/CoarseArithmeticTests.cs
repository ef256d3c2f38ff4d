using TorchSharp.Modules;
using TorchTrust.RightModels;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Gradients;

/// <summary>Differences say nothing where a model computes in a type that is coarser than float64.</summary>
public sealed class CoarseArithmeticTests
{
    private const string Id = CheckIds.GradientsAgreeWithDifferences;

    public static TheoryData<long> Seeds => [.. Enumerable.Range(1, 8).Select(seed => (long)seed)];

    [Theory, MemberData(nameof(Seeds))]
    public void A_model_that_multiplies_in_bfloat16_decides_nothing_whatever_the_seed(long seed) => Expect.Inconclusive(
        ThroughACustomFunction.Run(Id, RightModelPool.All.Single(model => model.Name == "BFloat16Inside").Undeclared, seed),
        "In float64 the model still rounds the parameters of _fc1 to BFloat16, since it casts, so that differences are rounding.");

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Float32)]
    public void The_type_that_is_computed_in_is_named(ScalarType type) => Expect.Inconclusive(
        ThroughACustomFunction.Run(Id, Mixed((model, x) => model.Coarse(x, type))), $"rounds the parameters of middle to {type}");

    [Fact]
    public void What_is_rounded_behind_a_layer_says_nothing_of_that_layer() => Expect.Inconclusive(
        ThroughACustomFunction.Run(Id, Mixed((model, x) => model.Coarse(model.first.call(x), ScalarType.BFloat16))),
        "rounds the parameters of middle to BFloat16");

    [Fact]
    public void A_wrong_gradient_beside_rounded_layers_is_still_found()
    {
        CheckResult result = ThroughACustomFunction.Run(
            Id, Mixed((model, x) => Doubled(model.first.call(model.Coarse(x, ScalarType.BFloat16)))));

        Expect.Failed(result, Severity.Question);
        Assert.Equal("first.weight", Assert.Single(result.Findings).Parameter);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Steps_that_are_no_rounding_to_a_type_stay_a_question(long seed)
    {
        CheckResult result = ThroughACustomFunction.Run(Id, Mixed((model, x) => Through(model.first.call(x).mul(16)).div(16)), seed);

        Expect.Failed(result, Severity.Question);
        Assert.Equal("first.weight", Assert.Single(result.Findings).Parameter);
    }

    private static ModelSubject Mixed(Func<MixedPrecision, Tensor, Tensor> between) =>
        ModelSubject.For(() => new MixedPrecision(between)).WithInput(n => randn(n, 6));

    /// <summary>The same value, and twice its gradient.</summary>
    private static Tensor Doubled(Tensor value) => (value * 2) - value.detach();

    /// <summary>Whole numbers, and the gradient of what they were rounded from.</summary>
    private static Tensor Through(Tensor value) => value + (value.round() - value).detach();

    private sealed class MixedPrecision : Module<Tensor, Tensor>
    {
        public readonly Linear first = Linear(6, 6);
        public readonly Linear middle = Linear(6, 6);
        public readonly Linear last = Linear(6, 3);
        private readonly Func<MixedPrecision, Tensor, Tensor> _between;

        public MixedPrecision(Func<MixedPrecision, Tensor, Tensor> between)
            : base(nameof(MixedPrecision))
        {
            _between = between;
            RegisterComponents();
        }

        /// <summary>The middle layer, in a coarser type.</summary>
        public Tensor Coarse(Tensor x, ScalarType type) =>
            functional.linear(x.to(type), middle.weight.to(type), middle.bias!.to(type)).to(x.dtype);

        public override Tensor forward(Tensor input) => last.call(_between(this, input));
    }
}
