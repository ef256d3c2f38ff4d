using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using TorchTrust.Tests.OddModels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Gradients;

/// <summary>What is said of values that are not finite: of which, where, how often, and on which inputs.</summary>
public sealed class FiniteValuesTests
{
    private const string Id = CheckIds.ValuesAreFinite;

    /// <summary>Static, since what a model reaches is put back before each call.</summary>
    private static int _calls;

    public FiniteValuesTests() => _calls = 0;

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "infinite")]
    public void What_is_not_finite_once_and_not_again_decides_nothing(double value, string name) => Expect.Inconclusive(
        Run(Of((m, x) => Usual(m, x) * (++_calls == 1 ? value : 1))),
        $"An output was {name} once and not again with the same input and seed");

    [Fact]
    public void Where_one_output_is_not_finite_again_and_another_is_not_the_first_alone_is_named()
    {
        CheckResult result = Run(Of(Usual).WithForward<Model>((model, inputs) =>
        {
            Tensor output = model.call((Tensor)inputs[0]!);
            return (output * (++_calls == 1 ? double.NaN : 1), output * double.NaN, output);
        }));

        Expect.Failed(result, Severity.Error);
        Assert.StartsWith("the output.Item2 in training mode is NaN", Assert.Single(result.Findings).What);
    }

    [Fact]
    public void NaN_of_the_first_calls_alone_is_not_put_down_to_inputs_that_are_finite() =>
        Expect.Failed(Run(Of((m, x) => Usual(m, x) * (++_calls <= 2 ? double.NaN : 1))), Severity.Error);

    [Fact]
    public void What_shows_with_finite_inputs_in_place_of_infinite_ones_decides_how_much_it_weighs()
    {
        Func<long, Tensor> masks = n => full([n, 6], float.NegativeInfinity);

        Expect.Failed(Run(Of((_, x) => (x * 10) + (x * 0)).WithInput(masks)), Severity.Question);
        Expect.Failed(Run(Of((_, x) => (x.clamp(-1, 1) - 5).log()).WithInput(masks)), Severity.Error);
        Expect.Inconclusive(Run(Of((_, x) => x * 0).WithInput(masks)), "The inputs that the recipe makes are not finite themselves");
    }

    [Fact]
    public void Inputs_of_any_type_stand_beside_infinite_ones()
    {
        CheckResult result = Run(Of(Usual).WithInputs(n =>
                [full([n, 6], float.NegativeInfinity), randint(0, 5, [n]), ones(n, dtype: ScalarType.Bool),
                    full([n, 6], double.PositiveInfinity, dtype: ScalarType.ComplexFloat32)])
            .WithForward<Model>((_, inputs) => ((Tensor)inputs[0]!).exp() * ((Tensor)inputs[1]!).unsqueeze(1) / 0));

        Expect.Failed(result, Severity.Error);
    }

    [Fact]
    public void A_loss_that_is_infinite_on_outputs_of_eval_mode_passes() => Assert.Equal(
        Verdict.Passed,
        Run(Of((m, x) => m.training ? Usual(m, x) : Usual(m, x) * 0).WithLoss<Tensor>((_, output) => 1 / output.abs().sum())).Verdict);

    [Fact]
    public void A_loss_that_is_infinite_is_found_without_gradients_too()
    {
        using IDisposable _ = no_grad();

        Assert.StartsWith(
            "the declared loss is", Expect.Failed(Run(Of(Usual).WithLoss<Tensor>((_, output) => output.sum() / 0)), Severity.Error).What);
    }

    [Fact]
    public void The_size_of_what_each_module_returns_is_shown()
    {
        CheckResult result = Run(Of((m, x) => m.head.call(m.encoder.call(x).log())));

        BarPicture picture = Assert.IsType<BarPicture>(result.Pictures[0]);
        Assert.Equal(["encoder.0", "encoder.1", "encoder.2", "encoder", "head", "Model"], picture.Bars.Select(bar => bar.Label));
    }

    [Fact]
    public void A_gradient_that_is_not_finite_on_a_sample_of_zeros_is_a_question_under_a_declared_loss()
    {
        CheckResult result = Run(ModelSubject.For(() => Sequential(
                Linear(6, 3, hasBias: false), new Computes(y => y.pow(2).sum(dim: 1, keepdim: true).sqrt())))
            .WithInput(n => rand(n, 6) + 0.1).WithInputRange(0, 1).WithLoss<Tensor>((_, output) => output.sum()));

        Assert.StartsWith(
            "if a sample is 0 everywhere, all values are finite on the way forward", Expect.Failed(result, Severity.Question).What);
    }

    [Fact]
    public void Zero_is_not_tried_where_the_declared_range_does_not_hold_it() => Assert.Equal(
        Verdict.Passed,
        Run(Of((_, x) => x / x.pow(2).sum(dim: 1, keepdim: true).sqrt()).WithInput(n => rand(n, 6) + 1).WithInputRange(1, 2)).Verdict);

    [Fact]
    public void Inputs_that_are_no_floating_numbers_keep_their_values_beside_a_special_sample() => Assert.Equal(
        Verdict.Passed,
        Run(Of(Usual).WithInputs(n => [rand(n, 6), randint(1, 5, [n])]).WithInputRange(0, 1)
            .WithForward<Model>((_, inputs) => (Tensor)inputs[0]! / ((Tensor)inputs[1]!).unsqueeze(1))).Verdict);

    [Fact]
    public void The_first_special_sample_that_shows_something_is_enough()
    {
        CheckResult result = Run(Of((_, x) => 1 / (x * (1 - x))).WithInput(n => (rand(n, 6) * 0.5) + 0.25).WithInputRange(0, 1));

        Expect.Failed(result, Severity.Question);
        Assert.StartsWith("if a sample is 0 everywhere, the output in training mode is infinite", Assert.Single(result.Findings).What);
    }

    [Fact]
    public void What_shows_on_usual_inputs_is_not_repeated_for_special_samples()
    {
        CheckResult result = Run(Of((m, x) => Usual(m, x) * double.NaN).WithInputRange(-1, 1));

        Expect.Failed(result, Severity.Error);
        Assert.StartsWith("the output in training mode is NaN", Assert.Single(result.Findings).What);
    }

    [Fact]
    public void The_parameter_that_is_named_belongs_to_the_module_where_it_arises()
    {
        Finding finding = Expect.Failed(Run(ModelSubject.For(() => new TwoLayers()).WithInput(n => randn(n, 6))), Severity.Error);

        Assert.EndsWith("it arises in fc1, whose fc1.weight is not finite itself", finding.What);
    }

    [Fact]
    public void Each_parameter_whose_gradient_is_not_finite_is_told() => Assert.Equal(
        new Model(Usual).named_parameters().Select(entry => entry.name).Order(),
        Run(Of((m, x) => (Usual(m, x) * 0).sqrt())).Findings.Select(finding => finding.Parameter).Order());

    [Fact]
    public void Gradients_that_a_model_is_built_with_are_not_judged() => Assert.Equal(
        Verdict.Passed,
        Run(ModelSubject.For(() =>
        {
            var model = new Model(Usual);
            foreach (Parameter parameter in model.parameters())
            {
                parameter.grad = full_like(parameter, double.NaN);
            }

            return model;
        }).WithInput(n => randn(n, 6))).Verdict);

    [Fact]
    public void What_arises_behind_the_first_parameter_would_be_noticed()
    {
        CheckResult result = Run(ModelSubject.For(() => new TwoLayers(isFinite: true)).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.All(result.Power!.Mutants, mutant => Assert.Equal(MutantOutcome.Killed, mutant.Outcome));
    }

    [Fact]
    public void A_right_model_costs_six_calls()
    {
        var options = new TrustOptions { Checks = [Id], IsHost = true, ProvesPower = false };
        Trust.Check(Of((m, x) => Usual(m, x) * Math.Sign(++_calls)), options);

        Assert.Equal(6, _calls);
    }

    private static CheckResult Run(ModelSubject subject) => CheckTest.Run(Id, subject);

    private static ModelSubject Of(Func<Model, Tensor, Tensor> call) => ModelSubject.For(() => new Model(call)).WithInput(n => randn(n, 6));

    private static Tensor Usual(Model model, Tensor input) => model.head.call(model.encoder.call(input * model.scale));

    /// <summary>The second that is called comes first by its registration, and its name begins with that of the other.</summary>
    private sealed class TwoLayers : Module<Tensor, Tensor>
    {
        private readonly Linear fc10 = Linear(6, 3);
        private readonly Linear fc1 = Linear(6, 6);

        public TwoLayers(bool isFinite = false)
            : base(nameof(TwoLayers))
        {
            RegisterComponents();
            using IDisposable _ = no_grad();
            foreach (Parameter parameter in isFinite ? [] : parameters())
            {
                parameter.fill_(double.NaN);
            }
        }

        public override Tensor forward(Tensor input) => fc10.call(fc1.call(input));
    }
}
