using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Bench;

/// <summary>
/// A classifier of digits with three faults that nothing throws for, to show what a report says of them: samples that mix in
/// a view, a branch whose gradient is cut, and layers in a list that nobody registers.
/// </summary>
public sealed class FaultyClassifier : Module<Tensor, Tensor>
{
    private readonly Sequential features = Sequential(
        Conv2d(1, 16, kernel_size: 3, stride: 2, padding: 1), ReLU(), Conv2d(16, 32, kernel_size: 3, stride: 2, padding: 1), ReLU(),
        Flatten());
    private readonly Linear context = Linear(2048, 64);
    private readonly List<Linear> hidden = [Linear(64, 64), Linear(64, 64)];
    private readonly Linear head = Linear(64, 10);

    /// <summary>Builds the layers.</summary>
    public FaultyClassifier()
        : base(nameof(FaultyClassifier)) => RegisterComponents();

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor codes = context.call(features.call(input).detach());
        Tensor mixed = codes.t().reshape(codes.shape);
        foreach (Linear layer in hidden)
        {
            mixed = functional.relu(layer.call(mixed));
        }

        return head.call(mixed).MoveToOuterDisposeScope();
    }
}
