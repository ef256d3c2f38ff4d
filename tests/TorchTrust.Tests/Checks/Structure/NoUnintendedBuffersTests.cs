using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Checks.Structure;

public sealed class NoUnintendedBuffersTests
{
    private const string Id = "no-unintended-buffers";

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
    public void A_trained_field_of_type_Tensor_fails()
    {
        CheckResult result = Check(() => new TensorForParameter());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("scale", finding.Parameter);
        Assert.Contains("wants a gradient and gets one", finding.What, StringComparison.Ordinal);
        Assert.Contains("Parameter, not as Tensor", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_wants_its_gradient_on_purpose_passes_once_declared()
    {
        ModelSubject subject = ModelSubject.For(() => new TensorForParameter()).WithInput(n => randn(n, 6));

        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.FreezesOnPurpose("scale", "points to differentiate at")).Verdict);
    }

    [Fact]
    public void A_layer_that_was_replaced_after_registration_fails()
    {
        CheckResult result = Check(() => new Replaced());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("head", finding.Module);
        Assert.Contains("its field holds another Linear", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_running_mean_that_is_assigned_is_a_warning_and_one_that_is_updated_in_place_passes()
    {
        CheckResult result = Check(() => new RunningMean(inPlace: false));

        Assert.Equal((Verdict.Failed, Severity.Warning), (result.Verdict, result.Severity));
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
}
