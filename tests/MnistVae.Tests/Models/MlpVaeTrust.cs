using MnistVae.Models;
using TorchTrust;
using TorchTrust.Xunit;

namespace MnistVae.Tests.Models;

/// <summary>Every check of TorchTrust on the fully connected model.</summary>
public sealed class MlpVaeTrust : ModelTrustTests
{
    protected override ModelSubject Subject => VaeSubject.Of(() => new MlpVae(VaeSubject.Shape, latentSize: 16));
}
