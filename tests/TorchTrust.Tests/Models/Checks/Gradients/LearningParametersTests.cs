using TorchSharp.Modules;
using TorchTrust.Tests.Cases.GradientOfRounding;
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
        Assert.StartsWith(
            "The subject threw NotSupportedException while computing the declared loss: No loss today.", result.Findings[0].What);
    }

    [Fact]
    public void Outputs_that_could_carry_a_gradient_and_carry_none_are_an_error_whatever_else_comes_out()
    {
        Assert.StartsWith(
            "no output carries a graph",
            Expect.Failed(Run(Of((m, x) => Usual(m, x).detach().to(ScalarType.ComplexFloat32))), Severity.Error).What);
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
            "root mean square of the gradient of the declared loss",
            Picture(Of(Usual).WithLoss<Tensor>((_, output) => output.square().mean())).ValueAxis);
    }

    [Fact]
    public void The_gradients_that_are_shown_are_those_of_the_first_batch_though_others_follow()
    {
        double alone = Picture(Of((m, x) => Usual(m, x))).Bars.Single(bar => bar.Label == "head.weight").Value;
        double followed = Picture(Of((m, x) => m.head.call(m.encoder.call(x * m.scale.detach()))))
            .Bars.Single(bar => bar.Label == "head.weight").Value;

        Assert.Equal(alone, followed);
    }

    [Fact]
    public void No_gradient_is_shown_where_none_arrives_at_the_weights_as_built() =>
        Assert.Empty(Run(Of((m, x) => m.scale.eq(0.5).all().item<bool>() ? Usual(m, x).detach() : Usual(m, x))).Pictures);

    [Fact]
    public void A_router_whose_gradient_is_rounding_is_an_error_with_both_numbers()
    {
        ModelTest.Run(Id, Routed, "of the outputs");
        ModelTest.Run(Id, Routed.WithLoss<Tensor>((_, output) => output.square().mean()), "of the loss");
    }

    [Fact]
    public void A_router_that_is_drawn_once_on_purpose_passes() => Assert.Equal(
        Verdict.Passed, ModelTest.Run(Id, Routed.StopsGradientsOnPurpose("gate.*", "It is drawn once.")).Verdict);

    /// <summary>As a dense network is taken apart: all choices are one as built, and none later.</summary>
    [Fact]
    public void A_router_between_experts_that_begin_as_copies_is_found() => Assert.Equal(
        "gate.weight", Assert.Single(ModelTest.Run(Id, ModelSubject.For(Copies).WithInput(n => randn(n, 6, 8))).Findings).Parameter);

    [Fact]
    public void A_router_is_not_judged_where_runs_differ_whatever_the_seed() => Assert.Equal(
        Verdict.Passed,
        ModelTest.Run(Id, Routed.WithForward<RoutedFaulty>((model, inputs) => model.call((Tensor)inputs[0]!) + (++_calls * 1e-2))).Verdict);

    [Fact]
    public void Gradients_are_taken_in_float64_only_where_the_process_may_end_and_that_is_told_before()
    {
        const string Step = "on what the check has altered, taking gradients in float64";
        Assert.Contains(Step, StepList.Of(Id, Routed));
        Assert.DoesNotContain(Step, StepList.Of(Id, Routed, isHost: false));
    }

    [Fact]
    public void Where_all_others_are_left_alone_on_purpose_what_is_frozen_is_still_asked_about() => Assert.Equal(
        "1.bias",
        Assert.Single(ModelTest.Run(
            Id,
            ModelSubject.For(() => Sequential(Linear(6, 8), WithoutBias(Linear(8, 3)))).WithInput(n => randn(n, 6))
                .StopsGradientsOnPurpose("0.*", "Drawn once.").StopsGradientsOnPurpose("1.weight", "Drawn once.")).Findings).Parameter);

    [Fact]
    public void A_stop_where_nothing_comes_of_it_is_no_proof() => ModelTest.Prove(
        Id,
        ModelSubject.For(() => new StartsDetached(isDetached: false)).WithInput(n => randn(n, 6)).LeavesUnusedOnPurpose("idle", "Kept."));

    [Fact]
    public void What_is_detached_as_built_alone_is_not_taken_for_a_fault_that_was_put_in() => ModelTest.Prove(
        Id,
        ModelSubject.For(() => new StartsDetached(isDetached: true)).WithInput(n => randn(n, 6))
            .LeavesUnusedOnPurpose("idle", "Kept.").StopsGradientsOnPurpose("gate", "A switch."));

    [Fact]
    public void A_way_that_chance_takes_in_one_batch_and_not_in_another_is_no_proof_by_the_one() =>
        ModelTest.Prove(Id, ModelSubject.For(() => new TwoWays()).WithInput(n => randn(n, 6)));

    [Fact]
    public void Where_runs_differ_whatever_the_seed_no_stop_is_noticed() =>
        ModelTest.Prove(Id, Of((m, x) => Usual(m, x) + (++_calls * 1e-2)));

    [Fact]
    public void A_stop_behind_what_has_no_influence_is_no_proof() =>
        ModelTest.Prove(Id, ModelSubject.For(() => Sequential(new Shift(), LayerNorm(32), Linear(32, 3))).WithInput(n => randn(n, 32)));

    private static ModelSubject Routed => ModelSubject.For(() => new RoutedFaulty()).WithInput(n => randn(n, 6, 8));

    private static RoutedFaulty Copies()
    {
        var model = new RoutedFaulty();
        using IDisposable _ = no_grad();
        Dictionary<string, Parameter> parameters = model.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        foreach (string path in parameters.Keys.Where(path => path.StartsWith("experts.", StringComparison.Ordinal)))
        {
            parameters[path].copy_(parameters[$"experts.0.{path.Split('.')[2]}"]);
        }

        return model;
    }

    private static Linear WithoutBias(Linear layer)
    {
        layer.bias!.requires_grad = false;
        return layer;
    }

    private static CheckResult Run(ModelSubject subject) => CheckTest.Run(Id, subject);

    private static BarPicture Picture(ModelSubject subject)
    {
        var options = new TrustOptions { Checks = [Id], IsHost = true, ProvesPower = false };
        return Assert.IsType<BarPicture>(Assert.Single(Assert.Single(Trust.Check(subject, options).Results).Pictures));
    }

    private static ModelSubject Of(Func<Model, Tensor, Tensor> call, Action<Model>? prepare = null) =>
        ModelSubject.For(() => new Model(call, prepare)).WithInput(n => randn(n, 6));

    private static Tensor Usual(Model model, Tensor input) => model.head.call(model.encoder.call(input * model.scale));

    /// <summary>Its encoder may learn only once its gate has been moved, and one of its layers leads nowhere.</summary>
    private sealed class StartsDetached : Module<Tensor, Tensor>
    {
        private readonly Linear encoder = Linear(6, 6);
        private readonly Linear head = Linear(6, 3);
        private readonly Linear idle = Linear(6, 3);
        private readonly Parameter? gate;

        public StartsDetached(bool isDetached)
            : base(nameof(StartsDetached))
        {
            gate = isDetached ? Parameter(zeros(1)) : null;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            idle.call(input);
            Tensor code = encoder.call(input);
            return head.call(gate?.detach().eq(0).item<bool>() == true ? code.detach() : code);
        }
    }

    /// <summary>Chance decides by which of two activations a layer is used, and the second brings what another gives along.</summary>
    private sealed class TwoWays : Module<Tensor, Tensor>
    {
        private readonly Linear expert = Linear(6, 6);
        private readonly Linear layer = Linear(6, 6);
        private readonly Module<Tensor, Tensor> often = Tanh();
        private readonly Module<Tensor, Tensor> seldom = Sigmoid();

        public TwoWays()
            : base(nameof(TwoWays)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            (Tensor further, Tensor hidden) = (expert.call(input), layer.call(input));
            return rand(1).item<float>() < 0.7 ? often.call(hidden) : seldom.call(hidden) + further;
        }
    }

    /// <summary>Adds one number to all features, which a normalization takes away again.</summary>
    private sealed class Shift : Module<Tensor, Tensor>
    {
        private readonly Parameter shift = Parameter(full(1, 0.3f));

        public Shift()
            : base(nameof(Shift)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input + shift;
    }

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
