using static TorchSharp.torch;

namespace TorchTrust.Watching.Knowledge;

/// <summary>A seed that the program set.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Generator">The generator; null for the default one.</param>
/// <param name="Source">The line.</param>
internal sealed record SeedCall(string Seed, Generator? Generator, SourceLocation? Source);
