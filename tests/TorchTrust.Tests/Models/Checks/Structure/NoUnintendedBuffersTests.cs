using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Structure;

public sealed class NoUnintendedBuffersTests
{
    private const string Id = "no-unintended-buffers";

    [Fact]
    public void Power_is_shown_at_a_buffer_of_a_child_that_is_called_inside_a_dispose_scope_and_gives_two_tensors()
    {
        PowerProof power = Expect.Proven(CheckTest.Run(Id, ModelSubject.For(() => new Scoped()).WithInput(n => randn(n, 6))));

        Assert.Contains(power.Mutants, mutant => mutant is { Mutant: "replace-buffer", Site: "child", Outcome: MutantOutcome.Killed });
    }

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_in_three_ways()
    {
        CheckResult result = Check(() => new RightBlock());

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Equal(3, result.Power.Killed);
        Assert.Equal(["", "first", "mask", "scale"], result.Power.SeenAt.Order());
    }

    [Fact]
    public void A_cache_that_an_earlier_call_has_written_was_not_computed_when_the_model_was_built()
    {
        TrustReport report = Trust.Check(
            ModelSubject.For(() => new KeepsKeys()).WithInput(n => randn(n, 6)),
            new TrustOptions { Checks = [CheckIds.FirstCallRegistersNothing, Id], Isolation = Isolation.InProcess, ProvesPower = false });

        Assert.Equal([Verdict.Passed, Verdict.Passed], report.Results.Select(result => result.Verdict));
    }

    [Fact]
    public void A_cache_that_calls_write_into_passes_and_shows_no_power_that_is_not_there() =>
        ModelTest.Prove(Id, ModelSubject.For(() => new KeepsKeys()).WithInput(n => randn(n, 6)));

    [Fact]
    public void A_trained_field_of_type_Tensor_fails()
    {
        CheckResult result = Check(() => new TensorForParameter());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("scale", finding.Parameter);
        Assert.Equal(6, finding.Numbers["elements"]);
        Assert.Contains("wants a gradient and gets one", finding.What, StringComparison.Ordinal);
        Assert.Contains("Parameter, not as Tensor", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_wants_its_gradient_on_purpose_passes_once_declared()
    {
        ModelSubject subject = ModelSubject.For(() => new TensorForParameter()).WithInput(n => randn(n, 6));

        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.FreezesOnPurpose("scale", "points to differentiate at")).Verdict);
        Assert.Equal(Verdict.Failed, CheckTest.Run(Id, subject.FreezesOnPurpose("shift", "points to differentiate at")).Verdict);
    }

