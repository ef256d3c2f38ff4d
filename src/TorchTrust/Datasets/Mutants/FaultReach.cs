namespace TorchTrust.Datasets.Mutants;

/// <summary>Which items a fault changes.</summary>
internal enum FaultReach
{
    /// <summary>One item of one split.</summary>
    OneItem,

    /// <summary>All items of one split.</summary>
    OneSplit,

    /// <summary>All items of all splits.</summary>
    AllSplits,
}
