namespace TorchTrust.RightLosses.Segmentation;

/// <summary>Losses of the overlap of regions and of boxes.</summary>
internal static class Overlaps
{
    private static readonly long[] _pixels = [1, 2];

    public static RightLoss Dice => RightLoss.Of(
        LossKind.Dice,
        LossSubject.For(
                (Tensor probabilities, Tensor mask) => (1 - (((2 * (probabilities * mask).sum(_pixels)) + 1)
                    / (probabilities.sum(_pixels) + mask.sum(_pixels) + 1))).mean(),
                "Dice")
            .WithArguments(n => (rand(n, 4, 4), Make.Bits(n, 4, 4))),
        subject => subject
            .Gives(PredictionKind.Probabilities)
            .IsBestAt(mask => mask)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("a picture turned over", (probabilities, mask) => (probabilities.flip(1), mask.flip(1))),
        "All pixels of a picture share one ratio, and a pixel of the background has a gradient only through its divisor.");

    public static RightLoss DiceOverBatch => RightLoss.Of(
        LossKind.Dice,
        LossSubject.For(
                (Tensor logits, Tensor mask) =>
                {
                    Tensor probabilities = logits.sigmoid();
                    return 1 - (((2 * (probabilities * mask).sum()) + 1) / (probabilities.sum() + mask.sum() + 1));
                },
                "DiceOverBatch")
            .WithArguments(n => (randn(n, 4, 4), Make.Bits(n, 4, 4))),
        subject => subject
            .Gives(PredictionKind.Logits)
            .IsBestAt(mask => ((mask * 2) - 1) * 50)
            .IsNeverNegative().IsZeroAtBest()
            .SamplesMeetOnPurpose("One ratio over the whole batch, so that pictures without an object have a meaning."),
        "Samples share a ratio, and repetition of the batch gives nearly the same, but not the same.");

    public static RightLoss Tversky => RightLoss.Of(
        LossKind.Tversky,
        LossSubject.For(
                (Tensor probabilities, Tensor mask) =>
                {
                    Tensor hit = (probabilities * mask).sum(_pixels);
                    Tensor invented = (probabilities * (1 - mask)).sum(_pixels);
                    Tensor missed = ((1 - probabilities) * mask).sum(_pixels);
                    return (1 - ((hit + 1) / (hit + (0.3 * invented) + (0.7 * missed) + 1))).mean();
                },
                "Tversky")
            .WithArguments(n => (rand(n, 4, 4), Make.Bits(n, 4, 4))),
        subject => subject
            .Gives(PredictionKind.Probabilities)
            .IsBestAt(mask => mask)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest(),
        "Prediction and target may not be swapped: what is missed costs more than what is invented.");

    public static RightLoss SoftOverlap => RightLoss.Of(
        LossKind.IntersectionOverUnion,
        LossSubject.For(
                (Tensor logits, Tensor labels) =>
                {
                    Tensor probabilities = logits.softmax(1);
                    Tensor target = F.one_hot(labels, 3).permute(0, 3, 1, 2).to(logits.dtype);
                    Tensor both = (probabilities * target).sum([2, 3]);
                    Tensor either = (probabilities + target - (probabilities * target)).sum([2, 3]);
                    return (1 - ((both + 1) / (either + 1))).mean();
                },
                "SoftOverlap")
            .WithArguments(n => (randn(n, 3, 4, 4), Make.Labels(3, n, 4, 4))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 1)
            .IsBestAt(labels => F.one_hot(labels, 3).permute(0, 3, 1, 2).to(float32) * 50)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("a shift of all logits of a pixel", (logits, labels) => (logits + 5, labels)),
        "A class that occurs nowhere in a picture still has a ratio of its own.");

    public static RightLoss GeneralizedBoxOverlap => RightLoss.Of(
        LossKind.IntersectionOverUnion,
        LossSubject.For<Tensor, Tensor>(GeneralizedOverlap, "GeneralizedBoxOverlap").WithArguments(n => (Boxes(n), Boxes(n))),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt(target => target)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("both boxes moved", (box, target) => (box + 0.5f, target + 0.5f))
            .IsInvariantTo("both boxes scaled", (box, target) => (box * 4, target * 4)),
        "The four numbers of a box mean nothing one by one, and the gradient jumps where edges meet.");

    /// <summary>Boxes as left, top, right, bottom: float32 <c>[N, 4]</c>.</summary>
    private static Tensor Boxes(long count)
    {
        Tensor corner = rand(count, 2);
        return cat([corner, corner + 0.2f + rand(count, 2)], 1);
    }

    private static Tensor GeneralizedOverlap(Tensor box, Tensor target)
    {
        (Tensor boxFrom, Tensor boxTo) = (box.narrow(1, 0, 2), box.narrow(1, 2, 2));
        (Tensor targetFrom, Tensor targetTo) = (target.narrow(1, 0, 2), target.narrow(1, 2, 2));
        Tensor hull = maximum(boxTo, targetTo) - minimum(boxFrom, targetFrom);
        Tensor both = (minimum(boxTo, targetTo) - maximum(boxFrom, targetFrom)).clamp_min(0).prod(1);
        Tensor either = Area(box) + Area(target) - both;
        Tensor around = hull.prod(1);
        return (1 - (both / either) + ((around - either) / around)).mean();
    }

    private static Tensor Area(Tensor box) => (box.narrow(1, 2, 2) - box.narrow(1, 0, 2)).prod(1);
}
