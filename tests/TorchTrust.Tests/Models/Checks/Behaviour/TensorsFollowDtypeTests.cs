using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class TensorsFollowDtypeTests
{
    private const string Id = "tensors-follow-dtype";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_at_each_module()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 8), Tanh(), Linear(8, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal(["", "0", "1", "2"], Expect.Proven(result).SeenAt.Order());
    }

    [Fact]
    public void Noise_of_the_default_dtype_is_a_question_at_its_module()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 3), new Computes(x => x + randn(x.shape)))).WithInput(n => randn(n, 6)));

        Finding finding = Expect.Failed(result, Severity.Question);
        Assert.Equal("1", finding.Module);
        Assert.Equal("the output of 1 takes the default dtype (Float64), not that of its input", finding.What);
        Assert.Contains("dtype: mean.dtype", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_meets_others_of_another_dtype_is_a_question_with_the_line()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject
            .For(() => Sequential(Linear(6, 3), new Computes(x => x.index_copy(0, zeros([1], ScalarType.Int64), zeros(1, 3)))))
            .WithInput(n => randn(n, 6)));

        Finding finding = Expect.Failed(result, Severity.Question);
        Assert.Contains("a tensor of the default dtype (Float64) meets others", finding.What, StringComparison.Ordinal);
        Assert.Contains($"({nameof(TensorsFollowDtypeTests)}.cs:", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_declared_call_adds_beside_all_modules_is_found()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))
            .WithForward<Linear>((model, inputs) => (model.call((Tensor)inputs[0]!), model.call((Tensor)inputs[0]!) + zeros(3))));

        Assert.Equal(
            "output .Item2 takes the default dtype (Float64), not that of its input", Expect.Failed(result, Severity.Question).What);
    }

    [Fact]
    public void All_outputs_that_take_the_default_dtype_are_named()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))
            .WithForward<Linear>((model, inputs) => (model.call((Tensor)inputs[0]!) + zeros(3), model.call((Tensor)inputs[0]!), zeros(3))));

        Expect.Failed(result, Severity.Question);
        Assert.Equal(["output .Item1", "output .Item3"], result.Findings.Select(finding => finding.What[..12] + finding.What[12]));
    }

    [Fact]
    public void A_model_of_wider_parameters_than_its_input_is_asked_about_the_dtype_of_its_input()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject
            .For(() => Sequential(
                new Computes(x => x + randn(x.shape)),
                new Computes(x => x.to(ScalarType.Float64)),
                Linear(6, 3, dtype: ScalarType.Float64)))
            .WithInput(n => randn(n, 6)));

        Assert.Equal(
            "the output of 0 takes the default dtype (Float64), not that of its input", Expect.Failed(result, Severity.Question).What);
    }

    [Fact]
    public void A_model_that_takes_another_branch_at_each_call_is_not_blamed_for_the_dtype_of_a_branch()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new TakesTurns()).WithInput(n => randn(n, 6)));

        Assert.True(result.Verdict != Verdict.Failed, result.ToString());
    }

    public static TheoryData<string, Func<Tensor, Tensor>> Refused => new()
    {
        { "scalar type", x => x.unsqueeze(1).bmm(zeros(x.shape[0], 3, 2)).squeeze(1) },
        { "should be the same", x => functional.conv1d(x.unsqueeze(1), zeros(1, 1, 3)).squeeze(1) },
        { "dtype", x => x.mm(zeros(3, 2)) },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void An_operation_that_refuses_two_dtypes_is_a_question_in_its_own_words(string words, Func<Tensor, Tensor> operation)
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 3), new Computes(operation))).WithInput(n => randn(n, 6)));

        Finding finding = Expect.Failed(result, Severity.Question);
        Assert.True(finding.What.Contains(words, StringComparison.Ordinal), finding.What);
    }

    [Fact]
    public void A_model_that_throws_for_another_reason_is_inconclusive_with_the_line()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Computes(x => get_default_dtype() == ScalarType.Float32 ? x * 2
            : throw new NotSupportedException("only single precision"))).WithInput(n => randn(n, 6)));

        Expect.Inconclusive(result, "With Float64 as the default dtype the model threw for another reason in ");
        Expect.Inconclusive(result, "only single precision");
    }

    [Fact]
    public void A_model_that_throws_with_its_own_dtype_too_is_not_blamed_for_the_default_one() => Assert.StartsWith(
        "The subject threw ExternalException while calling the model in eval mode",
        CheckTest.Run(Id, ModelSubject.For(() => new Computes(x => x.unsqueeze(1).bmm(zeros(x.shape[0], 6, 2, dtype: ScalarType.Float64))))
            .WithInput(n => randn(n, 6))).Findings[0].What,
        StringComparison.Ordinal);

    [Fact]
    public void What_only_training_makes_is_found() => Expect.Failed(
        CheckTest.Run(Id, ModelSubject.For(() => new NoisyInTraining()).WithInput(n => randn(n, 6))), Severity.Question);

    public static TheoryData<string, Func<Tensor, Tensor>> Right => new()
    {
        { "like its neighbours", x => x + randn_like(x) + x.new_zeros(3) },
        { "its dtype", x => x + zeros(3, dtype: x.dtype) },
        { "a number", x => (x * 0.5) + tensor(0.5f) },
        { "converted", x => x + arange(0, 1.5, 0.5).to(x.dtype) },
        { "integers", x => x * arange(3) },
        { "wider inside", x => x.to(ScalarType.Float64).cumsum(1).to(x.dtype) },
        { "of the narrow type by name", x => x + linspace(0, 1, 3, dtype: ScalarType.Float32) },
    };

    [Theory]
    [MemberData(nameof(Right), DisableDiscoveryEnumeration = true)]
    public void What_says_its_dtype_passes(string name, Func<Tensor, Tensor> operation)
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 3), new Computes(operation))).WithInput(n => randn(n, 6)));

        Assert.True(
            result.Verdict == Verdict.Passed,
            $"{name}: {result.Reason} {string.Join(" | ", result.Findings.Select(finding => finding.What))}");
    }

    [Fact]
    public void The_default_dtype_comes_back()
    {
        CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 3), new Computes(x => x + randn(x.shape)))).WithInput(n => randn(n, 6)));

        Assert.Equal(ScalarType.Float32, get_default_dtype());
    }

    private sealed class TakesTurns : Module<Tensor, Tensor>
    {
        private static int _calls;
        private readonly Computes narrow = new(x => x * 2);
        private readonly Computes wide = new(x => x.to(ScalarType.Float64));

        public TakesTurns()
            : base(nameof(TakesTurns)) => RegisterComponents();

        public override Tensor forward(Tensor input) => (++_calls % 2 == 0 ? narrow : wide).call(input).to(input.dtype);
    }

    private sealed class NoisyInTraining : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public NoisyInTraining()
            : base(nameof(NoisyInTraining)) => RegisterComponents();

        public override Tensor forward(Tensor input) => training ? head.call(input) + rand(3) : head.call(input);
    }
}
