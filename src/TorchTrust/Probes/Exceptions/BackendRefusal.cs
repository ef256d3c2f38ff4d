namespace TorchTrust.Probes;

/// <summary>What a backend refuses although nothing is wrong with the model.</summary>
internal static class BackendRefusal
{
    /// <summary>Whether cuDNN refused to go back through a recurrent layer in eval mode, which every other backend does.</summary>
    public static bool IsOfEvalMode(Exception thrown) => thrown.Message.Contains(
        "cudnn RNN backward can only be called in training mode", StringComparison.Ordinal)
        || (thrown.InnerException is { } inner && IsOfEvalMode(inner));
}
