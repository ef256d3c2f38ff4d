namespace TorchTrust.Models;

/// <summary>How a batch is made where no dimension of an input counts the samples: one by one, then collated, and split again.</summary>
/// <param name="Make">Makes the sample of an index.</param>
/// <param name="Collate">Gives the arguments of a call from samples.</param>
/// <param name="Split">Gives the part of each sample from the output and the samples; null where a dimension of the output counts
/// them.</param>
internal sealed record SampleRecipe(
    Func<long, object?> Make,
    Func<IReadOnlyList<object?>, object?[]> Collate,
    Func<object?, IReadOnlyList<object?>, IReadOnlyList<object?>>? Split)
{
    /// <summary>The arguments of a call for n samples.</summary>
    public object?[] MakeInputs(long count) => Collate(MakeSamples(count));

    /// <summary>The samples of indices 0 to n - 1.</summary>
    public IReadOnlyList<object?> MakeSamples(long count)
    {
        var samples = new List<object?>();
        for (long index = 0; index < count; index++)
        {
            samples.Add(Make(index));
        }

        return samples;
    }
}
