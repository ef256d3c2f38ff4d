using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Gradients;

public sealed class EveryParameterLearnsTests
{
    private const string Id = "every-parameter-learns";

    [Fact]
    public void A_constant_that_acts_in_eval_mode_alone_is_a_question_that_says_so()
    {
        ModelSubject subject = ModelSubject.For(() => new ActsInEval()).WithInput(n => randn(n, 6));
        CheckResult result = CheckTest.Run(Id, subject);

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.StartsWith("bins acts in eval mode alone", Assert.Single(result.Findings).What, StringComparison.Ordinal);
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.StopsGradientsOnPurpose("bins", "constants")).Verdict);
    }

    [Fact]
    public void A_right_model_passes_and_each_kind_of_fault_would_be_noticed()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 8), Tanh(), Linear(8, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.Equal(3, result.Power!.Killed);
        Assert.Equal(["", "0", "0.bias", "0.weight", "1", "2", "2.bias", "2.weight"], result.Power.SeenAt.Order());
    }

    [Fact]
    public void A_detached_encoder_is_an_error_that_says_where_the_gradient_is_lost()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Detached()).WithInput(n => randn(n, 6)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal(["encoder.bias", "encoder.weight"], result.Findings.Select(finding => finding.Parameter).Order());
        Assert.Contains(
            "no gradient comes back: it is lost in the model itself, after encoder", result.Findings[0].What, StringComparison.Ordinal);
        Assert.Contains("StopsGradientsOnPurpose", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_gradient_that_is_declared_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Detached()).WithInput(n => randn(n, 6))
            .StopsGradientsOnPurpose("encoder.*", "target of the other branch"));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_layer_that_is_called_without_gradients_is_named_as_such()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Detached { Way = "no_grad" }).WithInput(n => randn(n, 6)));

        Assert.Contains("gradients are switched off (no_grad)", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_in_which_nothing_learns_is_an_error()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3))
            .WithInput(n => randn(n, 6)).WithLoss<Tensor>((_, output) => tensor(output.sum().item<float>())));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Error, result.Severity);
        Assert.Contains("none of 2 trainable parameters", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_forward_forgets_is_named()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Forgetful()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains(result.Findings, finding => finding.Parameter == "forgotten.weight"
            && finding.What.Contains("forgotten is never called", StringComparison.Ordinal));
        Assert.Equal(2, result.Findings.Count);
    }

    [Fact]
    public void A_layer_whose_output_is_dropped_is_an_error()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Forgetful { Calls = true }).WithInput(n => randn(n, 6)));

        Assert.Equal(Severity.Error, result.Severity);
        Assert.Contains("runs, but changing it changes no output", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_function_that_blocks_the_declared_loss_is_an_error()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Rounded())
            .WithInput(n => randn(n, 6)).WithLoss<Tensor>((_, output) => output.pow(2).mean()));

        Assert.Equal(Severity.Error, result.Severity);
        Assert.Contains("a step such as round", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_that_is_frozen_as_a_whole_passes_since_a_line_says_so() => Assert.Equal(
        Verdict.Passed, CheckTest.Run(Id, ModelSubject.For(() => new Frozen()).WithInput(n => randn(n, 6))).Verdict);

    [Fact]
    public void A_parameter_that_is_frozen_beside_trained_ones_is_a_question_with_the_line_to_write()
    {
        ModelSubject subject = ModelSubject.For(() => Sequential(Linear(6, 8), Half(Linear(8, 3)))).WithInput(n => randn(n, 6));
        CheckResult result = CheckTest.Run(Id, subject);

        Assert.Contains(
            "subject.FreezesOnPurpose(\"1.bias\", reason)", Expect.Failed(result, Severity.Question).What, StringComparison.Ordinal);
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.FreezesOnPurpose("1.bias", "Zero.")).Verdict);

        static Linear Half(Linear layer)
        {
            layer.bias!.requires_grad = false;
            return layer;
        }
    }

    [Fact]
    public void A_model_of_which_nothing_is_trained_is_asked_about() => Assert.StartsWith(
        "no parameter requires a gradient",
        Expect.Failed(
            CheckTest.Run(Id, ModelSubject.For(() =>
            {
                Linear layer = Linear(6, 3);
                layer.weight!.requires_grad = layer.bias!.requires_grad = false;
                return layer;
            }).WithInput(n => randn(n, 6))),
            Severity.Question).What,
        StringComparison.Ordinal);

    [Fact]
    public void A_residual_branch_that_starts_at_zero_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new ZeroBranch()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_bias_before_a_normalization_passes()
    {
        CheckResult result = CheckTest.Run(
            Id,
            ModelSubject.For(() => Sequential(Conv2d(2, 4, 3), BatchNorm2d(4), ReLU(), Flatten(), Linear(64, 2)))
                .WithInput(n => randn(n, 2, 6, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_table_whose_rows_are_mostly_unused_passes()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Embedding(1000, 8), Linear(8, 3))).WithInput(n => randint(0, 1000, [n, 5])));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_softmax_classifier_without_a_declared_loss_passes()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 4), LayerNorm(4), Softmax(1))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void An_auxiliary_loss_that_the_call_leaves_in_a_field_counts()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new AuxiliaryLoss()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_codebook_without_gradient_is_a_question_and_its_encoder_learns()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Quantized()).WithInput(n => randn(n, 6)));

        Assert.Equal(Severity.Question, result.Severity);
        Assert.Equal("codebook", Assert.Single(result.Findings).Parameter);
    }

    [Fact]
    public void An_encoder_with_attention_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => TransformerEncoderLayer(8, 2, 16)).WithInput(n => randn(5, n, 8))
            .WithForward<TransformerEncoderLayer>((model, inputs) => model.call((Tensor)inputs[0]!, null, null)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_parameter_that_must_stay_positive_passes_although_it_cannot_be_moved()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Positive()).WithInput(n => randn(n, 6)));

        Assert.NotEqual(Severity.Error, result.Verdict == Verdict.Failed ? result.Severity : Severity.Question);
        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void Without_parameters_it_is_skipped()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Sequential(ReLU())).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.Contains("no parameter", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_differentiates_inside_forward_passes_and_survives_its_mutants()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Differentiating()).WithInput(n => randn(n, 3)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    /// <summary>As the bins of a distribution over distances, which a detector turns into boxes when it predicts.</summary>
    private sealed class ActsInEval : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 4);
        private readonly Parameter bins = Parameter(arange(4, dtype: ScalarType.Float32));

        public ActsInEval()
            : base(nameof(ActsInEval)) => RegisterComponents();

        public override Tensor forward(Tensor input) => training ? head.call(input) : head.call(input).softmax(1) * bins;
    }

    private sealed class Differentiating : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> field = Sequential(Linear(3, 8), Tanh(), Linear(8, 1, hasBias: false));

        public Differentiating()
            : base(nameof(Differentiating)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor position = input.detach().requires_grad_();
            IList<Tensor> force = autograd.grad([field.call(position).sum()], [position], retain_graph: true, create_graph: true);
            return force[0];
        }
    }

    private sealed class Detached : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> encoder = Linear(6, 4);
        private readonly Module<Tensor, Tensor> head = Linear(4, 3);

        public Detached()
            : base(nameof(Detached)) => RegisterComponents();

        public string Way { get; init; } = "detach";

        public override Tensor forward(Tensor input)
        {
            if (Way == "detach")
            {
                return head.call(encoder.call(input).detach());
            }

            using IDisposable _ = no_grad();
            Tensor code = encoder.call(input);
            using IDisposable __ = enable_grad();
            return head.call(code);
        }
    }

    private sealed class Forgetful : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);
        private readonly Module<Tensor, Tensor> forgotten = Linear(6, 3);

        public Forgetful()
            : base(nameof(Forgetful)) => RegisterComponents();

        public bool Calls { get; init; }

        public override Tensor forward(Tensor input)
        {
            if (Calls)
            {
                _ = forgotten.call(input);
            }

            return head.call(input);
        }
    }

    private sealed class Rounded : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> encoder = Linear(6, 4);
        private readonly Module<Tensor, Tensor> head = Linear(4, 3);

        public Rounded()
            : base(nameof(Rounded)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(encoder.call(input).mul(3).round());
    }

    private sealed class Frozen : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> trunk = Sequential(Linear(6, 6), Tanh(), Linear(6, 4));
        private readonly Module<Tensor, Tensor> head = Linear(4, 3);

        public Frozen()
            : base(nameof(Frozen))
        {
            RegisterComponents();
            foreach (Parameter parameter in trunk.parameters())
            {
                parameter.requires_grad = false;
            }
        }

        public override Tensor forward(Tensor input) => head.call(trunk.call(input));
    }

    private sealed class ZeroBranch : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> branch = Sequential(Linear(6, 6), ReLU(), Linear(6, 6));
        private readonly Parameter scale = Parameter(zeros(1));

        public ZeroBranch()
            : base(nameof(ZeroBranch)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input + (scale * branch.call(input));
    }

    private sealed class AuxiliaryLoss : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);
        private readonly Module<Tensor, Tensor> auxiliary = Linear(6, 1);
        private Tensor? loss;

        public AuxiliaryLoss()
            : base(nameof(AuxiliaryLoss)) => RegisterComponents();

        public Tensor? Loss => loss;

        public override Tensor forward(Tensor input)
        {
            loss = auxiliary.call(input).pow(2).mean();
            return head.call(input);
        }
    }

    private sealed class Quantized : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> encoder = Linear(6, 4);
        private readonly Parameter codebook = Parameter(randn(16, 4));
        private readonly Module<Tensor, Tensor> decoder = Linear(4, 6);

        public Quantized()
            : base(nameof(Quantized)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor code = encoder.call(input);
            Tensor nearest = codebook.index_select(0, cdist(code, codebook).argmin(1));
            return decoder.call(code + (nearest - code).detach());
        }
    }

    private sealed class Positive : Module<Tensor, Tensor>
    {
        private readonly Parameter variance = Parameter(full(6, 1e-4f));

        public Positive()
            : base(nameof(Positive)) => RegisterComponents();

        public override Tensor forward(Tensor input) => (variance >= 0).all().item<bool>()
            ? input * variance.sqrt()
            : throw new InvalidOperationException("A variance is negative.");
    }
}
