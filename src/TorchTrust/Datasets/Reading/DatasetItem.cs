using TorchTrust.Datasets.Fields;

namespace TorchTrust.Datasets.Reading;

/// <summary>An item as it was read.</summary>
/// <param name="Split">The name of its split.</param>
/// <param name="Index">Its index, or its place in a stream.</param>
/// <param name="Value">What the user's code gave. Its tensors are not ours to dispose.</param>
internal sealed record DatasetItem(string Split, long Index, object? Value)
{
    private IReadOnlyList<DatasetField>? _fields;

    /// <summary>Its fields, in a stable order.</summary>
    public IReadOnlyList<DatasetField> Fields => _fields ??= FieldTree.Of(Value);

    /// <summary>The same item with another value in a field, as a mutant has it.</summary>
    public DatasetItem With(string path, object? value) => this with
    {
        _fields = [.. Fields.Select(field => field.Path == path ? field with { Value = value } : field)],
    };

    /// <summary>The field of a path; null where the item lacks it.</summary>
    public DatasetField? FieldAt(string path) => Fields.FirstOrDefault(field => field.Path == path);

    /// <summary>The fields of a path, in which <c>*</c> stands for anything.</summary>
    public IEnumerable<DatasetField> FieldsAt(string path) => Fields.Where(field => field.Is(path));
}
