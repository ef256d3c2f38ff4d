using TorchTrust.Probes;

namespace TorchTrust.Running.Hosting;

/// <summary>A woven assembly that is kept.</summary>
/// <param name="Original">The full path of the user's assembly.</param>
/// <param name="Files">The woven assembly and its symbols; none if it could not be woven.</param>
/// <param name="Reply">What the weaver said.</param>
internal sealed record KeptCopy(string Original, IReadOnlyList<string> Files, WeaverReply Reply);
