using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Gradients;

public sealed class TrainingLeavesTheStartTests
{
    private const string Id = "training-leaves-the-start";

    [Fact]
    public void An_ordinary_network_passes_and_a_dead_branch_would_be_noticed_at_each_layer() => Assert.Equal(
        ["0", "2"], Expect.Proven(Run(() => Sequential(Linear(6, 8), Tanh(), Linear(8, 3)))).SeenAt.Order());

    [Fact]
    public void Two_factors_that_are_both_zero_fail_with_both_names()
    {
        CheckResult result = Run(() => new LowRank(down: 0, up: 0));

        Assert.Equal(["down", "up"], result.Findings.Select(finding => finding.Parameter).Order());
        Assert.StartsWith(
            "the gradient of down is zero as built and stays zero over 20 steps of training",
            Expect.Failed(result, Severity.Error).What,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void One_factor_of_zero_passes(double down, double up) =>
        Assert.Equal(Verdict.Passed, Run(() => new LowRank(down, up), $"{down} and {up}").Verdict);

    [Fact]
    public void A_last_layer_of_zero_passes_since_it_moves_first() =>
        Assert.Equal(Verdict.Passed, Run(() => Sequential(Linear(6, 8), Tanh(), Zero(Linear(8, 3)))).Verdict);

    [Fact]
    public void Zero_factors_that_open_one_after_the_other_pass() => Assert.Equal(Verdict.Passed, Run(() => new Chain()).Verdict);

    [Fact]
    public void What_has_no_gradient_anywhere_is_the_business_of_another_check() => Assert.Equal(
        Verdict.Passed,
        ModelTest.Prove(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))
            .WithForward<Linear>((model, inputs) => model.call((Tensor)inputs[0]!).detach())).Verdict);

    [Fact]
    public void What_is_trained_by_other_means_is_passed_over() => Assert.Equal(
        Verdict.Passed,
        ModelTest.Prove(Id, ModelSubject.For(() => new LowRank(0, 0)).WithInput(n => randn(n, 6))
            .StopsGradientsOnPurpose("up", "Set by hand.").FreezesOnPurpose("down", "Kept.")).Verdict);

    [Theory]
    [InlineData("down")]
    [InlineData("up")]
    public void One_of_both_that_is_left_alone_on_purpose_leaves_the_other(string path) => Assert.Equal(
        [path == "up" ? "down" : "up"],
        ModelTest.Prove(
            Id, ModelSubject.For(() => new LowRank(0, 0)).WithInput(n => randn(n, 6)).LeavesUnusedOnPurpose(path, "Kept."), path)
            .Findings.Select(finding => finding.Parameter));

    [Fact]
    public void A_module_that_is_unused_on_purpose_is_passed_over_with_its_parameters() => Assert.Equal(
        Verdict.Passed,
        ModelTest.Prove(Id, ModelSubject.For(() => new Holds(new LowRank(0, 0))).WithInput(n => randn(n, 6))
            .LeavesUnusedOnPurpose("inner", "Kept.")).Verdict);

    [Fact]
    public void Two_factors_of_zero_in_a_child_fail_with_its_name() => Assert.Equal(
        ["inner", "inner"], Run(() => new Holds(new LowRank(0, 0))).Findings.Select(finding => finding.Module));

    [Fact]
    public void Two_frozen_factors_of_zero_pass() => Assert.Equal(Verdict.Passed, Run(() => Frozen(new LowRank(0, 0))).Verdict);

    [Fact]
    public void A_branch_that_a_sample_takes_by_chance_passes() => Assert.Equal(Verdict.Passed, Run(() => new Sometimes()).Verdict);

    [Fact]
    public void A_model_that_throws_where_its_parameters_were_moved_passes() => Assert.Equal(
        Verdict.Passed,
        ModelTest.Run(
            Id,
            ModelSubject.For(() => new LowRank(0, 0)).WithInput(n => randn(n, 6)).WithForward<LowRank>((model, inputs) =>
                model.get_parameter("down")!.detach().ne(0).any().item<bool>()
                    ? throw new ArgumentException("out of range")
                    : model.call((Tensor)inputs[0]!))).Verdict);

    [Fact]
    public void Without_gradients_nothing_is_asked()
    {
        using IDisposable _ = no_grad();

        Expect.Inconclusive(Run(() => Linear(6, 3)), "Gradients are switched off");
    }

    [Fact]
    public void A_model_without_parameters_is_skipped() => Expect.Skipped(Run(() => new Computes(x => x * 2)), "no parameter");

    [Fact]
    public void Two_factors_of_complex_numbers_that_are_both_zero_fail() => Assert.Equal(
        ["down", "up"], Run(() => new Spectrum()).Findings.Select(finding => finding.Parameter).Order());

    /// <summary>What opens in the third step is not taken for held by a fault beside it that no gradient leads to.</summary>
    [Fact]
    public void Factors_that_open_late_are_no_proof_of_a_branch_that_is_dead_where_nothing_leads_to_it() => ModelTest.Prove(
        Id, ModelSubject.For(() => new Beside(new Chain())).WithInput(n => randn(n, 6)));

