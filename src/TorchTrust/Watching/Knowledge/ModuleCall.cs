namespace TorchTrust.Watching.Knowledge;

/// <summary>A call of a module by the program, from outside of any other module.</summary>
/// <param name="Model">The model that it is, or is a part of.</param>
/// <param name="Module">What tells the module from others of the model.</param>
/// <param name="Source">The line.</param>
/// <param name="IsTraining">Whether a gradient can reach its output.</param>
/// <param name="Input">A hash of its first tensor; null if there was none, or no time.</param>
/// <param name="Rows">Hashes of the rows of its first tensor, of those that are rich enough.</param>
internal sealed record ModuleCall(
    SeenModel Model, string Module, SourceLocation? Source, bool IsTraining, ulong? Input, IReadOnlyList<ulong> Rows);
