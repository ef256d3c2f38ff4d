namespace TorchTrust.Probes;

/// <summary>A row of the table of shims.</summary>
/// <param name="Kind">What the members do.</param>
/// <param name="Type">
/// The class that declares them, as metadata name it below <c>TorchSharp</c>: <c>torch/optim/Optimizer</c> for a nested class,
/// <c>Modules.LSTM</c> for one of a namespace. Overrides and
/// overloads in derived classes belong to it.
/// </param>
/// <param name="Names">The names of the members, all overloads of each; <c>new_*</c> stands for all names that begin so.</param>
internal sealed record ShimRule(CallKind Kind, string Type, params string[] Names)
{
    /// <summary>What stands for the result where a call is left out.</summary>
    public LeftOut LeftOut { get; init; } = LeftOut.Impossible;

    /// <summary>Whether a member of the class belongs to the row.</summary>
    public bool Covers(string name) => Array.Exists(Names, pattern => pattern[^1] == '*'
        ? name.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : name == pattern);
}
