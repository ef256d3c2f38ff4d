using TorchSharp;

namespace TorchTrust.Training;

/// <summary>What is declared of one number that a step reports.</summary>
/// <param name="Part">Which number of the step's tuple it is, from 0; 0 where the step gives one number.</param>
/// <param name="Kind">What it is to its optimizer.</param>
/// <param name="Reduction">Over the samples of a batch: <c>Mean</c> or <c>Sum</c>.</param>
/// <param name="Optimizer">A pattern of the path of the optimizer that it belongs to, such as <c>_criticOptimizer</c>.</param>
/// <param name="Reason">Why it is another number; null where it is what is optimised.</param>
internal sealed record DeclaredReport(int Part, ReportKind Kind, torch.nn.Reduction Reduction, string Optimizer, string? Reason);
