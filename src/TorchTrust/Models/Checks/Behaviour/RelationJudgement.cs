namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>What was seen of one relation, on one batch, at one point.</summary>
/// <param name="Against">How much of the output is otherwise than declared.</param>
/// <param name="For">How much of it shows the change as declared, where that is demanded.</param>
internal sealed record RelationJudgement(Extent Against, Extent For)
{
    /// <summary>What is otherwise, in words that follow a colon; or what stands in the way.</summary>
    public string? What { get; init; }

    /// <summary>The sample that shows it most.</summary>
    public long? Sample { get; init; }

    /// <summary>The measured numbers.</summary>
    public IReadOnlyDictionary<string, double> Numbers { get; init; } = new Dictionary<string, double>();

    /// <summary>The change has done nothing, so that nothing follows.</summary>
    public bool IsVoid { get; init; }

    /// <summary>Neither is told, for a reason.</summary>
    public static RelationJudgement Untold(string why) => new(Extent.Untold, Extent.Untold) { What = why };
}
