namespace TorchTrust.Models.Probes;

/// <summary>The mode in which a model is called.</summary>
internal enum ForwardMode
{
    /// <summary>As after <c>eval()</c>.</summary>
    Eval,

    /// <summary>As after <c>train()</c>.</summary>
    Training,

    /// <summary>
    /// As after <c>train()</c>, with batch normalizations in eval mode, those that are written by hand included once
    /// <see cref="ModelSession.KeepersOfStatistics"/> has found them: what mixes samples by definition is still.
    /// </summary>
    TrainingWithoutBatchStatistics,
}
