using System.ComponentModel;

namespace TorchTrust;

/// <summary>The title of the check whose id a constant holds: test adapters name their tests after it.</summary>
/// <param name="title">The property, as a sentence without a full stop.</param>
[AttributeUsage(AttributeTargets.Field)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CheckTitleAttribute(string title) : Attribute
{
    /// <summary>The property, as a sentence.</summary>
    public string Title { get; } = title;
}
