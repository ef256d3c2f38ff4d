namespace TorchTrust;

/// <summary>A place in source code, as the debug symbols tell it.</summary>
/// <param name="File">The path of the file on the machine that compiled it.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record SourceLocation(string File, int Line)
{
    /// <summary>The place as compilers write it, such as <c>Models/Net.cs:12</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File}:{Line}");
}
