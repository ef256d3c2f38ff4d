namespace TorchTrust.RightDatasets;

/// <summary>Columns held in memory, one row an item: the way in which most small data sets are kept.</summary>
internal class TensorTable(params (string Name, Tensor Column)[] columns) : Dataset
{
    /// <summary>The columns, each with the items along dimension 0.</summary>
    protected (string Name, Tensor Column)[] Columns { get; } =
        [.. columns.Select(column => (column.Name, column.Column.DetachFromDisposeScope()))];

    /// <inheritdoc/>
    public override long Count => Columns[0].Column.shape[0];

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> GetTensor(long index) =>
        Columns.ToDictionary(column => column.Name, column => column.Column[index]);

    /// <summary>The rows from one on, as a table of its own.</summary>
    public TensorTable Part(long start, long count) =>
        new([.. Columns.Select(column => (column.Name, column.Column.narrow(0, start, count).clone()))]);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach ((_, Tensor column) in Columns)
        {
            column.Dispose();
        }

        base.Dispose(disposing);
    }
}
