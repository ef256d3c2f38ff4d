namespace TorchTrust.Watching.Knowledge;

/// <summary>A clipping of gradients by their norm.</summary>
/// <param name="Norm">The norm before.</param>
/// <param name="Limit">The largest norm that is let pass.</param>
/// <param name="Source">The line.</param>
internal sealed record ClipCall(double Norm, double Limit, SourceLocation? Source);
