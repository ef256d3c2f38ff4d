using TorchTrust.Models.Described;

namespace TorchTrust.Cli.Described;

/// <summary>An argument of a call, as it was written.</summary>
/// <param name="Argument">As it travels.</param>
/// <param name="Code">As C# has it, with <c>n</c> for the number of samples.</param>
internal sealed record WrittenInput(DescribedArgument Argument, string Code);
