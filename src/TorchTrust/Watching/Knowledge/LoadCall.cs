using static TorchSharp.torch;

namespace TorchTrust.Watching.Knowledge;

/// <summary>A module that is loaded from a file or a dictionary.</summary>
/// <param name="Module">The module.</param>
/// <param name="IsLenient">Whether it may leave out what is not there, and nothing names what that is.</param>
/// <param name="Source">The line.</param>
internal sealed record LoadCall(nn.Module Module, bool IsLenient, SourceLocation? Source);
