namespace TorchTrust.Models.Probes;

/// <summary>The shapes of one tensor of the output for several numbers of samples.</summary>
internal sealed class OutputShapes
{
    private readonly SortedDictionary<long, long[]> _shapes;

    /// <summary>Takes the shape for each number of samples.</summary>
    public OutputShapes(IEnumerable<(long Count, long[] Shape)> shapes) =>
        _shapes = new SortedDictionary<long, long[]>(shapes.ToDictionary(entry => entry.Count, entry => entry.Shape));

    /// <summary>The shapes for more than one sample.</summary>
    private IEnumerable<(long Count, long[] Shape)> OfSeveral =>
        _shapes.Where(entry => entry.Key > 1).Select(entry => (entry.Key, entry.Value));

    /// <summary>The shape for a number of samples; null where there is none.</summary>
    public long[]? For(long count) => _shapes.GetValueOrDefault(count);

    /// <summary>
    /// The numbers of samples, more than one, for which there are more or fewer dimensions than for another.
    /// </summary>
    public bool HasOneRank => OfSeveral.Select(entry => entry.Shape.Length).Distinct().Count() == 1;

    /// <summary>The first number of samples, more than one, for which there is another number of dimensions.</summary>
    public long FirstOfOtherRank(int rank) => OfSeveral.First(entry => entry.Shape.Length != rank).Count;

    /// <summary>Whether a dimension has the same size for any number of samples but, perhaps, one.</summary>
    public bool IsConstant(int dimension) => OfSeveral.Select(entry => entry.Shape[dimension]).Distinct().Count() == 1;

    /// <summary>Whether a dimension is the number of samples, for any number of samples but, perhaps, one.</summary>
    public bool IsCount(int dimension) => OfSeveral.All(entry => entry.Shape[dimension] == entry.Count);

    /// <summary>Whether a dimension is the number of samples times a constant larger than one.</summary>
    public bool IsMultiple(int dimension)
    {
        (long count, long[] shape) = OfSeveral.First();
        long factor = shape[dimension] / count;
        return factor > 1 && OfSeveral.All(entry => entry.Shape[dimension] == factor * entry.Count);
    }

    /// <summary>A shape in brackets, as it is written in code.</summary>
    public static string Write(long[] shape) => $"[{string.Join(", ", shape)}]";
}
