using TorchTrust.Datasets.Fields;

namespace TorchTrust.Datasets.Reading;

/// <summary>A batch as it was loaded. Its tensors may be gone once the next one is loaded: copy what is to be kept.</summary>
/// <param name="Split">The name of its split.</param>
/// <param name="Epoch">The number of the epoch, from 0.</param>
/// <param name="Number">Its place in the epoch, from 0.</param>
/// <param name="Value">What the user's code gave. Its tensors are not ours to dispose.</param>
internal sealed record DatasetBatch(string Split, long Epoch, long Number, object? Value)
{
    private IReadOnlyList<DatasetField>? _fields;

    /// <summary>Its fields, in a stable order.</summary>
    public IReadOnlyList<DatasetField> Fields => _fields ??= FieldTree.Of(Value);

    /// <summary>Whether its fields are those that the user's code gave.</summary>
    public bool IsAsLoaded { get; private init; } = true;

    /// <summary>The same batch with other values in its fields, as a mutant has it.</summary>
    public DatasetBatch With(Func<DatasetField, object?> change) => this with
    {
        IsAsLoaded = false,
        _fields = [.. Fields.Select(field => field with { Value = change(field) })],
    };
}
