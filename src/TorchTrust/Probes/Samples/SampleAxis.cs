using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Where the samples of a batch are found in one tensor of an input or output.</summary>
/// <param name="Dimension">The dimension that grows with the number of samples.</param>
/// <param name="Element">The sample that this whole tensor belongs to, where a list holds one tensor a sample.</param>
internal readonly record struct SampleAxis(int? Dimension, long? Element)
{
    /// <summary>All samples share the tensor.</summary>
    public static SampleAxis Shared => new(null, null);

    /// <summary>
    /// The dimension along which the rows of all samples lie one behind the other, which grows with their number without counting them.
    /// </summary>
    public int? Rows { get; init; }

    /// <summary>Whether samples can be told apart in the tensor.</summary>
    public bool HasSamples => Dimension is not null || Element is not null;

    /// <summary>Whether the tensor holds something of a sample.</summary>
    public bool Holds(long sample) => Dimension is not null || Element == sample;

    /// <summary>The part of a tensor that belongs to a sample, as a view.</summary>
    public Tensor Of(Tensor tensor, long sample) => Dimension is { } dimension ? tensor.narrow(dimension, sample, 1) : tensor;
}
