using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class ModesReachEveryModuleTests
{
    private const string Id = "modes-reach-every-module";

    [Fact]
    public void Registered_modules_pass_and_the_check_could_have_failed_at_each_whose_mode_matters()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Registered()).WithInput(n => randn(n, 6)));

        Assert.Equal(["drop", "norm"], Expect.Proven(result).SeenAt.Order());
    }

    [Fact]
    public void A_batch_normalization_in_a_list_stays_in_training_mode_and_fails()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new InList(BatchNorm1d(6))).WithInput(n => randn(n, 6)));

        Finding finding = Expect.Failed(result, Severity.Error);
        Assert.Equal("_layers[0]", finding.Module);
        Assert.Equal("_layers[0] (BatchNorm1d) stays in training mode after eval()", finding.What);
        Assert.Contains("ModuleList", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frozen_batch_normalization_may_stay_in_eval_mode_and_not_in_training_mode()
    {
        static CheckResult Frozen(bool training) =>
            CheckTest.Run(Id, ModelSubject.For(() => new Stays(training)).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, Frozen(training: false).Verdict);
        Assert.Equal(
            "norm (BatchNorm1d) stays in training mode after eval()", Expect.Failed(Frozen(training: true), Severity.Error).What);
    }

    [Fact]
    public void A_list_of_modules_whose_mode_does_not_matter_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new InList(Linear(6, 6))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_module_of_the_users_own_in_a_list_is_a_question()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new InList(new Plain())).WithInput(n => randn(n, 6)));

        Assert.Equal("_layers[0]", Expect.Failed(result, Severity.Question).Module);
    }

    [Fact]
    public void A_backbone_whose_train_is_overridden_to_stay_in_eval_is_a_question_and_none_once_it_is_declared()
    {
        ModelSubject subject = ModelSubject.For(() => new Frozen()).WithInput(n => randn(n, 6));
        CheckResult result = CheckTest.Run(Id, subject);

        Assert.Equal("backbone.1 (BatchNorm1d) stays in eval mode after train()", Expect.Failed(result, Severity.Question).What);
        Assert.Contains("FreezesOnPurpose(", result.Remedy, StringComparison.Ordinal);
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.FreezesOnPurpose("backbone.*", "Pretrained.")).Verdict);
        Assert.Equal(Verdict.Failed, CheckTest.Run(Id, subject.FreezesOnPurpose("head*", "Pretrained.")).Verdict);
    }

    [Fact]
    public void A_teacher_that_is_hidden_in_eval_mode_on_purpose_is_no_error()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new HiddenTeacher()).WithInput(n => randn(n, 6)));

        Expect.Failed(result, Severity.Question);
        Assert.All(result.Findings, finding => Assert.Contains("stays in eval mode after train()", finding.What, StringComparison.Ordinal));
    }

    [Fact]
    public void Several_models_in_one_object_are_each_switched()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Pair()).WithInput(n => randn(n, 6))
            .WithForward<Pair>((pair, inputs) => pair.Critic.call(pair.Generator.call((Tensor)inputs[0]!))));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_single_module_is_skipped() =>
        Expect.Skipped(CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))), "holds no modules");

    [Fact]
    public void The_modes_come_back()
    {
        var model = new Registered();
        model.eval();
        model.norm.train();
        CheckTest.Run(Id, ModelSubject.Of(model).WithInput(n => randn(n, 6)));

        Assert.Equal([false, true, false], new[] { model.training, model.norm.training, model.drop.training });
        model.Dispose();
    }

    private sealed class Registered : Module<Tensor, Tensor>
    {
        public readonly BatchNorm1d norm = BatchNorm1d(6);
        public readonly Dropout drop = Dropout(0.5);
        private readonly Linear head = Linear(6, 3);

        public Registered()
            : base(nameof(Registered)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(drop.call(norm.call(input)));
    }

    private sealed class InList : Module<Tensor, Tensor>
    {
        private readonly List<Module<Tensor, Tensor>> _layers;
        private readonly Linear head = Linear(6, 3);

        public InList(Module<Tensor, Tensor> layer)
            : base(nameof(InList))
        {
            _layers = [layer];
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(_layers[0].call(input));
    }

    /// <summary>Puts its normalization, which is frozen, into one mode, whatever it is told.</summary>
    private sealed class Stays : Module<Tensor, Tensor>
    {
        private readonly BatchNorm1d norm = BatchNorm1d(6);
        private readonly Linear head = Linear(6, 3);
        private readonly bool _training;

        public Stays(bool training)
            : base(nameof(Stays))
        {
            _training = training;
            norm.weight!.requires_grad = norm.bias!.requires_grad = false;
            RegisterComponents();
        }

        public override void train(bool train = true)
        {
            base.train(train);
            norm.train(_training);
        }

        public override Tensor forward(Tensor input) => head.call(norm.call(input));
    }

    private sealed class Plain : Module<Tensor, Tensor>
    {
        public Plain()
            : base(nameof(Plain))
        {
        }

        public override Tensor forward(Tensor input) => input * 2;
    }

    private sealed class Frozen : Module<Tensor, Tensor>
    {
        private readonly Sequential backbone = Sequential(Linear(6, 6), BatchNorm1d(6));
        private readonly Linear head = Linear(6, 3);

        public Frozen()
            : base(nameof(Frozen)) => RegisterComponents();

        public override void train(bool train = true)
        {
            base.train(train);
            backbone.eval();
        }

        public override Tensor forward(Tensor input) => head.call(backbone.call(input));
    }

    private sealed class HiddenTeacher : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor>[] _teacher = [Sequential(Linear(6, 3), BatchNorm1d(3))];
        private readonly Linear head = Linear(6, 3);

        public HiddenTeacher()
            : base(nameof(HiddenTeacher))
        {
            _teacher[0].eval();
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(input) - _teacher[0].call(input);
    }

    private sealed class Pair
    {
        public Module<Tensor, Tensor> Generator { get; } = Sequential(Linear(6, 6), BatchNorm1d(6));

        public Module<Tensor, Tensor> Critic { get; } = Sequential(Linear(6, 1), Dropout(0.5));
    }
}
