namespace TorchTrust.Models.Described;

/// <summary>The kinds of layers that tell the shape of what they take.</summary>
internal enum LayerKind
{
    /// <summary>Takes features in the last dimension.</summary>
    Linear,

    /// <summary>Takes channels and a length.</summary>
    Convolution1d,

    /// <summary>Takes channels, a height and a width.</summary>
    Convolution2d,

    /// <summary>Takes channels, a depth, a height and a width.</summary>
    Convolution3d,

    /// <summary>Takes whole numbers below a count.</summary>
    Embedding,

    /// <summary>Takes features and time.</summary>
    Recurrent,
}
