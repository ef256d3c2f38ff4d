using TorchSharp.Modules;
using TorchTrust.Models.Probes;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Structure;

public sealed class EveryModuleIsUsedTests
{
    private const string Id = "every-module-is-used";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed()
    {
        CheckResult result = Check(() => new TwoLayers(usesSecond: true));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Equal([""], result.Power.SeenAt);
        Assert.True(result.Power.Passes.Forward < ModuleUse.MostDraws, $"{result.Power.Passes}");
    }

    [Fact]
    public void Forgotten_layers_of_a_list_are_told_and_not_the_list() =>
        ModelTest.Run(Id, ModelSubject.For(() => new Listed()).WithInput(n => randn(n, 6)));

    [Fact]
    public void A_layer_that_forward_forgot_is_a_question_until_it_is_declared()
    {
        ModelSubject subject = ModelSubject.For(() => new TwoLayers(usesSecond: false)).WithInput(n => randn(n, 6));
        CheckResult asked = CheckTest.Run(Id, subject);
        CheckResult declared = CheckTest.Run(Id, subject.LeavesUnusedOnPurpose("second", "used when fine-tuning"));

        Assert.Equal((Verdict.Failed, Severity.Question), (asked.Verdict, asked.Severity));
        Finding finding = Assert.Single(asked.Findings);
        Assert.Equal("second", finding.Module);
        Assert.Equal(42, finding.Numbers["elements"]);
        Assert.Contains("LeavesUnusedOnPurpose", asked.Remedy, StringComparison.Ordinal);
        Assert.Equal(Verdict.Passed, declared.Verdict);
    }

    [Fact]
    public void A_block_that_forward_forgot_is_told_with_its_layer_and_each_with_its_own_parameters()
    {
        CheckResult result = Check(() => new ForgetsBlock());

        Assert.Equal(
            [("block", 4d), ("block.inner", 21d)], result.Findings.Select(finding => (finding.Module!, finding.Numbers["elements"])));
    }

