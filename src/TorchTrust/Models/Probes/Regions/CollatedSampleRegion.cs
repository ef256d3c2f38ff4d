using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>What belongs to one sample of inputs that were collated: it is replaced before the samples are put together.</summary>
/// <param name="sample">The index of the sample.</param>
internal sealed class CollatedSampleRegion(long sample) : Region
{
    /// <summary>Where a sample lies within the arguments, only the user's own collation knows.</summary>
    public override Tensor? Of(string path, Tensor tensor) => null;

    /// <inheritdoc/>
    public override ModelInputs Replace(ModelInputs inputs, ModelInputs with) => inputs.WithSample(sample, with);
}
