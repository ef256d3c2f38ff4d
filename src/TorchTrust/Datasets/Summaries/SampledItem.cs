namespace TorchTrust.Datasets.Summaries;

/// <summary>An item that is kept whole.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Content">The hash of its inputs.</param>
/// <param name="Fields">The numbers of its fields, by path.</param>
internal sealed record SampledItem(long Index, UInt128 Content, IReadOnlyDictionary<string, double[]> Fields)
{
    /// <summary>The shapes of its fields, by path.</summary>
    public required IReadOnlyDictionary<string, long[]> Shapes { get; init; }
}
