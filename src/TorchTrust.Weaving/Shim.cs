using Mono.Cecil;

namespace TorchTrust.Weaving;

/// <summary>The shim of one member.</summary>
/// <param name="Method">What calls call.</param>
internal sealed record Shim(MethodDefinition Method)
{
    /// <summary>What delegates point to, where there are some.</summary>
    public MethodDefinition? Delegate { get; set; }

    /// <summary>What calls on type parameters call, where there are some.</summary>
    public MethodDefinition? Constrained { get; set; }
}
