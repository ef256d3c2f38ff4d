using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>The call whose output a mutant breaks.</summary>
/// <param name="Session">The session of the subject.</param>
/// <param name="Module">The module.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record BrokenCall(ModelSession Session, nn.Module Module, object?[] Arguments)
{
    /// <summary>The one sample that is broken; null where all are.</summary>
    public long? Sample { get; init; }

    /// <summary>The dimension along which samples lie: that which counts them, or that of the rows of all collated samples.</summary>
    public int? DimensionOfSamples(SampleAxis axis) => axis.Dimension ?? (Session.Subject.Samples is null ? null : axis.Rows);

    /// <summary>Whether an output of a module has a dimension along which samples lie.</summary>
    public static bool HasSamples(ModelSession session, ModuleCall call) =>
        session.ModuleLayouts.TryGetValue(call.Path, out SampleLayout? layout)
        && (layout.HasBatchDimension || (session.Subject.Samples is not null && layout.HasRows));
}
