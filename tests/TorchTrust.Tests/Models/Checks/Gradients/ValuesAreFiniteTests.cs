using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Gradients;

public sealed class ValuesAreFiniteTests
{
    private const string Id = "values-are-finite";

    [Fact]
    public void A_right_model_passes_and_NaN_would_be_noticed_at_each_module_forward_and_backward()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 8), Tanh(), Linear(8, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.Equal(2, result.Power!.Killed);
        Assert.Equal(["", "0", "1", "2"], result.Power.SeenAt.Order());
    }

    [Fact]
    public void A_logarithm_of_a_negative_number_is_found_in_its_module()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Chain(new Apply(x => x.log()))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Error, result.Severity);
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("middle", finding.Module);
        Assert.Contains("the output in training mode is NaN; it arises in middle", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_where_does_not_protect_is_found_though_all_outputs_are_finite()
    {
        ModelSubject subject = ModelSubject.For(() => new Chain(new Apply(x => where(x > 0, (x + x.abs()).sqrt(), x))))
            .WithInput(n => randn(n, 6));
        CheckResult result = CheckTest.Run(Id, subject.WithLoss<Tensor>((_, output) => output.pow(2).mean()));

        Assert.Equal(Severity.Error, result.Severity);
        Assert.Contains(result.Findings, finding => finding.Parameter == "first.weight"
            && finding.What.Contains("all values are finite on the way forward", StringComparison.Ordinal)
            && finding.What.Contains("middle", StringComparison.Ordinal));
        Assert.Equal("middle", result.Findings[0].Module);
        Assert.Equal(Severity.Question, CheckTest.Run(Id, subject).Severity);
    }

    [Fact]
    public void A_declared_loss_that_is_infinite_is_an_error()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Sequential(Linear(6, 3), ReLU()))
            .WithInput(n => randn(n, 6)).WithLoss<Tensor>((_, output) => -output.log().mean()));

        Assert.Equal(Severity.Error, result.Severity);
        Assert.Contains("the declared loss is", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_that_is_not_finite_is_named()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() =>
        {
            Linear layer = Linear(6, 3);
            using IDisposable _ = no_grad();
            layer.bias!.fill_(double.NaN);
            return Sequential(layer, Tanh());
        }).WithInput(n => randn(n, 6)));

        Assert.Contains("whose 0.bias is not finite itself", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_of_minus_infinity_before_a_softmax_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Chain(new Apply(x =>
            x.masked_fill(ones_like(x, dtype: ScalarType.Bool).triu(1), double.NegativeInfinity).softmax(-1))))
            .WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void Masked_logits_are_a_question_at_most()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Chain(new Apply(x => x), new Apply(x =>
            x.masked_fill(ones_like(x, dtype: ScalarType.Bool).triu(1), double.NegativeInfinity)))).WithInput(n => randn(n, 6)));

        Assert.Equal(Severity.Question, result.Severity);
        Assert.Contains("switch this check off", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variance_that_may_not_become_negative_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Scaled()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_division_by_a_norm_is_a_question_only_where_a_declared_range_holds_zero()
    {
        ModelSubject subject = ModelSubject.For(() => new Chain(new Apply(x => x), normalizes: true)).WithInput(n => rand(n, 6));

        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject).Verdict);
        CheckResult result = CheckTest.Run(Id, subject.WithInputRange(0, 1));
        Assert.Equal(Severity.Question, result.Severity);
        Assert.Contains("if a sample is 0 everywhere", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_that_are_not_finite_decide_nothing()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => full([n, 6], float.NaN)));

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
    }

    [Fact]
    public void A_mask_of_minus_infinity_among_the_inputs_passes() => Assert.Equal(Verdict.Passed, CheckTest.Run(
        Id, ModelSubject.For(() => new Masked()).WithInputs(n => [randn(n, 5, 6), full(5, 5, float.NegativeInfinity).triu(1)])).Verdict);

    [Fact]
    public void A_cache_that_keeps_the_graph_of_the_last_call_decides_nothing_and_is_named()
    {
        ModelSubject subject = ModelSubject.For(() => new Caching()).WithInput(n => randn(n, 6));
        CheckResult result = CheckTest.Run(Id, subject);

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("the graph of an earlier call in _cache", result.Reason, StringComparison.Ordinal);
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.WithForward<Caching>((model, inputs) =>
        {
            using IDisposable _ = no_grad();
            return model.call((Tensor)inputs[0]!);
        })).Verdict);
    }

    [Fact]
    public void A_gradient_that_throws_is_an_error_that_tells_what_was_thrown_and_no_remedy_for_something_else()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Chain(new Apply(x =>
        {
            Tensor root = x.sigmoid();
            Tensor twice = root.mul(root);
            root.add_(1);
            return twice;
        }))).WithInput(n => randn(n, 6)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("modified by an inplace operation", result.Findings[0].What, StringComparison.Ordinal);
        Assert.Null(result.Why);
        Assert.Contains("the subject threw", result.Remedy, StringComparison.Ordinal);
    }

    private sealed class Masked : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear query = Linear(6, 6);
        private readonly Linear key = Linear(6, 6);

        public Masked()
            : base(nameof(Masked)) => RegisterComponents();

        public override Tensor forward(Tensor tokens, Tensor mask) =>
            bmm(functional.softmax(bmm(query.call(tokens), key.call(tokens).transpose(1, 2)) + mask, -1), tokens);
    }

    /// <summary>As the keys and values of a decoder that only predicts.</summary>
    private sealed class Caching : Module<Tensor, Tensor>
    {
        private readonly Linear key = Linear(6, 6);
        private readonly Tensor _cache = zeros(16, 6);

        public Caching()
            : base(nameof(Caching)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            _cache[..(int)input.shape[0]] = key.call(input);
            return _cache[..(int)input.shape[0]] * input;
        }
    }

    private sealed class Apply(Func<Tensor, Tensor> function) : Module<Tensor, Tensor>(nameof(Apply))
    {
        public override Tensor forward(Tensor input) => function(input);
    }

    private sealed class Chain : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> first = Linear(6, 6);
        private readonly Module<Tensor, Tensor> middle;
        private readonly Module<Tensor, Tensor> last = Linear(6, 6);
        private readonly Module<Tensor, Tensor> end;
        private readonly bool _normalizes;

        public Chain(Module<Tensor, Tensor> middle, Module<Tensor, Tensor>? end = null, bool normalizes = false)
            : base(nameof(Chain))
        {
            this.middle = middle;
            this.end = end ?? Identity();
            _normalizes = normalizes;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => end.call(last.call(middle.call(first.call(
            _normalizes ? input / input.pow(2).sum(dim: 1, keepdim: true).sqrt() : input))));
    }

    private sealed class Scaled : Module<Tensor, Tensor>
    {
        private readonly Parameter variance = Parameter(full(6, 1e-4f));

        public Scaled()
            : base(nameof(Scaled)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input * variance.sqrt();
    }
}
