using TorchTrust.Datasets.Reading;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Mutants;

/// <summary>Gives one item with a field of another dtype.</summary>
internal sealed class ChangeType : DatasetMutant
{
    /// <inheritdoc/>
    public override string Name => "change-type";

    /// <inheritdoc/>
    public override string Description => "gives one item with a field of another dtype";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(DatasetSession session) =>
        ItemPlaces.Fields(session, (split, field) => field.NumericItems > 1 && field.Type is "Float32" or "Int64");

    /// <inheritdoc/>
    protected override Func<Rewiring>? Fault(DatasetSession session, string site)
    {
        (string split, string path) = ItemPlaces.Parse(site);
        return () => new Rewiring(split, ConcernsAll: false) { Item = (_, item) => item.Index == 1 ? Changed(item, path) : item };
    }

    private static DatasetItem Changed(DatasetItem item, string path)
    {
        using Tensor? tensor = item.FieldAt(path)?.ToTensor();
        return tensor is null
            ? item
            : item.With(path, tensor.to(tensor.dtype == ScalarType.Float64 ? ScalarType.Float32 : ScalarType.Float64)
                .DetachFromDisposeScope());
    }
}
