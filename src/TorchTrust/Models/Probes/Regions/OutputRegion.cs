using System.IO.Enumeration;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Whole tensors, by their paths.</summary>
/// <param name="pattern">A path in which <c>*</c> stands for anything, such as <c>Item1</c> of a tuple.</param>
internal sealed class OutputRegion(string pattern = "*") : Region
{
    /// <inheritdoc/>
    /// <remarks>The output itself has the empty path, which no expression matches.</remarks>
    public override Tensor? Of(string path, Tensor tensor) =>
        pattern == "*" || FileSystemName.MatchesSimpleExpression(pattern, NameOf(path), ignoreCase: false) ? tensor : null;

    /// <summary>The path as a user writes it: without the dot of a member of the output itself.</summary>
    public static string NameOf(string path) => path.TrimStart('.');
}
