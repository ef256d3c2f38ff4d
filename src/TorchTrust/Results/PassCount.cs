namespace TorchTrust;

/// <summary>How often a model was run: what checks cost, in a number that is the same on every machine.</summary>
/// <param name="Forward">Calls of the model.</param>
/// <param name="Backward">Backward passes through it.</param>
public readonly record struct PassCount(long Forward, long Backward)
{
    /// <summary>The passes of both together.</summary>
    public static PassCount operator +(PassCount left, PassCount right) =>
        new(left.Forward + right.Forward, left.Backward + right.Backward);

    /// <summary>The passes since an earlier count.</summary>
    public static PassCount operator -(PassCount left, PassCount right) =>
        new(left.Forward - right.Forward, left.Backward - right.Backward);
}
