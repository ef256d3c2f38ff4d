namespace TorchTrust;

/// <summary>
/// Answers the question of a check at the member that it names: what is asked about is meant. The answer holds for the
/// member and not for what stands beside it, and never for an error.
/// </summary>
/// <example>
/// <code>
/// [TrustAnswer(CheckIds.EverythingIsRegistered, "The teacher is not trained.")]
/// private readonly Module&lt;Tensor, Tensor&gt; _teacher;
/// </code>
/// </example>
/// <param name="checkId">The check, one of <see cref="CheckIds"/>.</param>
/// <param name="reason">Why it is right, for the report.</param>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Method
        | AttributeTargets.Constructor,
    AllowMultiple = true,
    Inherited = true)]
public sealed class TrustAnswerAttribute(string checkId, string reason) : Attribute
{
    /// <summary>The check.</summary>
    public string CheckId { get; } = checkId;

    /// <summary>Why it is right.</summary>
    public string Reason { get; } = reason;

    /// <summary>The line to paste for a check.</summary>
    internal static string Line(string checkId) => $"[TrustAnswer(\"{checkId}\", \"why it is right\")]";
}
