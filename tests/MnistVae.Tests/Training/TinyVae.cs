using MnistVae.Data;
using MnistVae.Models;
using static TorchSharp.torch.nn;

namespace MnistVae.Tests.Training;

/// <summary>The smallest model there is, for tests of many steps.</summary>
internal sealed class TinyVae(ImageShape shape) : Vae(
    shape,
    latentSize: 2,
    Sequential(Flatten(), Linear(shape.Size, 4)),
    Sequential(Linear(2, shape.Size), Unflatten(1, shape.ToArray()), Tanh()));
