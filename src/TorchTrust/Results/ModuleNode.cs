namespace TorchTrust;

/// <summary>One module of a model.</summary>
/// <param name="Path">Its path, such as <c>decoder.conv2</c>; empty for the model itself.</param>
/// <param name="TypeName">The name of its class.</param>
public sealed record ModuleNode(string Path, string TypeName)
{
    /// <summary>How many numbers its parameters hold, those of the modules in it included; shared ones count once.</summary>
    public long ParameterCount { get; init; }

    /// <summary>Where its class begins: the first line of code of any of its methods; null without debug symbols.</summary>
    public SourceLocation? Class { get; init; }

    /// <summary>Where its <c>forward</c> begins; null without debug symbols.</summary>
    public SourceLocation? Forward { get; init; }

    /// <summary>Where its constructor begins; null without debug symbols.</summary>
    public SourceLocation? Constructor { get; init; }
}
