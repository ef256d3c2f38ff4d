using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Bench;

/// <summary>
/// A network of 23 million parameters for images of 32 by 32, most of them in two linear layers, after AlexNet (Krizhevsky
/// et al., 2012): what proofs of power cost shows where weights are large.
/// </summary>
internal sealed class LargeClassifier : Module<Tensor, Tensor>
{
    private readonly Sequential _features = Sequential(
        Conv2d(3, 64, 3, stride: 2, padding: 1), ReLU(), MaxPool2d(2),
        Conv2d(64, 192, 3, padding: 1), ReLU(), MaxPool2d(2),
        Conv2d(192, 384, 3, padding: 1), ReLU(),
        Conv2d(384, 256, 3, padding: 1), ReLU(),
        Conv2d(256, 256, 3, padding: 1), ReLU(), MaxPool2d(2));

    private readonly Sequential _classifier = Sequential(
        Dropout(), Linear(256 * 2 * 2, 4096), ReLU(), Dropout(), Linear(4096, 4096), ReLU(), Linear(4096, 10));

    public LargeClassifier()
        : base(nameof(LargeClassifier)) => RegisterComponents();

    /// <summary>The logits of images <c>[N, 3, 32, 32]</c>: <c>[N, 10]</c>.</summary>
    public override Tensor forward(Tensor images)
    {
        using Tensor maps = _features.call(images);
        using Tensor flat = maps.flatten(1);
        return _classifier.call(flat);
    }
}
