using MnistVae.Trust;
using TorchTrust;
using TorchTrust.Xunit;

namespace MnistVae.Tests.Training;

/// <summary>Every check of TorchTrust on the trainer, on a dozen images of MNIST.</summary>
public sealed class TrainerTrust : TrainingTrustTests
{
    protected override TrainingSubject Subject => TrainerSubjects.Trainer;
}
