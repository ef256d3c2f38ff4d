using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Gradients;

/// <summary>Where a check of gradients or values cannot know, it says so, and why.</summary>
public sealed class UndecidedGradientsTests
{
    [Fact]
    public void Where_gradients_are_switched_off_nothing_is_said_of_parameters()
    {
        using IDisposable _ = no_grad();

        Expect.Inconclusive(
            CheckTest.Run(CheckIds.EveryParameterLearns, Subject(x => x)), "Gradients are switched off where the check runs");
    }

    private static ModelSubject Subject(Func<Tensor, Tensor> operation) =>
        ModelSubject.For(() => Sequential(Linear(6, 3), new Computes(operation))).WithInput(n => randn(n, 6));
}
