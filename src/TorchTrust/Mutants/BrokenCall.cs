using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Mutants;

/// <summary>The call whose output a mutant breaks.</summary>
/// <param name="Session">The session of the subject.</param>
/// <param name="Module">The module.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record BrokenCall(ModelSession Session, nn.Module Module, object?[] Arguments);
