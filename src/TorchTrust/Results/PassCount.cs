using System.Text.Json.Serialization;

namespace TorchTrust;

/// <summary>How often a model was run, or a data set read: what checks cost, in a number that is the same on every machine.</summary>
/// <param name="Forward">Calls of the model.</param>
/// <param name="Backward">Backward passes through it.</param>
public readonly record struct PassCount(long Forward, long Backward)
{
    /// <summary>Items that were read of a data set, one by one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Items { get; init; }

    /// <summary>Batches that were loaded of a data set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Batches { get; init; }

    /// <summary>The passes of both together.</summary>
    public static PassCount operator +(PassCount left, PassCount right) =>
        new(left.Forward + right.Forward, left.Backward + right.Backward)
        {
            Items = left.Items + right.Items,
            Batches = left.Batches + right.Batches,
        };

    /// <summary>The passes since an earlier count.</summary>
    public static PassCount operator -(PassCount left, PassCount right) =>
        new(left.Forward - right.Forward, left.Backward - right.Backward)
        {
            Items = left.Items - right.Items,
            Batches = left.Batches - right.Batches,
        };
}
