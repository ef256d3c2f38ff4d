namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>By how much rounding moves an output.</summary>
/// <param name="Size">By how much.</param>
/// <param name="IsOfJumps">It does not follow small steps.</param>
internal sealed record RoundingUnit(double Size, bool IsOfJumps)
{
    /// <summary>This, or a larger size.</summary>
    public RoundingUnit OrMore(double size) => this with { Size = Math.Max(Size, size) };

    /// <summary>The larger of both; of jumps only where both are.</summary>
    public RoundingUnit OrMore(RoundingUnit other) => new(Math.Max(Size, other.Size), IsOfJumps && other.IsOfJumps);
}