    /// <summary>As before, with an expert that only the third batch chooses as built.</summary>
    [Fact]
    public void An_expert_that_is_chosen_late_is_no_proof_of_a_branch_that_is_dead_where_nothing_leads_to_it() => ModelTest.Prove(
        Id, ModelSubject.For(() => new Beside(new ChoosesLate())).WithInput(n => randn(n, 6)));

    [Fact]
    public void Where_the_first_batch_reaches_all_one_pass_is_enough_and_two_steps_where_the_first_opens_the_rest()
    {
        Assert.Equal(1, CallsOf(() => Linear(6, 3)));

        // Eight batches as built, one elsewhere, and two steps.
        Assert.Equal(8 + 1 + 2, CallsOf(() => Sequential(Linear(6, 8), Tanh(), Zero(Linear(8, 3)))));
    }

    private static int CallsOf(Func<Module<Tensor, Tensor>> build)
    {
        int calls = 0;
        ModelSubject subject = ModelSubject.For(build).WithInput(n => randn(n, 6)).WithForward<Module<Tensor, Tensor>>((model, inputs) =>
        {
            calls++;
            return model.call((Tensor)inputs[0]!);
        });
        Trust.Check(subject, new TrustOptions { Checks = [Id], IsHost = true, ProvesPower = false });
        return calls;
    }

    private static CheckResult Run<T>(Func<T> build, string what = "", [CallerMemberName] string test = "")
        where T : class => ModelTest.Prove(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)), what, test);

    private static Linear Zero(Linear layer)
    {
        init.zeros_(layer.weight!);
        init.zeros_(layer.bias!);
        return layer;
    }

    private sealed class LowRank : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Parameter down;
        private readonly Parameter up;

        public LowRank(double down, double up)
            : base(nameof(LowRank))
        {
            this.down = Parameter(randn(2, 6) * down);
            this.up = Parameter(randn(3, 2) * up);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(input) + functional.linear(functional.linear(input, down), up);
    }

    private static LowRank Frozen(LowRank model)
    {
        model.get_parameter("down")!.requires_grad = false;
        model.get_parameter("up")!.requires_grad = false;
        return model;
    }

    private sealed class Holds : Module<Tensor, Tensor>
    {
        private readonly Linear entry = Linear(6, 6);
        private readonly LowRank inner;

        public Holds(LowRank inner)
            : base(nameof(Holds))
        {
            this.inner = inner;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => inner.call(entry.call(input));
    }

    /// <summary>One of two branches runs, by chance, and the gradient of the other is none.</summary>
    private sealed class Sometimes : Module<Tensor, Tensor>
    {
        private readonly Linear often = Linear(6, 3);
        private readonly Linear seldom = Linear(6, 3);

        public Sometimes()
            : base(nameof(Sometimes)) => RegisterComponents();

        public override Tensor forward(Tensor input) => (rand(1).item<float>() < 0.7 ? often : seldom).call(input);
    }

    /// <summary>As built, adds what a layer gives; once its gate has been moved, that layer does not run.</summary>
    private sealed class Beside : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> inner;
        private readonly Linear side = Linear(6, 3);
        private readonly Parameter gate = Parameter(zeros(1));

        public Beside(Module<Tensor, Tensor> inner)
            : base(nameof(Beside))
        {
            this.inner = inner;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor output = inner.call(input);
            return gate.detach().eq(0).item<bool>() ? output + side.call(input) : output;
        }
    }

    /// <summary>Its expert is chosen by a content that is rare as built, and by any once its gate has been moved.</summary>
    private sealed class ChoosesLate : Module<Tensor, Tensor>
    {
        private readonly Linear always = Linear(6, 3);
        private readonly Linear expert = Linear(6, 3);
        private readonly Parameter gate = Parameter(zeros(1));

        public ChoosesLate()
            : base(nameof(ChoosesLate)) => RegisterComponents();

        public override Tensor forward(Tensor input) => gate.detach().ne(0).item<bool>() || input.mean().item<float>() > 0.2
            ? always.call(input) + expert.call(input)
            : always.call(input);
    }

    private sealed class Spectrum : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Parameter down = Parameter(zeros(6, 2, dtype: ScalarType.ComplexFloat32));
        private readonly Parameter up = Parameter(zeros(2, 3, dtype: ScalarType.ComplexFloat32));

        public Spectrum()
            : base(nameof(Spectrum)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input) + input.to(ScalarType.ComplexFloat32).matmul(down).matmul(up).real;
    }

    private sealed class Chain : Module<Tensor, Tensor>
    {
        private readonly Linear entry = Linear(6, 6);
        private readonly Parameter first = Parameter(zeros(1));
        private readonly Linear exit = Zero(Linear(6, 3));

        public Chain()
            : base(nameof(Chain)) => RegisterComponents();

        public override Tensor forward(Tensor input) => exit.call(input + (first * entry.call(input)));
    }
}
