using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>What belongs to one sample.</summary>
/// <param name="layout">Where the samples are.</param>
/// <param name="sample">The index of the sample.</param>
internal sealed class SampleRegion(SampleLayout layout, long sample) : Region
{
    /// <inheritdoc/>
    public override Tensor? Of(string path, Tensor tensor)
    {
        SampleAxis axis = layout[path];
        bool isThere = axis.Dimension is not { } dimension || (dimension < tensor.dim() && sample < tensor.size(dimension));
        return axis.HasSamples && axis.Holds(sample) && isThere ? axis.Of(tensor, sample) : null;
    }
}
