namespace TorchTrust.RightModels;

/// <summary>Losses that several models of the pool share; their targets follow the output's device and dtype.</summary>
internal static class Losses
{
    /// <summary>Cross entropy against the classes 0, 1, 2, … in turn.</summary>
    /// <param name="logits">Logits, <c>[N, classes]</c>.</param>
    public static Tensor Classification(Tensor logits)
    {
        using Tensor labels = Labels(logits.shape[0], logits.shape[1], logits.device);
        return F.cross_entropy(logits, labels);
    }

    /// <summary>The classes 0, 1, 2, … in turn, as int64 <c>[N]</c>.</summary>
    public static Tensor Labels(long count, long classes, Device device)
    {
        using Tensor indices = arange(count, dtype: ScalarType.Int64, device: device);
        return indices.remainder(classes);
    }

    /// <summary>Mean squared error against values that rise from -1 to 1 through the whole output.</summary>
    /// <param name="output">Values of any shape.</param>
    public static Tensor Regression(Tensor output)
    {
        using Tensor line = linspace(-1, 1, output.numel(), dtype: output.dtype, device: output.device);
        using Tensor target = line.reshape(output.shape);
        return F.mse_loss(output, target);
    }

    /// <summary>Cross entropy of each position's logits against the token that follows.</summary>
    /// <param name="logits">Logits, <c>[N, T, vocabulary]</c>.</param>
    /// <param name="tokens">Tokens, <c>[N, T]</c>.</param>
    public static Tensor NextToken(Tensor logits, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        Tensor predictions = logits.narrow(1, 0, logits.shape[1] - 1).flatten(0, 1);
        Tensor targets = tokens.narrow(1, 1, tokens.shape[1] - 1).flatten();
        return F.cross_entropy(predictions, targets).MoveToOuterDisposeScope();
    }
}
