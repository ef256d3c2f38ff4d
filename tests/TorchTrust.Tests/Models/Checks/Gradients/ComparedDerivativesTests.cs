using TorchSharp.Modules;
using TorchTrust.RightModels;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using TorchTrust.Tests.OddModels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Gradients;

/// <summary>Which gradients are compared with differences, at which point, and of what.</summary>
public sealed class ComparedDerivativesTests
{
    private const string Id = CheckIds.GradientsAgreeWithDifferences;

    /// <summary>Static, since what a model reaches is put back before each call.</summary>
    private static int _calls;

    /// <summary>At these seeds the two agree by chance along one of the first directions.</summary>
    [Theory]
    [InlineData(26)]
    [InlineData(124)]
    [InlineData(202)]
    [InlineData(254)]
    public void A_gradient_that_is_wrong_by_little_is_found_whatever_the_seed(long seed) => Expect.Failed(
        ThroughACustomFunction.Run(
            CheckIds.GradientsAgreeWithDifferences, RightModelPool.All.Single(model => model.Name == "SpectralNormCritic").Declared, seed),
        Severity.Question);

    [Fact]
    public void A_right_gradient_that_differences_only_come_near_to_passes() => Assert.Equal(
        Verdict.Passed,
        ThroughACustomFunction.Run(
            CheckIds.GradientsAgreeWithDifferences, ModelSubject.For(() => new Steep()).WithInput(n => randn(n, 3))).Verdict);

    [Fact]
    public void Where_noise_leaves_the_domain_it_is_compared_at_the_weights_as_built() =>
        Expect.Proven(ThroughACustomFunction.Run(Id, Of((m, x) => ((m.scale - 0.5).abs() < 0.01).all().item<bool>()
            ? Usual(m, x)
            : throw new ArgumentException("The scale must stay near a half."))));

    [Fact]
    public void A_loss_that_refuses_float64_decides_nothing_and_is_quoted() => Expect.Inconclusive(
        ThroughACustomFunction.Run(Id, Of(Usual).WithLoss<Tensor>((_, output) => output.dtype == ScalarType.Float32
            ? output.square().mean()
            : throw new NotSupportedException("Losses take float32."))),
        "The model does not run in float64: NotSupportedException while computing the declared loss: Losses take float32.");

    [Fact]
    public void Gradients_that_building_left_behind_are_not_taken_for_those_of_the_loss() =>
        Assert.Equal(Verdict.Passed, ThroughACustomFunction.Run(Id, Of(Usual, m => Usual(m, ones(2, 6)).sum().backward())).Verdict);

    [Fact]
    public void Complex_parameters_are_left_out_and_the_others_compared()
    {
        Assert.Equal(Verdict.Passed, ThroughACustomFunction.Run(Id, Spectral(x => x)).Verdict);

        CheckResult wrong = ThroughACustomFunction.Run(Id, Spectral(Doubled));
        Expect.Failed(wrong, Severity.Question);
        Assert.Equal("head.weight", Assert.Single(wrong.Findings).Parameter);
    }

