using static TorchSharp.torch;

namespace TorchTrust.Losses.Probes;

/// <summary>The classes that a prediction of classes is compared with, as whole numbers.</summary>
/// <param name="Path">The target, of the shape of the prediction without its classes.</param>
/// <param name="Prediction">The prediction.</param>
/// <param name="Classes">Its dimension of classes.</param>
/// <param name="Labels">The content of the target.</param>
/// <param name="Counts">True at labels that are classes: markers of what does not count are not.</param>
/// <param name="Time">The dimension of positions in the target; null where none is declared.</param>
internal sealed record HardTarget(string Path, string Prediction, int Classes, Tensor Labels, Tensor Counts, int? Time)
{
    /// <summary>1 at the class of each label, in the shape of the prediction.</summary>
    public required Tensor OneHot { get; init; }

    /// <summary>
    /// Finds it; null where there is none, or another argument could be what is right as well: labels of two kinds, or the
    /// logits of a teacher.
    /// </summary>
    public static HardTarget? Of(LossSession session, LossArguments arguments)
    {
        LossFacts facts = session.Subject.Facts;
        PredictionFact? fact = facts.Given.FirstOrDefault(fact => fact.ClassDimension is not null);
        if (fact is null || arguments.Of(fact.Argument) is not [(string path, Tensor prediction)])
        {
            return null;
        }

        int classes = fact.ClassDimension!.Value is var dimension and < 0 ? dimension + (int)prediction.dim() : fact.ClassDimension.Value;
        long[] shape = [.. prediction.shape.Where((_, d) => d != classes)];
        (string Path, Tensor Tensor)[] others = [.. arguments.Leaves.Where(leaf => leaf.Path != path)];
        (string Path, Tensor Tensor)[] labels =
            [.. others.Where(leaf => leaf.Tensor.dtype == ScalarType.Int64 && leaf.Tensor.shape.AsSpan().SequenceEqual(shape))];
        if (labels is not [(string target, Tensor content)]
            || others.Any(leaf => leaf.Tensor.shape.AsSpan().SequenceEqual(prediction.shape)))
        {
            return null;
        }

        long count = prediction.shape[classes];
        Tensor counts = content.ge(0).logical_and(content.less(count));
        if (CountedElements.Of(session, arguments).TryGetValue(target, out Tensor? counted))
        {
            counts = counts.logical_and(counted);
        }

        int? time = facts.TimeDimension is { } positions && positions != classes ? positions - (positions > classes ? 1 : 0) : null;
        return new HardTarget(target, path, classes, content, counts, time)
        {
            OneHot = nn.functional.one_hot(content.clamp(0, count - 1), count).movedim([-1], [classes]),
        };
    }

    /// <summary>The share of positions that moved and count where the target that many positions ahead was chosen; NaN of none.</summary>
    public double ShareRight(Tensor chosen, Tensor moved, int offset)
    {
        Tensor labels = Labels;
        Tensor asked = moved.logical_and(Counts);
        if (offset > 0 && Time is { } time)
        {
            long length = labels.shape[time] - offset;
            (chosen, asked) =
                (chosen.narrow(time, 0, length), moved.narrow(time, 0, length).logical_and(Counts.narrow(time, offset, length)));
            labels = labels.narrow(time, offset, length);
        }

        long all = asked.sum().item<long>();
        return all == 0 ? double.NaN : chosen.eq(labels).logical_and(asked).sum().item<long>() / (double)all;
    }
}
