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
}
