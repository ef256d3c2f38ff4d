namespace TorchTrust.Datasets.Summaries;

/// <summary>A content that occurs in a split.</summary>
/// <param name="Count">In how many items.</param>
/// <param name="First">The first of them, by index.</param>
/// <param name="Last">The last of them, by index.</param>
/// <param name="Target">The least hash of their targets.</param>
/// <param name="Contradicts">Whether their targets differ.</param>
/// <param name="Distinct">How many different values it has.</param>
internal sealed record ContentEntry(long Count, long First, long Last, UInt128 Target, bool Contradicts, int Distinct)
{
    /// <summary>Both together, the same in any order.</summary>
    public ContentEntry With(ContentEntry other) => new(
        Count + other.Count,
        Math.Min(First, other.First),
        Math.Max(Last, other.Last),
        UInt128.Min(Target, other.Target),
        Contradicts || other.Contradicts || Target != other.Target,
        Distinct);
}
