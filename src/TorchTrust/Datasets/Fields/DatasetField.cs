namespace TorchTrust.Datasets.Fields;

/// <summary>A value within an item or a batch: a tensor, number or text, or an array or list of numbers or texts.</summary>
/// <param name="Path">Where it is, such as <c>label</c>.</param>
/// <param name="Value">The value itself, as the user's code gave it; null where it is missing.</param>
internal sealed record DatasetField(string Path, object? Value)
{
    /// <summary>Whether the path is one that was declared, in which <c>*</c> stands for anything.</summary>
    public bool Is(string declared) => new DeclaredFact(declared, declared).Covers(Path);

    /// <summary>The numbers as a tensor of our own, which the caller disposes; null where the value holds none.</summary>
    public TorchSharp.torch.Tensor? ToTensor() => FieldTensor.Of(Value);
}
