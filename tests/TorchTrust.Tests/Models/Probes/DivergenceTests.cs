using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Probes;

/// <summary>Where a fault arises: what cannot be told does not acquit.</summary>
public sealed class DivergenceTests
{
    [Fact]
    public void A_module_behind_a_statistic_of_the_batch_is_not_blamed_for_it()
    {
        Finding finding = Expect.Failed(
            CheckTest.Run(CheckIds.SamplesAreIndependentInEval, ModelSubject.For(() => new SharesAStatistic()).WithInput(n => randn(n, 4))),
            Severity.Question);

        Assert.Equal("", finding.Module);
        Assert.EndsWith("it arises in the model itself, before its call of scaled or in it", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_square_of_samples_by_features_of_their_number_is_told_by_another_number()
    {
        Finding finding = Expect.Failed(
            CheckTest.Run(
                CheckIds.SamplesAreIndependentInEval,
                ModelSubject.For(() => Sequential(Linear(4, 4), new Mixes(), Linear(4, 4))).WithInput(n => randn(n, 4))),
            Severity.Error);

        Assert.Equal("1", finding.Module);
    }

    [Theory]
    [InlineData(CheckIds.SampleOrderDoesNotMatter)]
    [InlineData(CheckIds.BatchAgreesWithSingleSamples)]
    public void A_place_in_the_batch_is_traced_to_the_module_that_looks_at_it(string checkId)
    {
        CheckResult result = CheckTest.Run(
            checkId, ModelSubject.For(() => Sequential(Linear(6, 5), new Numbers(), Linear(5, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal("1", Expect.Failed(result, Severity.Error).Module);
        Assert.EndsWith("it arises in 1", result.Findings[0].What, StringComparison.Ordinal);
    }

    private sealed class Mixes : Module<Tensor, Tensor>
    {
        public Mixes()
            : base(nameof(Mixes)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input + input.roll([1], [0]);
    }

    private sealed class Numbers : Module<Tensor, Tensor>
    {
        public Numbers()
            : base(nameof(Numbers)) => RegisterComponents();

        public override Tensor forward(Tensor input) =>
            input + (arange(input.shape[0]).unsqueeze(1) * (input.shape[0] - 1.5)).to(input.dtype);
    }

    private sealed class SharesAStatistic : Module<Tensor, Tensor>
    {
        private readonly Scales scaled = new();

        public SharesAStatistic()
            : base(nameof(SharesAStatistic)) => RegisterComponents();

        public override Tensor forward(Tensor input) => scaled.call(input, input.mean([0L]));
    }

    private sealed class Scales : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear head = Linear(4, 4);

        public Scales()
            : base(nameof(Scales)) => RegisterComponents();

        public override Tensor forward(Tensor input, Tensor by) => head.call(input - by);
    }
}
