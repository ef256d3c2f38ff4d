using Mono.Cecil;
using TorchTrust.Probes;

namespace TorchTrust.Weaving;

/// <summary>A member that has a shim, as one call names it.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="LeftOut">What stands for its result where a call is left out.</param>
/// <param name="Reference">The reference that the shim calls: that of the call, or of the member of TorchSharp that it overrides.</param>
/// <param name="Definition">The member itself.</param>
internal sealed record ShimTarget(CallKind Kind, LeftOut LeftOut, MethodReference Reference, MethodDefinition Definition)
{
    /// <summary>Whether it is a constructor.</summary>
    public bool IsConstructor => Definition.IsConstructor;
}
