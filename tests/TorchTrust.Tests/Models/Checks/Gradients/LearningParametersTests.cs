using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using TorchTrust.Tests.OddModels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Gradients;

/// <summary>Which parameters are asked for a gradient, how often, and what is shown of it.</summary>
public sealed class LearningParametersTests
{
    private const string Id = CheckIds.EveryParameterLearns;

    /// <summary>Static, since what a model reaches is put back before each call.</summary>
    private static int _calls;

    public LearningParametersTests() => _calls = 0;

    [Fact]
    public void Whole_numbers_are_not_meant_to_learn_and_complex_ones_are()
    {
        CheckResult result = Run(ModelSubject.For(() => new OddNumbers()).WithInput(n => randn(n, 6)));

        Expect.Failed(result, Severity.Question);
        Assert.Equal("phases", Assert.Single(result.Findings).Parameter);
    }

    [Fact]
    public void What_is_frozen_and_what_is_detached_is_named_at_once()
    {
        CheckResult result = Run(Of((m, x) => m.head.call(m.encoder.call(x).detach() * m.scale), m => m.head.bias!.requires_grad = false));

        Expect.Failed(result, Severity.Error);
        Assert.Equal(
            ["encoder.0.weight", "encoder.0.bias", "encoder.2.weight", "encoder.2.bias", "head.bias"],
            result.Findings.Select(finding => finding.Parameter));
    }

    [Fact]
    public void An_expert_that_a_later_batch_chooses_learns() => Expect.Proven(Run(Of((m, x) =>
        m.training && ++_calls % 6 != 0 ? m.head.call(x * m.scale) : Usual(m, x))));

    [Fact]
    public void A_model_that_throws_as_built_fails_with_what_it_threw()
    {
        CheckResult result = Run(Of(Usual).WithLoss<Tensor>((_, _) => throw new NotSupportedException("No loss today.")));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("The subject threw NotSupportedException while computing the declared loss: No loss today.", result.Findings[0].What);
    }

    [Fact]
    public void Outputs_that_could_carry_a_gradient_and_carry_none_are_an_error_whatever_else_comes_out()
    {
        Assert.StartsWith("no output carries a graph", Expect.Failed(Run(Of((m, x) => Usual(m, x).detach().to(ScalarType.ComplexFloat32))), Severity.Error).What);
        Assert.StartsWith("no output carries a graph", Expect.Failed(
            Run(Of(Usual).WithForward<Model>((model, inputs) =>
            {
                Tensor output = model.call((Tensor)inputs[0]!).detach();
                return (output.argmax(1), output);
            })),
            Severity.Error).What);
    }

    [Fact]
    public void Where_all_is_right_one_pass_is_enough_and_what_arrives_is_shown()
    {
        BarPicture outputs = Picture(Of((m, x) => Usual(m, x) * Math.Sign(++_calls)));

        Assert.Equal(1, _calls);
        Assert.Equal("root mean square of the gradient of a random combination of the outputs", outputs.ValueAxis);
        Assert.Equal(
            ["encoder.0.weight", "encoder.0.bias", "encoder.2.weight", "encoder.2.bias", "head.weight", "head.bias", "scale"],
            outputs.Bars.Select(bar => bar.Label));
        Assert.All(outputs.Bars, bar => Assert.True(bar.Value > 0));
        Assert.Equal(
            "root mean square of the gradient of the declared loss", Picture(Of(Usual).WithLoss<Tensor>((_, output) => output.square().mean())).ValueAxis);
    }

    [Fact]
    public void The_gradients_that_are_shown_are_those_of_the_first_batch_though_others_follow()
    {
        double alone = Picture(Of((m, x) => Usual(m, x))).Bars.Single(bar => bar.Label == "head.weight").Value;
        double followed = Picture(Of((m, x) => m.head.call(m.encoder.call(x * m.scale.detach())))).Bars.Single(bar => bar.Label == "head.weight").Value;

        Assert.Equal(alone, followed);
    }

    [Fact]
    public void No_gradient_is_shown_where_none_arrives_at_the_weights_as_built() =>
        Assert.Empty(Run(Of((m, x) => m.scale.eq(0.5).all().item<bool>() ? Usual(m, x).detach() : Usual(m, x))).Pictures);

    private static CheckResult Run(ModelSubject subject) => CheckTest.Run(Id, subject);

    private static BarPicture Picture(ModelSubject subject)
    {
        var options = new TrustOptions { Checks = [Id], IsHost = true, ProvesPower = false };
        return Assert.IsType<BarPicture>(Assert.Single(Assert.Single(Trust.Check(subject, options).Results).Pictures));
    }

    private static ModelSubject Of(Func<Model, Tensor, Tensor> call, Action<Model>? prepare = null) =>
        ModelSubject.For(() => new Model(call, prepare)).WithInput(n => randn(n, 6));

    private static Tensor Usual(Model model, Tensor input) => model.head.call(model.encoder.call(input * model.scale));

    private sealed class OddNumbers : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Parameter order = Parameter(arange(6), requires_grad: false);
        private readonly Parameter phases = Parameter(ones(3, dtype: ScalarType.ComplexFloat32));

        public OddNumbers()
            : base(nameof(OddNumbers)) => RegisterComponents();

        public Tensor Phases => phases;

        public override Tensor forward(Tensor input) => head.call(input.index_select(1, order));
    }
}