    [Fact]
    public void A_loss_is_compared_in_the_outputs_that_it_uses_and_that_carry_a_gradient()
    {
        ModelSubject outputs = Of(Usual).WithForward<Model>((model, inputs) =>
        {
            var x = (Tensor)inputs[0]!;
            Tensor output = model.call(x);
            return (output, output.to(ScalarType.ComplexFloat64), output * 2, output.detach());
        });

        CheckResult fromTheLoss = ThroughACustomFunction.Run(
            Id,
            outputs.WithLoss<(Tensor Used, Tensor Spectrum, Tensor Unused, Tensor Target)>(
                (_, output) => Doubled(output.Used).square().mean() + output.Spectrum.abs().mean()));
        Assert.Equal("the gradient of the declared loss in the outputs", fromTheLoss.Findings[^1].What.Split(" is ")[0]);

        CheckResult fromTheModel = ThroughACustomFunction.Run(Id, outputs.WithForward<Model>((model, inputs) =>
        {
            Tensor output = Doubled(model.call((Tensor)inputs[0]!));
            return (output, output, output, output.detach());
        }).WithLoss<(Tensor Used, Tensor Spectrum, Tensor Unused, Tensor Target)>((_, output) =>
            (output.Used.square() * Doubled(output.Target)).mean()));
        Expect.Failed(fromTheModel, Severity.Question);
        Assert.DoesNotContain(
            fromTheModel.Findings, finding => finding.What.StartsWith("the gradient of the declared loss", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_altered_is_announced_since_native_code_may_end_the_process_there()
    {
        string[] steps = StepList.Of(
            Id, ThroughACustomFunction.Of(Of(Usual).WithLoss<Tensor>((_, output) => Doubled(output).square().mean())));

        Assert.Contains("on what the check has altered, converting to float64", steps);
        Assert.Contains("on what the check has altered, differences of encoder.0", steps);
        Assert.Contains("on what the check has altered, differences of the declared loss", steps);
    }

    [Fact]
    public void A_derivative_that_is_small_beside_its_value_agrees_up_to_rounding() => Expect.Proven(ThroughACustomFunction.Run(
        Id,
        ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6)).WithLoss<Tensor>((_, output) => output.square().mean() + 1e5)));

    [Fact]
    public void A_wrong_gradient_is_found_though_differences_are_disturbed_by_rounding() => Expect.Failed(
        ThroughACustomFunction.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))
            .WithLoss<Tensor>((_, output) => Doubled(output).square().mean() + 1e6)),
        Severity.Question);

    [Fact]
    public void A_right_model_costs_three_calls_and_two_a_module_and_a_wrong_gradient_six_a_direction()
    {
        Assert.Equal(3 + (2 * 4), CallsOf((m, x) => Usual(m, x)));
        Assert.Equal(3 + (2 * 4), CallsOf((m, x) => Usual(m, x).mul(100).sin()));
        Assert.Equal(3 + (2 * 3) + (6 * 2), CallsOf((m, x) => m.head.call(m.encoder.call(x * Doubled(m.scale)))));
    }

    [Fact]
    public void A_gradient_that_is_not_finite_leaves_nothing_to_compare() => Expect.Inconclusive(
        ThroughACustomFunction.Run(Id, Of((m, x) => Usual(m, x) + (m.scale * 0).sqrt().sum())),
        "No finite gradient in float64 reaches a parameter, so there is nothing to compare.");

    [Fact]
    public void Where_all_gradients_are_stopped_on_purpose_there_is_nothing_to_compare() => Expect.Inconclusive(
        ThroughACustomFunction.Run(Id, Of(Usual).StopsGradientsOnPurpose("*", "Trained by other means.")),
        "No finite gradient in float64 reaches a parameter, so there is nothing to compare.");

    [Fact]
    public void What_stands_still_along_every_direction_cannot_be_compared() => Expect.Inconclusive(
        ThroughACustomFunction.Run(Id, Of((m, x) => Usual(m, x).sign())),
        "Along no direction is the scalar smooth enough to compare with.");

    [Fact]
    public void Of_gradients_that_are_wrong_in_several_modules_the_last_to_run_is_named() =>
        ModelTest.Run(Id, ThroughACustomFunction.Of(Of((m, x) => Doubled(Usual(m, x)).sin())));

    private static int CallsOf(Func<Model, Tensor, Tensor> call)
    {
        _calls = 0;
        var options = new TrustOptions { Checks = [Id], IsHost = true, ProvesPower = false };
        Trust.Check(ThroughACustomFunction.Of(Of((m, x) => call(m, x) * Math.Sign(++_calls))), options);
        return _calls;
    }

    private static ModelSubject Of(Func<Model, Tensor, Tensor> call, Action<Model>? prepare = null) =>
        ModelSubject.For(() => new Model(call, prepare)).WithInput(n => randn(n, 6));

    private static Tensor Usual(Model model, Tensor input) => model.head.call(model.encoder.call(input * model.scale));

    private static ModelSubject Spectral(Func<Tensor, Tensor> after) =>
        ModelSubject.For(() => new Filter(after)).WithInput(n => randn(n, 6));

    /// <summary>The same value, and twice its gradient.</summary>
    private static Tensor Doubled(Tensor value) => (value * 2) - value.detach();

    private sealed class Filter : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 4);
        private readonly Parameter gains = Parameter(ones(4, dtype: ScalarType.ComplexFloat32));
        private readonly Func<Tensor, Tensor> _after;

        public Filter(Func<Tensor, Tensor> after)
            : base(nameof(Filter))
        {
            _after = after;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => (_after(head.call(input)) * gains).real;
    }

    /// <summary>Its third derivative is so large that a central difference errs by a hundred thousandth.</summary>
    private sealed class Steep : Module<Tensor, Tensor>
    {
        private readonly Parameter weight = Parameter(randn(3, 1));

        public Steep()
            : base(nameof(Steep)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input.matmul(weight).mul(8000).sin();
    }
}
