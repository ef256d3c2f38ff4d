using TorchTrust.Tests.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Checks.Gradients;

/// <summary>Where a check of gradients or values cannot know, it says so, and why.</summary>
public sealed class UndecidedGradientsTests
{
    [Fact]
    public void Where_gradients_are_switched_off_nothing_is_said_of_parameters()
    {
        using IDisposable _ = no_grad();

        Expect.Inconclusive(CheckTest.Run(CheckIds.EveryParameterLearns, Subject(x => x)), "Gradients are switched off where the check runs");
    }

    [Fact]
    public void NaN_that_comes_once_and_not_again_is_no_fault_of_the_model()
    {
        CheckResult[] results = [.. new[] { 0, 1 }.Select(parity =>
        {
            int calls = 0;
            return CheckTest.Run(CheckIds.ValuesAreFinite, ModelSubject.For(() => new Computes(x => calls++ % 2 == parity ? x * double.NaN : x)).WithInput(n => randn(n, 6)));
        })];

        Assert.Contains(results, result => result.Reason?.StartsWith("An output was NaN once and not again", StringComparison.Ordinal) == true);
        Assert.All(results, result => Assert.NotEqual(Verdict.Failed, result.Verdict));
    }

    [Theory]
    [InlineData("expected scalar type Float but found Double", Verdict.Failed)]
    [InlineData("mat1 and mat2 must have the same DTYPE", Verdict.Failed)]
    [InlineData("the types should be the same", Verdict.Failed)]
    [InlineData("no such table", Verdict.Inconclusive)]
    public void What_a_model_throws_at_another_default_dtype_tells_whether_it_is_to_blame(string message, object verdict)
    {
        CheckResult result = CheckTest.Run(CheckIds.TensorsFollowDtype, Subject(x => get_default_dtype() == ScalarType.Float64 ? throw new InvalidOperationException(message) : x));

        Assert.Equal((Verdict)verdict, result.Verdict);
        Assert.Contains(message, result.Reason ?? result.Findings[0].What, StringComparison.Ordinal);
    }

    private static ModelSubject Subject(Func<Tensor, Tensor> operation) =>
        ModelSubject.For(() => Sequential(Linear(6, 3), new Computes(operation))).WithInput(n => randn(n, 6));
}
