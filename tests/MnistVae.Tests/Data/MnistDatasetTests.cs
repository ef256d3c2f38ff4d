using MnistVae.Data;
using static TorchSharp.torch;

namespace MnistVae.Tests.Data;

/// <summary>All 70,000 images of MNIST, 5,000 of them set aside for validation.</summary>
[Trait("Suite", "Article")]
public sealed class MnistDatasetTests(MnistFixture mnist) : DatasetTests, IClassFixture<MnistFixture>
{
    protected override ImageShape ExpectedShape => new(1, 32, 32);

    protected override IBatchSource TrainBesideOtherTestImages => mnist.BesideOtherTestImages.Train;

    protected override IBatchSource Source(Split split) => mnist.Data.Get(split);

    protected override IBatchSource Unaugmented(Split split) => mnist.Unaugmented.Get(split);

    protected override utils.data.Dataset ForTorchSharp(Split split) => mnist.Data.Get(split).Share();
}
