using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Reading;

namespace TorchTrust.Datasets.Probes;

/// <summary>The hashes of an item's fields, taken at one moment.</summary>
/// <param name="Index">The index of the item.</param>
/// <param name="Fields">The hash of each field, by path.</param>
internal sealed record ItemPrint(long Index, IReadOnlyDictionary<string, UInt128> Fields)
{
    /// <summary>Takes the hashes as they are now.</summary>
    public static ItemPrint Of(DatasetItem item) => new(item.Index, Of(item.Fields));

    /// <summary>The hashes of fields as they are now.</summary>
    public static IReadOnlyDictionary<string, UInt128> Of(IEnumerable<DatasetField> fields)
    {
        var content = new FieldContent();
        var hashes = new Dictionary<string, UInt128>();
        foreach (DatasetField field in fields)
        {
            content.Read(field.Value);
            hashes[field.Path] = content.Hash();
        }

        return hashes;
    }

    /// <summary>The fields in which another print of the same item differs.</summary>
    public IReadOnlyList<string> Differences(ItemPrint other) =>
        [.. Fields.Keys.Union(other.Fields.Keys).Where(path => Fields.GetValueOrDefault(path) != other.Fields.GetValueOrDefault(path)).Order(StringComparer.Ordinal)];
}
