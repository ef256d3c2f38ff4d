using System.ComponentModel;

namespace TorchTrust;

/// <summary>The title of the check whose id a constant holds: test adapters name their tests after it.</summary>
/// <param name="title">The property, as a sentence without a full stop.</param>
/// <param name="kind">The kind of subject that it is a property of.</param>
[AttributeUsage(AttributeTargets.Field)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CheckTitleAttribute(string title, string kind) : Attribute
{
    /// <summary>The property, as a sentence.</summary>
    public string Title { get; } = title;

    /// <summary>The kind of subject.</summary>
    public string Kind { get; } = kind;
}