    [Fact]
    public void A_layer_that_was_replaced_after_registration_fails()
    {
        CheckResult result = Check(() => new Replaced());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal(("head", null), (finding.Module, finding.Parameter));
        Assert.Contains("its field holds another Linear", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_that_was_replaced_after_registration_fails()
    {
        CheckResult result = Check(() => new ReplacedParameter());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal((null, "scale"), (finding.Module, finding.Parameter));
        Assert.Contains("its field holds another Parameter", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_buffer_whose_gradient_is_from_before_and_that_no_call_reaches_is_a_question()
    {
        CheckResult result = Check(() => Model((model, input) => model.head.call(input), model =>
        {
            model.table.requires_grad = true;
            model.table.sum().backward();
        }));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Contains("wants a gradient and gets none", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_buffer_that_a_gradient_reaches_in_eval_mode_alone_fails()
    {
        CheckResult result = Check(() => Model(
            (model, input) => model.training ? model.head.call(input) : model.head.call(input * model.table),
            model => model.table.requires_grad = true));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("wants a gradient and gets one", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_buffer_that_wants_a_gradient_and_that_a_call_disposes_is_a_question()
    {
        CheckResult result = Check(() => Model(
            (model, input) =>
            {
                model.table.Dispose();
                model.table = ones(6);
                return model.head.call(input * model.table);
            },
            model => model.table.requires_grad = true));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Equal(
            ["table is refilled by a call with a new tensor, while the buffer that is saved keeps its first content",
                "table wants a gradient and gets none, but is a buffer, since its field is a Tensor: no optimizer gets it"],
            result.Findings.Select(finding => finding.What));
        Assert.Equal(6, result.Findings[1].Numbers["elements"]);
    }

    [Fact]
    public void A_buffer_that_was_computed_from_a_parameter_is_a_question_and_one_that_was_detached_passes()
    {
        CheckResult result =
            Check(() => Model((model, input) => model.head.call(input * model.table), model => model.table = model.head.weight.mean([0L])));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Equal("table", Assert.Single(result.Findings).Parameter);
        Assert.Equal(
            "table was computed from parameters when the model was built, and does not follow them: compute it in forward, or detach() it",
            result.Findings[0].What);
        Assert.Equal(
            Verdict.Passed,
            Check(() => Model(
                (model, input) => model.head.call(input * model.table),
                model => model.table = model.head.weight.mean([0L]).detach())).Verdict);
    }

    [Fact]
    public void Buffers_that_one_mode_alone_refills_are_named_each()
    {
        CheckResult result = Check(() => Model((model, input) =>
        {
            if (model.training)
            {
                model.mean = input.detach().mean([0L]);
            }
            else
            {
                model.table = input.detach().amax([0L]);
            }

            return model.head.call(input);
        }));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Equal(["mean", "table"], result.Findings.Select(finding => finding.Parameter).Order());
    }

    [Fact]
    public void A_cache_that_is_registered_without_being_saved_may_be_refilled() =>
        Assert.Equal(Verdict.Passed, Check(() => Model(
            (model, input) =>
            {
                model.table = input.detach().amax([0L]);
                return model.head.call(input);
            },
            model => model.register_buffer("table", model.table, persistent: false))).Verdict);

    [Fact]
    public void A_loss_that_throws_is_another_matter_where_no_buffer_wants_a_gradient()
    {
        ModelSubject subject = ModelSubject.For(() => new RightBlock()).WithInput(n => randn(n, 6));

        Assert.Equal(
            Verdict.Passed,
            CheckTest.Run(Id, subject.WithLoss<Tensor>((_, _) => throw new NotSupportedException("The labels are missing."))).Verdict);
    }

    [Fact]
    public void A_buffer_that_the_model_puts_back_itself_shows_nothing_of_the_power()
    {
        CheckResult result = Check(() => new PutsBack());

        Assert.Contains(
            result.Power!.Mutants, mutant => mutant is { Mutant: "replace-buffer", Site: "block", Outcome: MutantOutcome.Survived });
    }

    [Fact]
    public void A_sparse_buffer_passes_here_and_ends_no_other_check()
    {
        ModelSubject subject = ModelSubject.For(() =>
                Model((model, input) => model.head.call(input), model => model.mean = eye(6).to_sparse()))
            .WithInput(n => randn(n, 6));

        TrustReport report = Trust.Check(
            subject, new TrustOptions { ProvesPower = false, IsHost = true, TimeBudget = Timeout.InfiniteTimeSpan });

        Assert.Equal(Verdict.Passed, report.Results.Single(result => result.CheckId == Id).Verdict);
        Assert.All(report.Results, result => Assert.True(result.Verdict != Verdict.Failed, result.ToString()));
    }

    [Fact]
    public void A_buffer_that_was_disposed_after_its_registration_is_another_matter() => Assert.NotEqual(
        Verdict.Failed, Check(() => Model((model, input) => model.head.call(input), model =>
        {
            model.register_buffer("gone", zeros(6));
            model.get_buffer("gone")!.Dispose();
        })).Verdict);

    [Fact]
    public void A_running_mean_that_is_assigned_is_a_question_and_one_that_is_updated_in_place_passes()
    {
        CheckResult result = Check(() => new RunningMean(inPlace: false));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("mean", finding.Parameter);
        Assert.Contains("keeps its first content", finding.What, StringComparison.Ordinal);
        Assert.Equal(Verdict.Passed, Check(() => new RunningMean(inPlace: true)).Verdict);
    }

    [Fact]
    public void A_hidden_state_in_a_field_passes_once_declared()
    {
        ModelSubject subject = ModelSubject.For(() => new RunningMean(inPlace: false)).WithInput(n => randn(n, 6));

        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.KeepsStateOnPurpose("the last mean is what passes on")).Verdict);
    }

    [Fact]
    public void An_activation_that_was_replaced_after_registration_passes()
    {
        Assert.Equal(Verdict.Passed, Check(() => new ReplacedActivation()).Verdict);
    }

    [Fact]
    public void A_cache_and_a_buffer_that_is_recomputed_to_the_same_content_pass()
    {
        Assert.Equal(Verdict.Passed, Check(() => new Recomputed()).Verdict);
    }

    [Fact]
    public void Batch_normalization_passes()
    {
        CheckResult result = Check(() => Sequential(Linear(6, 6), BatchNorm1d(6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.Equal(["1.running_mean", "1.running_var"], result.Power!.SeenAt.Order());
    }

    private static CheckResult Check<TModel>(Func<TModel> build)
        where TModel : class => CheckTest.Run(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)));

    private static Told Model(Func<Told, Tensor, Tensor> call, Action<Told>? prepare = null) => new(call, prepare);

    private sealed class TensorForParameter : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Tensor scale = ones(6, requires_grad: true);

        public TensorForParameter()
            : base(nameof(TensorForParameter)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input * scale);
    }

    private sealed class ReplacedActivation : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Module<Tensor, Tensor> act = ReLU();

        public ReplacedActivation()
            : base(nameof(ReplacedActivation))
        {
            RegisterComponents();
            act = Tanh();
        }

        public override Tensor forward(Tensor input) => act.call(head.call(input));
    }

    private sealed class RunningMean : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly bool _inPlace;
        private Tensor mean = zeros(6);

        public RunningMean(bool inPlace)
            : base(nameof(RunningMean))
        {
            _inPlace = inPlace;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor centered = input - mean;
            using (no_grad())
            {
                Tensor next = (0.9 * mean) + (0.1 * input.detach().mean([0L]));
                if (_inPlace)
                {
                    mean.copy_(next);
                }
                else
                {
                    mean = next;
                }
            }

            return head.call(centered);
        }
    }

    private sealed class Recomputed : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private Tensor positions = linspace(0, 1, 6);
        private Tensor? cache;

        public Recomputed()
            : base(nameof(Recomputed)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            positions = linspace(0, 1, input.shape[1]);
            cache ??= positions * 2;
            return head.call(input + positions + cache);
        }
    }

    /// <summary>With two buffers, a call that is told, and something that is done before registration.</summary>
    private sealed class Told : Module<Tensor, Tensor>
    {
        private readonly Func<Told, Tensor, Tensor> _call;
        public readonly Linear head = Linear(6, 3);
        public Tensor table = ones(6);
        public Tensor mean = zeros(6);

        public Told(Func<Told, Tensor, Tensor> call, Action<Told>? prepare)
            : base(nameof(Told))
        {
            _call = call;
            prepare?.Invoke(this);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _call(this, input);
    }

    private sealed class PutsBack : Module<Tensor, Tensor>
    {
        private readonly Masked block = new();

        public PutsBack()
            : base(nameof(PutsBack)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor mask = block.mask;
            Tensor output = block.call(input);
            block.mask = mask;
            return output;
        }
    }

    private sealed class Masked : Module<Tensor, Tensor>
    {
        private readonly Linear inner = Linear(6, 3);
        public Tensor mask = ones(6);

        public Masked()
            : base(nameof(Masked)) => RegisterComponents();

        public override Tensor forward(Tensor input) => inner.call(input * mask);
    }

    private sealed class ReplacedParameter : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Parameter scale = Parameter(ones(6));

        public ReplacedParameter()
            : base(nameof(ReplacedParameter))
        {
            RegisterComponents();
            scale = Parameter(ones(6));
        }

        public override Tensor forward(Tensor input) => head.call(input * scale);
    }

    private sealed class KeepsKeys : Module<Tensor, Tensor>
    {
        private readonly Linear key = Linear(6, 3);
        private readonly Tensor cache = zeros(16, 3);

        public KeepsKeys()
            : base(nameof(KeepsKeys)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            int count = (int)input.shape[0];
            cache[..count] = key.call(input);
            return cache[..count] * 2;
        }
    }

    private sealed class Scoped : Module<Tensor, Tensor>
    {
        private readonly Pair child = new();

        public Scoped()
            : base(nameof(Scoped)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            (Tensor kept, Tensor rest) = child.call(input);
            return (kept * rest).MoveToOuterDisposeScope();
        }
    }

    private sealed class Pair : Module<Tensor, (Tensor, Tensor)>
    {
        private readonly Tensor mask = ones(6);

        public Pair()
            : base(nameof(Pair)) => RegisterComponents();

        public override (Tensor, Tensor) forward(Tensor input) => (input * mask, input * (2 - mask));
    }
}
