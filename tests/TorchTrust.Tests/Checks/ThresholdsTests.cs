using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Checks;

/// <summary>What lies between rounding and a fault.</summary>
public sealed class ThresholdsTests
{
    [Fact]
    public void A_hundred_millionth_that_depends_on_the_place_in_the_batch_is_a_fault() => Expect.Failed(
        CheckTest.Run(
            CheckIds.SampleOrderDoesNotMatter,
            ModelSubject.For(() => new Computes(x => x + arange(x.shape[0]).to(x.dtype).mul(1e-8).unsqueeze(1)))
                .WithInput(n => randn(n, 6))),
        Severity.Error);

    [Fact]
    public void Rounding_that_the_largest_value_of_the_batch_decides_passes_without_a_look_in_float64()
    {
        using var model = new Computes(x => (x + x.abs().max()) - x.abs().max());

        Assert.Equal(
            Verdict.Passed,
            CheckTest.Run(CheckIds.SamplesAreIndependentInEval, ModelSubject.Of(model).WithInput(n => randn(n, 6))).Verdict);
    }
}
