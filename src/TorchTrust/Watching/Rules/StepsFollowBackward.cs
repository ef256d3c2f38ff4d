using TorchSharp.Modules;
using TorchTrust.Watching.Knowledge;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// No backward pass began since the optimizer's last step, and its gradients are the same bits: it steps twice on the same.
/// </summary>
internal sealed class StepsFollowBackward() : WatchRule(new(
    "watch-step-follows-backward",
    "each step follows a backward pass",
    "A step without a new backward pass moves by gradients of the past once more.",
    "Call step once for each backward pass, behind it."))
{
    private const int Fewest = 3;

    /// <inheritdoc/>
    public override void BeforeStep(StepLook step)
    {
        Notes notes = step.Optimizer.Notes<Notes>();
        if (notes.Used is { } used && notes.Backwards == Record.Backwards && notes.Thread == step.Thread
            && used.Parameter.TryGetTarget(out Parameter? parameter)
            && step.Held.FirstOrDefault(held => ReferenceEquals(held.Parameter, parameter))?.GradientBits() == used.Bits)
        {
            notes.Repeated++;
            if (notes.Repeated == Fewest)
            {
                Find(Severity.Question, At(
                    $"{step.Optimizer.Name} steps again on the gradients of its last step, since no backward pass came between",
                    step.Source,
                    ("steps so far", step.Number + 1),
                    ("of them without a backward pass", notes.Repeated)));
            }
        }

        notes.Used = null;
        if (step.IsLooked && notes.Repeated < Fewest)
        {
            StepLook.HeldParameter? one = step.Held.Where(held => held.IsTrainable && held.HasGradient && held.IsNonZero)
                .MinBy(held => held.Parameter.numel());
            notes.Used = one is null ? null : (new WeakReference<Parameter>(one.Parameter), one.GradientBits() ?? 0);
            notes.Thread = step.Thread;
            notes.Looked++;
        }

        // From the beginning of the step on: a closure's backward pass runs inside of it.
        notes.Backwards = Record.Backwards;
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) =>
        Record.Stepping.Any(optimizer => optimizer.Notes<Notes>().Looked > 1)
            ? Passed
            : Skipped("No two steps of an optimizer were looked at.");

    private sealed class Notes
    {
        public (WeakReference<Parameter> Parameter, ulong Bits)? Used { get; set; }

        public long Backwards { get; set; }

        public int Thread { get; set; }

        public int Looked { get; set; }

        public int Repeated { get; set; }
    }
}
