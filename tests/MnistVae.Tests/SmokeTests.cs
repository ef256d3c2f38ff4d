namespace MnistVae.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void The_backend_loads() => Assert.Equal(6f, TorchSharp.torch.ones(2, 3).sum().item<float>());
}
