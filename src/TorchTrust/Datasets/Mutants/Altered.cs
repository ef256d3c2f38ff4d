using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Reading;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Mutants;

/// <summary>What mutants do to items and batches.</summary>
internal static class Altered
{
    /// <summary>An item with a number added to all numbers of its inputs; the dtype becomes float64.</summary>
    public static DatasetItem Shifted(DatasetItem item, double shift) =>
        item.Fields.Aggregate(item, (made, field) => field.ToTensor() is { } tensor ? made.With(field.Path, Owned(() => tensor.to(ScalarType.Float64) + shift, tensor)) : made);

    /// <summary>A batch whose rows are rearranged or changed, field by field; what is no tensor with rows is left alone.</summary>
    public static DatasetBatch Rows(DatasetBatch batch, Func<DatasetField, Tensor, Tensor> change) => batch.With(field =>
    {
        Tensor? tensor = field.ToTensor();
        return tensor is null || tensor.dim() == 0 ? field.Value : Owned(() => change(field, tensor), tensor);
    });

    /// <summary>A batch that stays as it is when the next one is loaded.</summary>
    public static DatasetBatch Kept(DatasetBatch batch) => batch.With(field => field.ToTensor() ?? field.Value);

    private static Tensor Owned(Func<Tensor> make, Tensor source)
    {
        using var scope = NewDisposeScope();
        Tensor made = make().clone().DetachFromDisposeScope();
        source.Dispose();
        return made;
    }
}
