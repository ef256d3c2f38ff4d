using static TorchSharp.torch;

namespace TorchTrust.Losses.Probes;

/// <summary>One call of a loss, as a fault sees it.</summary>
/// <param name="Arguments">The arguments.</param>
/// <param name="Count">The number of samples.</param>
/// <param name="Loss">The loss itself.</param>
internal sealed record LossCall(object?[] Arguments, long Count, Func<object?[], Tensor> Loss)
{
    /// <summary>What the loss itself gives.</summary>
    public Tensor Value => Loss(Arguments);
}
