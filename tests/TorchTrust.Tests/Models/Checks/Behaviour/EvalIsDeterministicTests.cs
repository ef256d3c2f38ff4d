using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class EvalIsDeterministicTests
{
    private const string Id = "eval-is-deterministic";

    [Fact]
    public void A_right_model_with_dropout_passes_and_the_check_could_have_failed_at_each_module()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 8), Dropout(0.5), Linear(8, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal(["", "0", "1", "2"], Expect.Proven(result).SeenAt.Order());
    }

    [Fact]
    public void A_functional_dropout_left_on_is_recognized_as_dropout_and_located()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new FunctionalDropout()).WithInput(n => randn(n, 6)));

        Finding finding = Expect.Failed(result, Severity.Error);
        Assert.Equal("", finding.Module);
        Assert.Contains("drops elements at random in eval mode", finding.What, StringComparison.Ordinal);
        Assert.Contains(
            "the mode is not passed in FunctionalDropout.forward (EvalIsDeterministicTests.cs:", finding.What, StringComparison.Ordinal);
        Assert.Contains("before its call of head", finding.What, StringComparison.Ordinal);
        Assert.True(finding.Numbers["largest difference"] > 0);
        Assert.Contains("training: training", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dropout_that_is_told_to_drop_is_asked_about() => Assert.DoesNotContain(
        "the mode is not passed",
        Expect.Failed(
            CheckTest.Run(
                Id, ModelSubject.For(() => new Computes(x => functional.dropout(x, 0.5, training: true))).WithInput(n => randn(n, 6))),
            Severity.Question).What,
        StringComparison.Ordinal);

    [Fact]
    public void A_forgotten_mode_in_a_lambda_over_several_lines_is_found() => Assert.Contains(
        "the mode is not passed in <>c.",
        Expect.Failed(
            CheckTest.Run(Id, ModelSubject.For(() => new Computes(x => functional.dropout(
                x + (x * 0),
                p: 0.5))).WithInput(n => randn(n, 6))),
            Severity.Error).What,
        StringComparison.Ordinal);

    [Fact]
    public void A_dropout_in_a_list_that_eval_misses_fails()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new DropoutInList()).WithInput(n => randn(n, 6)));

        Assert.Contains("drops elements at random", Expect.Failed(result, Severity.Question).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_before_a_forgotten_mode_is_what_is_told_and_stays_a_question() => Assert.StartsWith(
        "the output is random in eval mode; it arises in the model itself, before its call of entry",
        Expect.Failed(ModelTest.Run(Id, ModelSubject.For(() => new NoisyThenDrops()).WithInput(n => randn(n, 6))), Severity.Question).What,
        StringComparison.Ordinal);

    [Fact]
    public void Noise_behind_a_zero_gate_shows_at_the_generic_point() =>
        Expect.Failed(CheckTest.Run(Id, ModelSubject.For(() => new GatedNoise()).WithInput(n => randn(n, 6))), Severity.Question);

    [Fact]
    public void A_latent_that_is_sampled_is_a_question_that_names_the_fact_and_no_more_once_it_is_declared()
    {
        ModelSubject subject = ModelSubject.For(() => new SampledLatent()).WithInput(n => randn(n, 6));
        CheckResult result = CheckTest.Run(Id, subject);

        Assert.StartsWith("the output is random in eval mode", Expect.Failed(result, Severity.Question).What, StringComparison.Ordinal);
        Assert.Contains("IsRandomInEvalOnPurpose(", result.Remedy, StringComparison.Ordinal);
        Expect.Skipped(CheckTest.Run(Id, subject.IsRandomInEvalOnPurpose("It samples.")), "It samples.");
    }

    [Fact]
    public void Randomness_that_the_seed_does_not_decide_is_named()
    {
        var random = new Random(1);
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))
            .WithForward<Linear>((model, inputs) => model.call((Tensor)inputs[0]!) + random.NextDouble()));

        Assert.Contains("torch's seed does not decide it", Expect.Failed(result, Severity.Question).What, StringComparison.Ordinal);
    }

    public static TheoryData<string, Func<Tensor, Tensor>> RandomButNotDropped => new()
    {
        { "a decision by chance", x => bernoulli(x.sigmoid()).to(ScalarType.Int64) },
        { "a category by chance", x => functional.one_hot(randint(1000, [x.shape[0]], ScalarType.Int64), 1000).to(x.dtype) },
    };

    [Theory]
    [MemberData(nameof(RandomButNotDropped), DisableDiscoveryEnumeration = true)]
    public void What_is_zero_by_chance_and_is_no_dropout_is_not_called_one(string name, Func<Tensor, Tensor> operation)
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 3), new Computes(operation))).WithInput(n => randn(n, 6)));

        Finding finding = Expect.Failed(result, Severity.Question);
        Assert.True(finding.What == "the output is random in eval mode; it arises in 1", $"{name}: {finding.What}");
    }

    [Fact]
    public void A_model_that_draws_and_does_not_use_it_passes() =>
        Expect.Proven(CheckTest.Run(Id, ModelSubject.For(() => new DrawsInVain()).WithInput(n => randn(n, 6))));

    [Fact]
    public void A_counter_that_falls_back_between_calls_is_no_randomness() =>
        Expect.Proven(CheckTest.Run(Id, ModelSubject.For(() => new CountsItsCalls()).WithInput(n => randn(n, 6))));

    private sealed class FunctionalDropout : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public FunctionalDropout()
            : base(nameof(FunctionalDropout)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(functional.dropout(input, 0.5));
    }

    private sealed class NoisyThenDrops : Module<Tensor, Tensor>
    {
        private readonly Linear entry = Linear(6, 6);
        private readonly Linear head = Linear(6, 3);

        public NoisyThenDrops()
            : base(nameof(NoisyThenDrops)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(functional.dropout(entry.call(input + randn_like(input)), 0.5));
    }

    private sealed class DropoutInList : Module<Tensor, Tensor>
    {
        private readonly List<Module<Tensor, Tensor>> _layers = [Dropout(0.5)];
        private readonly Linear head = Linear(6, 3);

        public DropoutInList()
            : base(nameof(DropoutInList)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(_layers[0].call(input));
    }

    private sealed class GatedNoise : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Parameter gate = Parameter(zeros(1));

        public GatedNoise()
            : base(nameof(GatedNoise)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input + (gate * randn_like(input)));
    }

    private sealed class SampledLatent : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public SampledLatent()
            : base(nameof(SampledLatent)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input + randn_like(input));
    }

    private sealed class DrawsInVain : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public DrawsInVain()
            : base(nameof(DrawsInVain)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using Tensor unused = randn_like(input);
            return head.call(input);
        }
    }

    private sealed class CountsItsCalls : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly int[] _calls = new int[1];

        public CountsItsCalls()
            : base(nameof(CountsItsCalls)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input) + _calls[0]++;
    }
}
