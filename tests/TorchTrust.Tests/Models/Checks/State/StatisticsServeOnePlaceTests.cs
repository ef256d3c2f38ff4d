using TorchSharp.Modules;
using TorchTrust.Probes;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.State;

public sealed class StatisticsServeOnePlaceTests
{
    private const string Id = "statistics-serve-one-place";

    [Fact]
    public void One_place_passes_and_a_second_one_would_be_noticed() => Assert.Equal(
        ["1"],
        Expect.Proven(CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 8), BatchNorm1d(8), Linear(8, 3))).WithInput(n => randn(n, 6)))).SeenAt);

    [Fact]
    public void Two_places_with_inputs_of_other_scale_are_a_question_until_that_is_declared()
    {
        ModelSubject subject = Twice((norm, x) => norm.call(x) + norm.call((x * 3) + 1));
        Finding finding = Expect.Failed(CheckTest.Run(Id, subject), Severity.Question);

        Assert.Equal("norm", finding.Module);
        Assert.StartsWith(
            "norm runs 2 times in one call of the model, on inputs of other statistics", finding.What, StringComparison.Ordinal);
        Assert.True(finding.Numbers["probability by chance"] < 1e-7);
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.SharesModulesOnPurpose("norm", "One average for both.")).Verdict);
    }

    [Fact]
    public void Inputs_that_differ_in_scale_alone_are_told_apart_by_their_squares() => Assert.Contains(
        "mean square",
        Expect.Failed(CheckTest.Run(Id, Twice((norm, x) => norm.call(x) + norm.call(-3 * x))), Severity.Question).What,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("at the start alone")]
    [InlineData("once the gate has opened")]
    public void Places_that_differ_at_one_point_of_the_parameters_are_told_once(string when) => ModelTest.Run(
        Id,
        ModelSubject.For(() => new Gated((gate, x) => when.Contains("gate", StringComparison.Ordinal)
            ? x * (1 + gate.abs())
            : gate.ne(0).any().item<bool>() ? x : x * 3)).WithInput(n => randn(n, 6)),
        when);

    [Fact]
    public void Two_places_that_differ_at_both_points_are_told_once_by_their_means() =>
        ModelTest.Run(Id, Twice((norm, x) => norm.call(x) + norm.call(x + 9)));

    [Fact]
    public void Each_place_is_told_and_one_that_is_declared_excuses_no_other()
    {
        ModelSubject subject =
            ModelSubject.For(() => Sequential(("first", new Shared(Scaled)), ("second", new Shared(Scaled)))).WithInput(n => randn(n, 6));

        Assert.Equal(["first.norm", "second.norm"], CheckTest.Run(Id, subject).Findings.Select(finding => finding.Module));
        Assert.Equal(
            "second.norm",
            Assert.Single(CheckTest.Run(Id, subject.SharesModulesOnPurpose("first.norm", "One average for both.")).Findings).Module);

        static Tensor Scaled(BatchNorm1d norm, Tensor x) => norm.call(x) + norm.call((x * 3) + 1);
    }

    [Fact]
    public void Two_halves_of_one_distribution_pass() => Assert.Equal(
        Verdict.Passed,
        CheckTest.Run(Id, Twice((norm, x) => norm.call(x) + norm.call(x.flip(1)))).Verdict);

    [Fact]
    public void Images_are_compared_by_channel() => Expect.Failed(
        CheckTest.Run(Id, ModelSubject.For(() => new Images()).WithInput(n => randn(n, 2, 5, 5))), Severity.Question);

    [Fact]
    public void A_model_without_running_statistics_is_skipped() => Expect.Skipped(
        CheckTest.Run(Id, ModelSubject.For(() => Sequential(Linear(6, 8), LayerNorm(8))).WithInput(n => randn(n, 6))),
        "running statistics");

    [Fact]
    public void A_fixed_input_is_skipped() => Expect.Skipped(
        CheckTest.Run(Id, ModelSubject.For(() => BatchNorm1d(6)).WithFixedInputs(() => [randn(4, 6)])), "their number cannot be chosen");

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(3, 0, 0.25)]
    [InlineData(9, 1, 22.0 / 1024)]
    public void The_sign_test_gives_twice_the_tail(long larger, long smaller, double expected)
    {
        Assert.Equal(expected, SignTest.Probability(larger, smaller), 1e-12);
        Assert.Equal(expected, SignTest.Probability(smaller, larger), 1e-12);
    }

    private static ModelSubject Twice(Func<BatchNorm1d, Tensor, Tensor> call) =>
        ModelSubject.For(() => new Shared(call)).WithInput(n => randn(n, 6));

    private sealed class Shared : Module<Tensor, Tensor>
    {
        private readonly BatchNorm1d norm = BatchNorm1d(6);
        private readonly Func<BatchNorm1d, Tensor, Tensor> _call;

        public Shared(Func<BatchNorm1d, Tensor, Tensor> call)
            : base(nameof(Shared))
        {
            _call = call;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _call(norm, input);
    }

    /// <summary>Normalizes its input, and once more what a gate, which is shut as built, makes of it.</summary>
    private sealed class Gated : Module<Tensor, Tensor>
    {
        private readonly BatchNorm1d norm = BatchNorm1d(6);
        private readonly Parameter gate = Parameter(zeros(1));
        private readonly Func<Tensor, Tensor, Tensor> _second;

        public Gated(Func<Tensor, Tensor, Tensor> second)
            : base(nameof(Gated))
        {
            _second = second;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => norm.call(input) + norm.call(_second(gate, input));
    }

    private sealed class Images : Module<Tensor, Tensor>
    {
        private readonly BatchNorm2d norm = BatchNorm2d(2);

        public Images()
            : base(nameof(Images)) => RegisterComponents();

        public override Tensor forward(Tensor input) => norm.call(norm.call(input).relu());
    }
}
