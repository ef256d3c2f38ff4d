using TorchTrust.Models.Described;

namespace TorchTrust.Cli.Described;

/// <summary>A value that has found the type that it is given to.</summary>
/// <param name="Value">As it travels.</param>
/// <param name="Code">As C# has it, wherever it stands.</param>
/// <param name="Cost">How far the written value is from that type: 0 if it is of that type already.</param>
internal sealed record BoundValue(DescribedValue Value, string Code, int Cost);
