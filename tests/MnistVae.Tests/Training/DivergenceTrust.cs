using MnistVae.Trust;
using TorchTrust;
using TorchTrust.Xunit;

namespace MnistVae.Tests.Training;

/// <summary>Every check of TorchTrust on the divergence.</summary>
public sealed class DivergenceTrust : LossTrustTests
{
    protected override LossSubject Subject => LossSubjects.Divergence;
}
