namespace TorchTrust;

/// <summary>What a network gives to a loss.</summary>
public enum PredictionKind
{
    /// <summary>Any numbers; a softmax or a sigmoid turns them into probabilities.</summary>
    Logits,

    /// <summary>Probabilities, in [0, 1]; where there is a dimension of classes, they sum to 1 along it.</summary>
    Probabilities,

    /// <summary>Logarithms of probabilities, at most 0.</summary>
    LogProbabilities,

    /// <summary>Values of what is predicted, such as a temperature, a pixel or a box.</summary>
    Values,

    /// <summary>Vectors that are compared with each other.</summary>
    Embeddings,

    /// <summary>A parameter of a distribution, such as a mean, a rate or a logarithm of a variance.</summary>
    DistributionParameters,
}
