using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

/// <summary>Influence and order need a dimension that counts samples, not their number: fewer are had by narrowing.</summary>
public sealed class FixedInputsTests
{
    public static TheoryData<string> OfSamples =>
        [CheckIds.SamplesAreIndependentInEval, CheckIds.SamplesAreIndependentInTraining, CheckIds.SampleOrderDoesNotMatter,
            CheckIds.BatchAgreesWithSingleSamples, CheckIds.BatchSizesWork];

    [Theory, MemberData(nameof(OfSamples))]
    public void A_fixed_input_that_says_its_batch_is_looked_at_and_the_check_could_have_failed(string checkId) =>
        Expect.Proven(CheckTest.Run(checkId, ModelSubject.For(() => Sequential(Linear(6, 8), Tanh(), Linear(8, 3)))
            .WithFixedInputs(() => [randn(5, 6)], batchDimension: 0)));

    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval)]
    [InlineData(CheckIds.BatchAgreesWithSingleSamples)]
    public void The_same_content_at_each_call_does_as_well(string checkId)
    {
        using Tensor batch = randn(7, 6, generator: new Generator(3));

        Assert.Equal(
            Verdict.Passed,
            CheckTest.Run(checkId, ModelSubject.For(() => Linear(6, 3)).WithFixedInputs(() => [batch.clone()], batchDimension: 0)).Verdict);
    }

    [Fact]
    public void A_leak_is_found_in_a_fixed_input_that_says_its_dimension() => Assert.Contains(
        "changes when sample",
        Expect.Failed(
            CheckTest.Run(
                CheckIds.SamplesAreIndependentInEval,
                ModelSubject.For(() => new Reads(x => x.roll([1], [0]))).WithFixedInputs(() => [randn(5, 6)], batchDimension: 0)),
            Severity.Error).What,
        StringComparison.Ordinal);

    [Fact]
    public void Images_in_a_fixed_batch_are_looked_at() => Expect.Proven(CheckTest.Run(
        CheckIds.SamplesAreIndependentInEval,
        ModelSubject.For(() => Sequential(Conv2d(2, 3, 3, padding: 1), ReLU(), Conv2d(3, 2, 3, padding: 1)))
            .WithFixedInputs(() => [randn(5, 2, 7, 8)], batchDimension: 0)));

    [Fact]
    public void Without_the_word_it_says_how_to_say_which_and_takes_it()
    {
        ModelSubject Of(int? dimension) =>
            ModelSubject.For(() => new Reads(x => x - x.mean([0L], keepdim: true) - x.mean([1L], keepdim: true)))
                .WithFixedInputs(() => [randn(5, 7, 6)], dimension);

        Expect.Skipped(CheckTest.Run(CheckIds.SamplesAreIndependentInEval, Of(null)), "batchDimension: 0");
        Expect.Failed(CheckTest.Run(CheckIds.SamplesAreIndependentInEval, Of(0)), Severity.Question);
    }

    [Fact]
    public void Time_first_is_said_by_another_dimension() => Expect.Proven(CheckTest.Run(
        CheckIds.SamplesAreIndependentInEval,
        ModelSubject.For(() => new TimeFirst()).WithFixedInputs(() => [randn(5, 6, 3)], batchDimension: 1)));

    [Fact]
    public void A_second_input_of_as_many_samples_goes_along_and_a_shared_one_stays()
    {
        ModelSubject subject = ModelSubject.For(() => Linear(6, 3))
            .WithFixedInputs(() => [randn(5, 6), randn(5), randn(6)], batchDimension: 0)
            .WithForward<Linear>((model, inputs) =>
                model.call((Tensor)inputs[0]! + (Tensor)inputs[2]!) * ((Tensor)inputs[1]!).unsqueeze(1));

        Expect.Proven(CheckTest.Run(CheckIds.SampleOrderDoesNotMatter, subject));
    }

    [Fact]
    public void A_sequence_without_a_batch_is_not_taken_for_one() => Expect.Skipped(
        CheckTest.Run(
            CheckIds.SamplesAreIndependentInEval, ModelSubject.For(() => new Reads(x => x.cumsum(0))).WithFixedInputs(() => [randn(5, 6)])),
        "does not say which of its dimensions");

    private sealed class Reads : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Func<Tensor, Tensor> _others;

        public Reads(Func<Tensor, Tensor> others)
            : base(nameof(Reads))
        {
            _others = others;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(input + _others(input));
    }
}
