using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Checks.State;

public sealed class StateSurvivesSaveAndLoadTests
{
    private const string Id = "state-survives-save-and-load";

    [Fact]
    public void A_right_model_passes_and_each_missing_part_would_be_noticed()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Sequential(Linear(6, 8), BatchNorm1d(8), Tanh(), Linear(8, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Empty(result.Power.BlindAt);
        Assert.Equal(8, result.Power.SeenAt.Count);
    }

    [Fact]
    public void Layers_in_a_list_are_an_error_that_names_their_parameters()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Listed()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Error, result.Severity);
        Assert.Equal(
            ["layers[0].bias", "layers[0].weight", "layers[1].bias", "layers[1].weight"],
            result.Findings.Select(finding => finding.Parameter!.TrimStart('_')).Order());
        Assert.Contains("is not in the state, and outputs depend on it", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_buffer_that_training_moves_and_the_state_leaves_out_is_a_warning_that_names_it()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Moving()).WithInput(n => randn(n, 6)));

        Assert.Equal(Severity.Warning, result.Severity);
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("mean", finding.Parameter);
        Assert.Contains("KeepsStateOnPurpose", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_permutation_that_the_constructor_draws_is_an_error()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Permuting()).WithInput(n => randn(n, 6)));

        Assert.Equal(Severity.Error, result.Severity);
        Assert.Contains("something that the constructor draws or computes is not saved", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_positions_that_is_not_persistent_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Positions()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void Tied_weights_pass()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Tied()).WithInput(n => randint(0, 10, [n, 4])));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.Equal(["embedding.weight", "head.weight"], result.Power!.SeenAt.Order());
    }

    [Fact]
    public void A_teacher_that_is_kept_out_of_the_state_on_purpose_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Listed()).WithInput(n => randn(n, 6))
            .KeepsUnregisteredOnPurpose("*layers*", "loaded from a file of its own"));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void Dropout_that_stays_on_in_eval_passes_with_equal_noise()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new MonteCarlo()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_model_that_ignores_its_state_decides_nothing()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Ignoring()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("changes no output", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_exists_once_is_skipped_with_the_line_to_write()
    {
        using Linear model = Linear(6, 3);
        CheckResult result = CheckTest.Run(Id, ModelSubject.Of(model).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.Contains("ModelSubject.For(() =>", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_state_is_skipped()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Sequential(ReLU())).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Skipped, result.Verdict);
    }

    private sealed class Listed : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);
        private readonly List<Linear> layers = [Linear(6, 6), Linear(6, 6)];

        public Listed()
            : base(nameof(Listed)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(layers.Aggregate(input, (x, layer) => layer.call(x).tanh()));
    }

    private sealed class Moving : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        public Moving()
            : base(nameof(Moving))
        {
            RegisterComponents();
            register_buffer("mean", zeros(6), persistent: false);
        }

        public override Tensor forward(Tensor input)
        {
            Tensor mean = get_buffer("mean")!;
            if (training)
            {
                using IDisposable _ = no_grad();
                mean.mul_(0.9).add_(input.mean([0L]) * 0.1);
            }

            return head.call(input - mean);
        }
    }

    private sealed class Permuting : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);
        private readonly long[] _order = randperm(6).data<long>().ToArray();

        public Permuting()
            : base(nameof(Permuting)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using Tensor order = tensor(_order);
            return head.call(input.index_select(1, order));
        }
    }

    private sealed class Positions : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        public Positions()
            : base(nameof(Positions))
        {
            RegisterComponents();
            register_buffer("table", arange(6).to(ScalarType.Float32).sin(), persistent: false);
        }

        public override Tensor forward(Tensor input) => head.call(input + get_buffer("table")!);
    }

    private sealed class Tied : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(10, 6);
        private readonly Linear head = Linear(6, 10, hasBias: false);

        public Tied()
            : base(nameof(Tied))
        {
            head.weight = embedding.weight!;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(embedding.call(input));
    }

    private sealed class MonteCarlo : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        public MonteCarlo()
            : base(nameof(MonteCarlo)) => RegisterComponents();

        public override Tensor forward(Tensor input) => functional.dropout(head.call(input), 0.5, training: true);
    }

    private sealed class Ignoring : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        public Ignoring()
            : base(nameof(Ignoring)) => RegisterComponents();

        public override Tensor forward(Tensor input) => (head.call(input) * 0).abs();
    }
}
