using System.IO.Hashing;
using System.Runtime.InteropServices;
using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;

namespace TorchTrust.Datasets.Probes;

/// <summary>
/// The rows of a batch, told apart: a batch is a list of items, or the items' fields, stacked. Where a field is neither (padded, a
/// graph of several items) there are no rows to be told.
/// </summary>
internal sealed class BatchRows
{
    private readonly Lazy<IReadOnlyDictionary<string, UInt128[]>> _fields;

    private BatchRows(int count, Func<IReadOnlyDictionary<string, UInt128[]>> fields, IReadOnlyDictionary<string, string> layouts)
    {
        (Count, Layouts) = (count, layouts);
        _fields = new(fields);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The hash of each row, by the path of the item's field.</summary>
    public IReadOnlyDictionary<string, UInt128[]> Fields => _fields.Value;

    /// <summary>The type and shape of each row, by the path of the item's field.</summary>
    public IReadOnlyDictionary<string, string> Layouts { get; }

    /// <summary>Tells the rows of a batch apart, by what an item is; null where they cannot be.</summary>
    public static BatchRows? Of(DatasetBatch batch, SplitSummary items)
    {
        FieldSummary[] fields = [.. items.Fields];
        return OfItems(batch, fields) ?? OfStacks(batch, fields);
    }

    /// <summary>The hash of each row over all of its fields.</summary>
    public IEnumerable<UInt128> Hashes()
    {
        UInt128[][] fields = [.. Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Value)];
        return Enumerable.Range(0, Count).Select(row => Join(fields.Select(field => field[row])));
    }

    /// <summary>Several hashes as one.</summary>
    public static UInt128 Join(IEnumerable<UInt128> hashes) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(hashes.ToArray().AsSpan()));

    /// <summary>A list of items: fields begin with [0], [1], …</summary>
    private static BatchRows? OfItems(DatasetBatch batch, FieldSummary[] fields)
    {
        if (batch.Value is not System.Collections.IList { Count: > 0 } list || fields is [{ Path: FieldPath.Item }]
            && list is not System.Array { Rank: 1 })
        {
            return null;
        }

        DatasetItem[] items = [.. list.Cast<object?>().Select((value, row) => new DatasetItem(batch.Split, row, value))];
        if (!batch.IsAsLoaded
            || items.Any(item =>
            item.Fields.Count != fields.Length || !fields.All(field => item.Fields.Any(each => each.Path == field.Path))))
        {
            return null;
        }

        var content = new FieldContent();
        var hashes = fields.ToDictionary(field => field.Path, _ => new UInt128[items.Length]);
        var layouts = new Dictionary<string, string>();
        foreach ((DatasetItem item, DatasetField field) in items.SelectMany(item => item.Fields.Select(field => (item, field))))
        {
            content.Read(field.Value);
            hashes[field.Path][item.Index] = content.Hash();
            layouts[field.Path] = $"{content.Type} {content.ShapeText()}";
        }

        return new BatchRows(items.Length, () => hashes, layouts);
    }

    /// <summary>Fields of the same names, or as many in the same order, each with one more dimension in front.</summary>
    private static BatchRows? OfStacks(DatasetBatch batch, FieldSummary[] fields)
    {
        if (batch.Fields.Count != fields.Length)
        {
            return null;
        }

        string[] declared = [.. fields.Select(field => field.Path)];
        bool sameNames = batch.Fields.All(field => declared.Contains(field.Path));
        string[] inOrder = [.. fields.OrderBy(field => field.Order).Select(field => field.Path)];
        var contents = new Dictionary<string, (FieldContent Content, int Size)>();
        var layouts = new Dictionary<string, string>();
        int? count = null;
        foreach ((DatasetField field, int at) in batch.Fields.Select((field, at) => (field, at)))
        {
            FieldSummary item = fields.First(each => each.Path == (sameNames ? field.Path : inOrder[at]));
            var content = FieldContent.Of(field.Value);
            if (!content.IsNumeric || content.Shape.Length != item.Shape.Length + 1 || item.Elements is null
                || (count is not null && content.Shape[0] != count) || !content.Shape.AsSpan(1).SequenceEqual(item.Shape))
            {
                return null;
            }

            count = (int)content.Shape[0];
            contents[item.Path] = (content, item.Elements.Size);
            layouts[item.Path] = $"{content.Type} {FieldContent.TextOf(content.Shape[1..])}";
        }

        return count is null ? null : new BatchRows(
            count.Value, () => contents.ToDictionary(field => field.Key, field => Rows(field.Value.Content, field.Value.Size)), layouts);
    }

    private static UInt128[] Rows(FieldContent content, int size)
    {
        var rows = new UInt128[content.Shape[0]];
        var row = new FieldContent();
        for (int i = 0; i < rows.Length; i++)
        {
            row.ReadRow(content, i, size);
            rows[i] = row.Hash();
        }

        return rows;
    }
}
