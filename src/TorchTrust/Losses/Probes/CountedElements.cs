using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Probes;

/// <summary>Which elements of the arguments count, as masks, lengths and markers declare it.</summary>
internal static class CountedElements
{
    /// <summary>Whether anything says that elements may not count.</summary>
    public static bool AreDeclared(LossFacts facts) => facts.Mask is not null || facts.Ignored is not null || facts.Lengths.Count > 0;

    /// <summary>True at what counts, by path and of the tensor's shape; tensors of which nothing is known are left out.</summary>
    public static IReadOnlyDictionary<string, Tensor> Of(LossSession session, LossArguments arguments)
    {
        LossFacts facts = session.Subject.Facts;
        var counted = new Dictionary<string, Tensor>();
        void Add(string path, Tensor counts) =>
            counted[path] = counted.TryGetValue(path, out Tensor? other) ? other.logical_and(counts) : counts;

        if (MaskOf(facts, arguments) is { } mask)
        {
            foreach ((string path, Tensor tensor) in arguments.Leaves.Where(leaf => IsContent(session, leaf.Path, leaf.Tensor)))
            {
                if (Placed(mask, tensor.shape, ClassDimension(facts, path)) is { } placed)
                {
                    Add(path, placed.expand(tensor.shape));
                }
            }
        }

        foreach (LengthsFact fact in facts.Lengths)
        {
            Tensor lengths = SubjectException.Guard("giving the lengths", () => fact.Lengths(arguments.Values));
            foreach ((string path, Tensor tensor) in arguments.Of(fact.Argument))
            {
                if (session.ArgumentLayout[path].Dimension is { } samples && fact.Time < tensor.dim() && samples != fact.Time)
                {
                    Add(path, Within(lengths, tensor.shape, samples, fact.Time));
                }
            }
        }

        return counted;
    }

    /// <summary>What is declared to count, in the shape in which it is declared; null where there is no mask and no marker.</summary>
    public static Tensor? MaskOf(LossFacts facts, LossArguments arguments) => facts switch
    {
        { Mask: { } mask } => SubjectException.Guard("giving the mask", () => mask(arguments.Values)).ne(0),
        { Ignored: (int argument, double value) } when arguments.Of(argument) is [var only] => only.Tensor.ne(value),
        _ => null,
    };

    private static bool IsContent(LossSession session, string path, Tensor tensor) =>
        session.IsPrediction(path, tensor) || !session.Subject.Facts.Predictions.Contains(LossArguments.ArgumentOf(path));

    private static int? ClassDimension(LossFacts facts, string path) =>
        facts.Given.FirstOrDefault(fact => fact.Argument == LossArguments.ArgumentOf(path))?.ClassDimension;

    /// <summary>The mask with dimensions of size 1 where the tensor has others.</summary>
    private static Tensor? Placed(Tensor mask, long[] shape, int? classes)
    {
        if (mask.shape.AsSpan().SequenceEqual(shape))
        {
            return mask;
        }

        if (classes is { } dimension && mask.dim() == shape.Length - 1)
        {
            int at = dimension < 0 ? dimension + shape.Length : dimension;
            return mask.shape.AsSpan().SequenceEqual(shape.Where((_, d) => d != at).ToArray()) ? mask.unsqueeze(at) : null;
        }

        return mask.dim() < shape.Length && mask.shape.AsSpan().SequenceEqual(shape.AsSpan(0, (int)mask.dim()))
            ? mask.reshape([.. mask.shape, .. Enumerable.Repeat(1L, shape.Length - (int)mask.dim())])
            : null;
    }

    private static Tensor Within(Tensor lengths, long[] shape, int samples, int time)
    {
        long[] alongTime = [.. shape.Select((size, d) => d == time ? size : 1)];
        long[] alongSamples = [.. shape.Select((size, d) => d == samples ? size : 1)];
        return arange(shape[time], dtype: ScalarType.Int64, device: lengths.device).reshape(alongTime)
            .less(lengths.to(ScalarType.Int64).reshape(alongSamples)).expand(shape);
    }
}
