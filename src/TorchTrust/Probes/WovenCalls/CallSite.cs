
namespace TorchTrust.Probes;

/// <summary>One call in the user's code: which member of TorchSharp is called, and where.</summary>
/// <param name="Member">The member.</param>
/// <param name="Place">The place in the source.</param>
/// <param name="Assembly">The name of the woven assembly.</param>
/// <param name="Number">The number of the call within the assembly; 0 for calls through delegates, which share it.</param>
internal sealed record CallSite(WovenMember Member, CallPlace Place, string Assembly, int Number)
{
    /// <summary>What the call does.</summary>
    public CallKind Kind => Member.Kind;

    /// <summary>In words, such as <c>Optimizer.zero_grad in Trainer.Step (Trainer.cs:33)</c>.</summary>
    public override string ToString() => $"{Member.DisplayName} {Place}";

    /// <summary>Whether two calls are the same one: their texts follow from assembly, number and member.</summary>
    public bool Equals(CallSite? other) => other is not null && other.Number == Number && other.Assembly == Assembly
        && other.Member.Name == Member.Name && other.Member.Type == Member.Type;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Number, Assembly, Member.Name);
}
