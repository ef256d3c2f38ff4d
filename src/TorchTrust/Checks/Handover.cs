namespace TorchTrust.Checks;

/// <summary>What a pass leaves for a fresh process, which goes on with it.</summary>
/// <param name="Folder">A folder for what is left; empty in the first process.</param>
/// <param name="Stage">What this process does with it.</param>
internal sealed record Handover(string Folder, HandoverStage Stage);
