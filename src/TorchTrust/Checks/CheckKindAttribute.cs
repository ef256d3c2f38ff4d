namespace TorchTrust.Checks;

/// <summary>
/// Registers a kind of subject: stands on the class that all its checks derive from, and is read by the generator of the
/// catalogue and of the adapters' test methods.
/// </summary>
/// <param name="kind">The kind, as <see cref="Subject.Kind"/> gives it.</param>
/// <param name="idPrefix">How the ids of its checks begin, so that no two kinds ever want the same one.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
internal sealed class CheckKindAttribute(string kind, string idPrefix = "") : Attribute
{
    /// <summary>The kind.</summary>
    public string Kind { get; } = kind;

    /// <summary>How the ids of its checks begin.</summary>
    public string IdPrefix { get; } = idPrefix;
}