    [Fact]
    public void A_model_whose_delegate_uses_none_of_its_own_parameters_is_told_as_the_model_itself()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Block()).WithInput(n => randn(n, 6))
            .WithForward<Block>((block, inputs) => block.Inner.call((Tensor)inputs[0]!)));
        CheckResult none = CheckTest.Run(Id, ModelSubject.For(() => new Positions()).WithInput(n => randn(n, 6))
            .WithForward<Positions>((_, inputs) => ((Tensor)inputs[0]!).tanh()));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.Equal(
            "the model itself (Positions) is not used: it does not run, no gradient reaches its 6 parameters, "
                + "and changing them changes nothing",
            Assert.Single(none.Findings).What);
    }

    [Fact]
    public void A_frozen_backbone_that_is_called_by_forward_passes()
    {
        Assert.Equal(Verdict.Passed, Check(() => new CalledByForward()).Verdict);
    }

    [Fact]
    public void Experts_that_few_samples_reach_pass()
    {
        Assert.Equal(Verdict.Passed, Check(() => new ManyExperts()).Verdict);
    }

    [Fact]
    public void A_branch_behind_a_zero_scale_and_a_layer_whose_weight_alone_is_used_pass()
    {
        Assert.Equal(Verdict.Passed, Check(() => new ZeroScaleAndSharedWeight()).Verdict);
    }

    [Fact]
    public void Positions_that_a_parameter_holds_pass_though_other_values_of_it_are_out_of_range()
    {
        Assert.Equal(Verdict.Passed, Check(() => new PositionsInParameter()).Verdict);
    }

    [Fact]
    public void A_module_whose_layers_run_passes_though_a_parameter_of_its_own_does_nothing()
    {
        Assert.Equal(Verdict.Passed, Check(() => new IdleParameter()).Verdict);
    }

    [Fact]
    public void A_head_that_training_alone_uses_passes()
    {
        Assert.Equal(Verdict.Passed, Check(() => new AuxiliaryHead()).Verdict);
    }

    [Fact]
    public void A_layer_that_acts_in_a_backward_pass_of_the_users_own_passes() =>
        Assert.Equal(Verdict.Passed, Check(() => new GainOfGradients()).Verdict);

    [Fact]
    public void Centers_that_the_declared_loss_alone_uses_pass()
    {
        CentersInLoss? built = null;
        ModelSubject subject = ModelSubject.For(() => built = new CentersInLoss()).WithInput(n => randn(n, 6));

        Assert.Equal(Verdict.Failed, CheckTest.Run(Id, subject).Verdict);
        Assert.Equal(
            Verdict.Passed,
            CheckTest.Run(
                Id, subject.WithLoss<Tensor>((_, output) => (output - built!.centers.weight!.mean([0L])).square().mean())).Verdict);
    }

    [Fact]
    public void A_layer_that_runs_on_another_declared_input_passes()
    {
        ModelSubject subject = ModelSubject.For(() => new WideInput()).WithInput(n => randn(n, 6));

        Assert.Equal(Verdict.Failed, CheckTest.Run(Id, subject).Verdict);
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.AlsoTakes("8 features", n => [randn(n, 8)])).Verdict);
    }

    [Fact]
    public void Without_parameters_it_is_skipped()
    {
        Assert.Equal(Verdict.Skipped, Check(() => Sequential(Tanh())).Verdict);
    }

    private static CheckResult Check<TModel>(Func<TModel> build)
        where TModel : class => CheckTest.Run(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)));

    /// <summary>As a checkpoint that holds the positions as numbers: they are indices, and are run by forward.</summary>
    private sealed class PositionsInParameter : Module<Tensor, Tensor>
    {
        private readonly Positions positions = new();
        private readonly Embedding table = Embedding(6, 1);
        private readonly Linear head = Linear(6, 3);

        public PositionsInParameter()
            : base(nameof(PositionsInParameter)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input + table.call(positions.forward(input)).squeeze(-1));
    }

    /// <summary>What it gives depends on its head alone; how steep that is, on the gain.</summary>
    private sealed class GainOfGradients : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Linear gain = Linear(1, 1);

        public GainOfGradients()
            : base(nameof(GainOfGradients)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Amplified.Gain = gain.weight!.detach().item<float>();
            return Amplified.Of(head.call(input));
        }
    }

    private sealed class Amplified : autograd.SingleTensorFunction<Amplified>
    {
        public static float Gain { get; set; }

        public override string Name => nameof(Amplified);

        public static Tensor Of(Tensor input) => apply(input);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * Gain];
    }

    private sealed class IdleParameter : Module<Tensor, Tensor>
    {
        private readonly Block block = new();

        public IdleParameter()
            : base(nameof(IdleParameter)) => RegisterComponents();

        public override Tensor forward(Tensor input) => block.forward(input);
    }

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Linear inner = Linear(6, 3);
        private readonly Parameter ids = Parameter(zeros(4));

        public Block()
            : base(nameof(Block)) => RegisterComponents();

        public Linear Inner => inner;

        public override Tensor forward(Tensor input) => inner.call(input + ids.to(ScalarType.Int64).sum());
    }

    private sealed class Positions : Module<Tensor, Tensor>
    {
        private readonly Parameter ids = Parameter(arange(6, dtype: ScalarType.Float32));

        public Positions()
            : base(nameof(Positions)) => RegisterComponents();

        public override Tensor forward(Tensor input) => ids.to(ScalarType.Int64);
    }

    private sealed class TwoLayers : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(6, 6);
        private readonly Linear second = Linear(6, 6);
        private readonly bool _usesSecond;

        public TwoLayers(bool usesSecond)
            : base(nameof(TwoLayers))
        {
            _usesSecond = usesSecond;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _usesSecond ? second.call(first.call(input)) : first.call(input);
    }

    private sealed class CalledByForward : Module<Tensor, Tensor>
    {
        private readonly Linear backbone = Linear(6, 6);
        private readonly Linear head = Linear(6, 3);

        public CalledByForward()
            : base(nameof(CalledByForward))
        {
            RegisterComponents();
            foreach (Parameter parameter in backbone.parameters())
            {
                parameter.requires_grad = false;
            }
        }

        public override Tensor forward(Tensor input) => head.call(backbone.forward(input));
    }

    private sealed class ManyExperts : Module<Tensor, Tensor>
    {
        private readonly ModuleList<Module<Tensor, Tensor>> experts;
        private readonly Linear gate = Linear(6, 12);

        public ManyExperts()
            : base(nameof(ManyExperts))
        {
            experts = ModuleList(Enumerable.Range(0, 12).Select(_ => (Module<Tensor, Tensor>)Linear(6, 3)).ToArray());
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => stack(input.unbind(0).Select(sample =>
        {
            Tensor row = sample.unsqueeze(0);
            return experts[(int)gate.call(row).argmax().item<long>()].call(row).squeeze(0);
        }));
    }

    private sealed class ZeroScaleAndSharedWeight : Module<Tensor, Tensor>
    {
        private readonly Linear branch = Linear(6, 6);
        private readonly Parameter scale = Parameter(zeros(1));
        private readonly Linear keys = Linear(6, 6, hasBias: false);

        public ZeroScaleAndSharedWeight()
            : base(nameof(ZeroScaleAndSharedWeight)) => RegisterComponents();

        public override Tensor forward(Tensor input) => functional.linear(input, keys.weight!) + (scale * branch.call(input));
    }

    private sealed class AuxiliaryHead : Module<Tensor, List<Tensor>>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Linear auxiliary = Linear(6, 2);

        public AuxiliaryHead()
            : base(nameof(AuxiliaryHead)) => RegisterComponents();

        public override List<Tensor> forward(Tensor input) =>
            training ? [head.call(input), auxiliary.call(input)] : [head.call(input)];
    }

    private sealed class CentersInLoss : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        public readonly Embedding centers = Embedding(4, 3);

        public CentersInLoss()
            : base(nameof(CentersInLoss)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input);
    }

    private sealed class WideInput : Module<Tensor, Tensor>
    {
        private readonly Linear narrow = Linear(6, 3);
        private readonly Linear wide = Linear(8, 3);

        public WideInput()
            : base(nameof(WideInput)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input.shape[1] == 8 ? wide.call(input) : narrow.call(input);
    }

    private sealed class ForgetsBlock : Module<Tensor, Tensor>
    {
        private readonly Block block = new();
        private readonly Linear head = Linear(6, 3);

        public ForgetsBlock()
            : base(nameof(ForgetsBlock)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input);
    }

    private sealed class Listed : Module<Tensor, Tensor>
    {
        private readonly ModuleList<Module<Tensor, Tensor>> layers = ModuleList<Module<Tensor, Tensor>>(Linear(6, 6), Linear(6, 6));
        private readonly Linear head = Linear(6, 3);

        public Listed()
            : base(nameof(Listed)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input);
    }
}
