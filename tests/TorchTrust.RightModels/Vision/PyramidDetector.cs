namespace TorchTrust.RightModels.Vision;

/// <summary>
/// A feature pyramid whose heads are shared by all levels (Lin et al., 2017): one pair of tensors a level.
/// </summary>
internal sealed class PyramidDetector : Module<Tensor, List<(Tensor Boxes, Tensor Scores)>>
{
    private const long Classes = 3;

    private readonly Module<Tensor, Tensor> _stage1 = Sequential(
        Conv2d(3, 16, kernel_size: 3, stride: 2, padding: 1), ReLU(inplace: true));

    private readonly Module<Tensor, Tensor> _stage2 = Sequential(
        Conv2d(16, 32, kernel_size: 3, stride: 2, padding: 1), ReLU(inplace: true));

    private readonly Module<Tensor, Tensor> _lateral1 = Conv2d(16, 16, kernel_size: 1);
    private readonly Module<Tensor, Tensor> _lateral2 = Conv2d(32, 16, kernel_size: 1);
    private readonly Module<Tensor, Tensor> _boxes = Conv2d(16, 4, kernel_size: 3, padding: 1);
    private readonly Conv2d _scores = Conv2d(16, Classes, kernel_size: 3, padding: 1);

    public PyramidDetector()
        : base(nameof(PyramidDetector))
    {
        // The prior of a rare object, 0.01, as bias (Lin et al., "Focal loss", 2017).
        init.constant_(_scores.bias!, -Math.Log(99));
        RegisterComponents();
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new PyramidDetector()).WithInput(n => randn(n, 3, 16, 16));
        return new RightModel(
            nameof(PyramidDetector),
            undeclared,
            undeclared.WithLoss<List<(Tensor Boxes, Tensor Scores)>>((_, levels) =>
            {
                using var scope = NewDisposeScope();
                Tensor boxes = cat([.. levels.Select(level => level.Boxes)], dim: 1);
                Tensor scores = cat([.. levels.Select(level => level.Scores)], dim: 1);
                return (Losses.Regression(boxes) + F.binary_cross_entropy_with_logits(scores, zeros_like(scores)))
                    .MoveToOuterDisposeScope();
            }),
            "The output is a list of pairs, one for each level of the pyramid, not one for each sample.");
    }

    public override List<(Tensor Boxes, Tensor Scores)> forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor fine = _stage1.call(images);
        Tensor coarse = _stage2.call(fine);
        Tensor top = _lateral2.call(coarse);
        Tensor enlarged = F.interpolate(top, scale_factor: [2, 2], mode: InterpolationMode.Nearest);
        Tensor bottom = _lateral1.call(fine) + enlarged;
        return [.. new[] { bottom, top }.Select(level => (
            Flat(_boxes.call(level)).MoveToOuterDisposeScope(), Flat(_scores.call(level)).MoveToOuterDisposeScope()))];
    }

    /// <summary>From <c>[N, C, H, W]</c> to <c>[N, H * W, C]</c>.</summary>
    private static Tensor Flat(Tensor map) => map.flatten(2).transpose(1, 2);
}
