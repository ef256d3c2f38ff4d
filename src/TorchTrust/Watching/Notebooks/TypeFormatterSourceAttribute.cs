namespace TorchTrust.Watching.Notebooks;

/// <summary>
/// Names the class that shows a type in a notebook. .NET Interactive looks for an attribute of this name, whoever declares it, and for its
/// members: so we need no reference to it.
/// </summary>
/// <param name="formatterSourceType">A class with a method <c>CreateTypeFormatters</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The class, as .NET Interactive asks for it.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>What a notebook shows if it is not told otherwise.</summary>
    public string[] PreferredMimeTypes { get; set; } = ["text/html"];
}
