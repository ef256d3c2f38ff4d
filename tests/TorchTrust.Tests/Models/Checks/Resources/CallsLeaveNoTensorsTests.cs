using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Resources;

public sealed class CallsLeaveNoTensorsTests
{
    private const string Id = "calls-leave-no-tensors";
    private static readonly List<Tensor> _statics = [];

    [Fact]
    public void A_right_model_passes_and_a_kept_output_would_be_noticed_at_each_module()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 8), Dropout(), BatchNorm1d(8), Linear(8, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Equal(["", "0", "1", "2", "3"], result.Power.SeenAt.Order());
    }

    [Fact]
    public void A_history_in_a_static_list_is_an_error_that_says_how_many_and_where()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Model((_, output) =>
            _statics.Add(output.detach().clone().DetachFromDisposeScope()))).WithInput(n => randn(n, 6)));
        _statics.ForEach(tensor => tensor.Dispose());
        _statics.Clear();

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Error, result.Severity);
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal(1, finding.Numbers["tensors a call"]);
        Assert.Contains("a static field or a closure", finding.What, StringComparison.Ordinal);
        Assert.Equal("", finding.Module);
    }

    [Fact]
    public void A_cache_that_grows_in_a_field_is_a_question_that_names_it()
    {
        ModelSubject subject = ModelSubject.For(() =>
                new Model((model, output) => model.Cache.Add(output.detach().DetachFromDisposeScope())))
            .WithInput(n => randn(n, 6));
        CheckResult result = CheckTest.Run(Id, subject);

        Assert.Equal(Severity.Question, result.Severity);
        Assert.Contains("in Cache", Assert.Single(result.Findings).What, StringComparison.Ordinal);
        Assert.Equal(Verdict.Skipped, CheckTest.Run(Id, subject.KeepsTensorsOnPurpose("keys and values of earlier positions")).Verdict);
    }

    [Fact]
    public void A_cache_that_is_filled_once_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Model((model, output) =>
        {
            if (model.Cache.Count < 2)
            {
                model.Cache.Add(output.detach().DetachFromDisposeScope());
            }
        })).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_hidden_state_that_replaces_the_last_one_passes()
    {
        CheckResult result = CheckTest.Run(
            Id,
            ModelSubject.For(() => new Model((model, output) => model.Last = output.detach().DetachFromDisposeScope()))
                .WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_distribution_that_leaves_garbage_passes_since_that_is_TorchSharps_own()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Sampler()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_state_that_is_carried_on_with_its_graph_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Carrying()).WithInput(n => randn(n, 6)));

        Assert.NotEqual(Verdict.Failed, result.Verdict);
    }

    [Fact]
    public void A_model_with_scopes_of_its_own_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Scoped()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    private sealed class Model : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);
        private readonly Action<Model, Tensor> _after;

        public Model(Action<Model, Tensor> after)
            : base(nameof(Model))
        {
            _after = after;
            RegisterComponents();
        }

        public List<Tensor> Cache { get; } = [];

        public Tensor? Last { get; set; }

        public override Tensor forward(Tensor input)
        {
            Tensor output = head.call(input);
            _after(this, output);
            return output;
        }
    }

    private sealed class Sampler : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        public Sampler()
            : base(nameof(Sampler)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor mean = head.call(input);
            return distributions.Normal(mean, ones_like(mean)).rsample();
        }
    }

    private sealed class Carrying : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 6);
        private Tensor? _hidden;

        public Carrying()
            : base(nameof(Carrying)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor output = head.call(_hidden is null ? input : input + _hidden.tanh());
            _hidden = output;
            return output;
        }
    }

    private sealed class Scoped : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        public Scoped()
            : base(nameof(Scoped)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return (head.call(input) * 2).exp().MoveToOuterDisposeScope();
        }
    }
}
