namespace TorchTrust.Watching.Rules;

/// <summary>What a rule is called, and what its page says first.</summary>
/// <param name="Id">The id, which never changes.</param>
/// <param name="Title">The property, as a sentence.</param>
/// <param name="Why">Why it matters, in one sentence.</param>
/// <param name="Remedy">What to change.</param>
internal sealed record WatchRuleInfo(string Id, string Title, string Why, string Remedy)
{
    /// <summary>The rule whose finding brings this one about; null for none.</summary>
    public string? Cause { get; init; }
}
