using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Gradients;

public sealed class GradientsAgreeWithDifferencesTests
{
    private const string Id = "gradients-agree-with-differences";

    [Fact]
    public void A_model_that_casts_its_output_to_single_precision_decides_nothing()
    {
        CheckResult result = ThroughACustomFunction.Run(Id, ModelSubject.For(() => new CastsItsOutput()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("In float64 the model still gives Float32", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_right_model_passes_and_a_doubled_gradient_would_be_noticed_at_each_module()
    {
        CheckResult result = ThroughACustomFunction.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 8), ReLU(), Linear(8, 3), Softmax(1))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Equal(["", "0", "1", "2", "3"], result.Power.SeenAt.Order());
    }

    [Fact]
    public void A_custom_function_with_a_wrong_backward_is_a_question_that_names_where_to_look()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Chain(x => WrongSquare.Of(x))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Question, result.Severity);
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("first", finding.Module);
        Assert.Contains("where differences give", finding.What, StringComparison.Ordinal);
        Assert.NotEqual(finding.Numbers["gradient"], finding.Numbers["central difference"]);
    }

    [Fact]
    public void A_loss_with_a_wrong_gradient_is_told_from_a_model_with_one()
    {
        CheckResult result = ThroughACustomFunction.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))
            .WithLoss<Tensor>((_, output) => (output.detach() * output).mean()));

        Assert.Contains(result.Findings, finding => finding.What.StartsWith("the gradient of the declared loss", StringComparison.Ordinal));
    }

    [Fact]
    public void A_loss_that_takes_its_input_to_be_normalized_passes()
    {
        CheckResult result = ThroughACustomFunction.Run(
            Id,
            ModelSubject.For(() => Sequential(Linear(6, 5), LogSoftmax(-1))).WithInput(n => randn(8, n, 6))
                .WithLoss<Tensor>((_, output) => functional.ctc_loss(
                    output, ones(output.shape[1], 3, dtype: ScalarType.Int64), full([output.shape[1]], 8L), full([output.shape[1]], 3L))));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_straight_through_estimator_is_a_question_and_passes_when_declared()
    {
        ModelSubject subject = ModelSubject.For(() => new Chain(x => x + (x.mul(3).round() - x).detach())).WithInput(n => randn(n, 6));

        CheckResult result = ThroughACustomFunction.Run(Id, subject);
        Assert.Equal((Verdict.Failed, null), (result.Verdict, result.Reason));
        Assert.Equal(Severity.Question, result.Severity);
        Assert.Contains("StopsGradientsOnPurpose", result.Remedy, StringComparison.Ordinal);
        Assert.Equal(
            Verdict.Passed, ThroughACustomFunction.Run(Id, subject.StopsGradientsOnPurpose("first.*", "straight-through")).Verdict);
    }

    [Fact]
    public void Convolutions_batch_statistics_and_pooling_pass()
    {
        CheckResult result = ThroughACustomFunction.Run(Id, ModelSubject.For(() =>
            Sequential(Conv2d(2, 4, 3), BatchNorm2d(4), ReLU(), MaxPool2d(2), Flatten(), Linear(16, 2))).WithInput(n => randn(n, 2, 6, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void Dropout_and_sampled_noise_pass_since_the_noise_is_equal()
    {
        CheckResult result = ThroughACustomFunction.Run(
            Id,
            ModelSubject.For(() => new Chain(x => functional.dropout(x + (randn_like(x) * x.exp()), 0.5, training: true)))
                .WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_model_that_is_not_differentiated_through_a_branch_passes_for_what_has_a_gradient()
    {
        CheckResult result = ThroughACustomFunction.Run(Id, ModelSubject.For(() => new Chain(x => x.detach())).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_model_that_insists_on_float32_decides_nothing()
    {
        CheckResult result = ThroughACustomFunction.Run(Id, ModelSubject.For(() => new Chain(x => x.dtype == ScalarType.Float32
            ? x
            : throw new NotSupportedException("Only float32."))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("float64", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_scale_that_the_first_training_batch_sets_passes_however_the_model_remembers_it(bool byBuffer)
    {
        CheckResult result = ThroughACustomFunction.Run(
            Id, ModelSubject.For(() => new SetByFirstBatch(byBuffer)).WithInput(n => (randn(n, 6) * 3) + 1));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void Where_no_function_has_a_backward_pass_of_its_own_a_stop_was_written_down_and_it_is_skipped() => Expect.Skipped(
        CheckTest.Run(Id, ModelSubject.For(() => new Chain(x => x + (x.mul(3).round() - x).detach())).WithInput(n => randn(n, 6))),
        "backward pass of its own");

    [Fact]
    public void A_function_that_the_declared_loss_alone_applies_is_found() => Assert.Contains(
        CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))
            .WithLoss<Tensor>((_, output) => WrongSquare.Of(output).mean())).Findings,
        finding => finding.What.StartsWith("the gradient of the declared loss", StringComparison.Ordinal));

    [Fact]
    public void A_model_that_exists_once_is_skipped()
    {
        using var model = Linear(6, 3);
        CheckResult result = ThroughACustomFunction.Run(Id, ModelSubject.Of(model).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Skipped, result.Verdict);
    }

    /// <summary>Divides by the deviation of the first batch that it is trained on.</summary>
    private sealed class CastsItsOutput : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        public CastsItsOutput()
            : base(nameof(CastsItsOutput)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input).to(ScalarType.Float32);
    }

    private sealed class SetByFirstBatch : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Parameter scale = Parameter(ones(6));
        private readonly Tensor isSet = zeros(1, dtype: ScalarType.Bool);
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);
        private readonly bool _byBuffer;
        private bool _isSet;

        public SetByFirstBatch(bool byBuffer)
            : base(nameof(SetByFirstBatch))
        {
            _byBuffer = byBuffer;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            if (training && !(_byBuffer ? isSet.item<bool>() : _isSet))
            {
                using IDisposable _ = no_grad();
                scale.copy_(1 / input.std(dim: 0));
                isSet.fill_(true);
                _isSet = true;
            }

            return head.call(input * scale).MoveToOuterDisposeScope();
        }
    }

    private sealed class Chain : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> first = Linear(6, 6);
        private readonly Module<Tensor, Tensor> last = Linear(6, 3);
        private readonly Func<Tensor, Tensor> _between;

        public Chain(Func<Tensor, Tensor> between)
            : base(nameof(Chain))
        {
            _between = between;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => last.call(_between(first.call(input)));
    }

    private sealed class WrongSquare : autograd.SingleTensorFunction<WrongSquare>
    {
        public override string Name => nameof(WrongSquare);

        public static Tensor Of(Tensor input) => apply(input);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var input = (Tensor)vars[0];
            ctx.save_for_backward([input]);
            return input * input;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [grad_output * ctx.get_saved_variables()[0]];
    }
}
