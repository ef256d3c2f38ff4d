using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Checks.Structure;

public sealed class NoUnintendedBuffersTests
{
    private const string Id = "no-unintended-buffers";

    [Fact]
    public void A_right_model_with_buffers_passes_and_the_check_could_have_failed()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Normalized()).WithInput(n => randn(n, 4)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_tensor_field_that_wants_a_gradient_is_never_trained()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new TensorScale()).WithInput(n => randn(n, 4)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Error, result.Severity);
        Assert.Equal("scale", Assert.Single(result.Findings).Parameter);
        Assert.Contains("no optimizer gets it", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_is_replaced_after_registration_leaves_a_ghost()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new ReplacedHead()).WithInput(n => randn(n, 4)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Error, result.Severity);
        Assert.Equal("head", Assert.Single(result.Findings).Module);
    }

    [Fact]
    public void A_buffer_whose_field_a_call_refills_is_a_warning_that_names_the_fact()
    {
        ModelSubject subject = ModelSubject.For(() => new Remembering()).WithInput(n => randn(n, 4));
        CheckResult result = CheckTest.Run(Id, subject);

        Assert.Equal((Verdict.Failed, Severity.Warning), (result.Verdict, result.Severity));
        Assert.Equal("last", Assert.Single(result.Findings).Parameter);
        Assert.Contains("KeepsStateOnPurpose", result.Remedy, StringComparison.Ordinal);
        Assert.NotEqual(Verdict.Failed, CheckTest.Run(Id, subject.KeepsStateOnPurpose("remembers its last output")).Verdict);
    }

    [Fact]
    public void A_buffer_that_is_updated_in_place_is_right() => Assert.NotEqual(
        Verdict.Failed, CheckTest.Run(Id, ModelSubject.For(() => new MovingMean()).WithInput(n => randn(n, 4))).Verdict);

    [Fact]
    public void A_constant_table_that_is_a_buffer_is_right() => Assert.NotEqual(
        Verdict.Failed, CheckTest.Run(Id, ModelSubject.For(() => new Table()).WithInput(n => randn(n, 4))).Verdict);

    private sealed class Normalized : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(4, 3);
        private readonly BatchNorm1d norm = BatchNorm1d(3);

        public Normalized()
            : base(nameof(Normalized)) => RegisterComponents();

        public override Tensor forward(Tensor input) => norm.call(head.call(input));
    }

    private sealed class TensorScale : Module<Tensor, Tensor>
    {
        private readonly Tensor scale = ones(4, requires_grad: true);

        public TensorScale()
            : base(nameof(TensorScale)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input * scale;
    }

    private sealed class ReplacedHead : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(4, 3);

        public ReplacedHead()
            : base(nameof(ReplacedHead))
        {
            RegisterComponents();
            head = Linear(4, 5);
        }

        public override Tensor forward(Tensor input) => head.call(input);
    }

    private sealed class Remembering : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(4, 4);
        private Tensor last = zeros(1);

        public Remembering()
            : base(nameof(Remembering)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor output = head.call(input);
            last = output.detach().mean().DetachFromDisposeScope();
            return output;
        }
    }

    private sealed class MovingMean : Module<Tensor, Tensor>
    {
        private readonly Tensor mean = zeros(4);

        public MovingMean()
            : base(nameof(MovingMean)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            if (training)
            {
                using IDisposable _ = no_grad();
                mean.mul_(0.9).add_(input.mean([0L]) * 0.1);
            }

            return input - mean;
        }
    }

    private sealed class Table : Module<Tensor, Tensor>
    {
        private readonly Tensor frequencies = linspace(1, 2, 4);

        public Table()
            : base(nameof(Table)) => RegisterComponents();

        public override Tensor forward(Tensor input) => (input * frequencies).sin();
    }
}
