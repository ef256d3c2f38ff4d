using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>What belongs to one sample.</summary>
/// <param name="layout">Where the samples are.</param>
/// <param name="sample">The index of the sample.</param>
internal sealed class SampleRegion(SampleLayout layout, long sample) : Region
{
    /// <inheritdoc/>
    public override Tensor? Of(string path, Tensor tensor)
    {
        SampleAxis axis = layout[path];
        return axis.HasSamples && axis.Holds(sample) && (axis.Dimension is not { } dimension || sample < tensor.size(dimension))
            ? axis.Of(tensor, sample)
            : null;
    }
}
