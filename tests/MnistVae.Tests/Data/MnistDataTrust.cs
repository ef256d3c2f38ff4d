using MnistVae.Trust;
using TorchTrust;
using TorchTrust.Xunit;

namespace MnistVae.Tests.Data;

/// <summary>Every check of TorchTrust on some hundred images of MNIST, as the training reads and loads them.</summary>
public sealed class MnistDataTrust : DatasetTrustTests
{
    protected override DatasetSubject Subject => DataSubjects.Of(limit: 500);
}
