using MnistVae.Models;
using TorchTrust;
using TorchTrust.Xunit;

namespace MnistVae.Tests.Models;

/// <summary>Every check of TorchTrust on the convolutional model.</summary>
public sealed class CnnVaeTrust : ModelTrustTests
{
    protected override ModelSubject Subject => VaeSubject.Of(() => new CnnVae(VaeSubject.Shape, latentSize: 16));
}
