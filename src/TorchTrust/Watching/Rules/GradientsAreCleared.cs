using TorchSharp.Modules;
using TorchTrust.Watching.Knowledge;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// At the one backward pass between two steps the optimizer's parameters still hold, bit for bit and not zero, what its last step used: the
/// new gradients are added to the old ones.
/// </summary>
internal sealed class GradientsAreCleared() : WatchRule(new(
    "watch-gradients-cleared",
    "gradients are cleared between steps",
    "Gradients that are not cleared add up: each step then moves by the sum of all gradients so far, and training runs away or crawls.",
    "Call zero_grad of the optimizer, or of the model, once before each backward pass, or after each step."))
{
    private const int Certain = 20;
    private const int Fewest = 5;
    private const int MostLooked = 4;

    /// <inheritdoc/>
    public override void BeforeStep(StepLook step)
    {
        Notes notes = step.Optimizer.Notes<Notes>();
        if (notes.Used.Count > 0 && notes.Backwards == 1 && notes.Thread == step.Thread && !notes.AreSame())
        {
            // The one backward pass has changed them: it was theirs.
            notes.Judged++;
            if (notes.WereThere)
            {
                notes.Kept++;
                notes.BackwardAt ??= notes.CandidateAt;
            }

            if (notes is { Kept: Certain, IsTold: false } && notes.Kept == notes.Judged)
            {
                notes.IsTold = true;
                Tell(step.Optimizer, notes, Severity.Error);
            }
        }

        notes.Forget();
        if (step.IsLooked && !notes.IsTold)
        {
            notes.Used =
            [
                .. step.Held.Where(held => held.IsTrainable && held.HasGradient && held.IsNonZero)
                    .OrderBy(held => held.Parameter.numel()).Take(MostLooked)
                    .Select(held => (new WeakReference<Parameter>(held.Parameter), held.GradientBits() ?? 0)),
            ];
            notes.Thread = step.Thread;
        }
    }

    /// <inheritdoc/>
    public override void BeforeBackward(Tensor? loss, SourceLocation? source)
    {
        foreach (SeenOptimizer optimizer in Record.Stepping)
        {
            Notes notes = optimizer.Notes<Notes>();
            if (notes.Used.Count > 0 && notes.Backwards++ == 0)
            {
                notes.WereThere = notes.Thread == Environment.CurrentManagedThreadId && notes.AreSame();
                notes.CandidateAt = source;
            }
        }
    }

    /// <inheritdoc/>
    public override void Ended(RunEnd end)
    {
        foreach (SeenOptimizer optimizer in Record.Stepping)
        {
            Notes notes = optimizer.Notes<Notes>();
            if (!notes.IsTold && notes.Kept >= Fewest && notes.Kept == notes.Judged)
            {
                notes.IsTold = true;
                Tell(optimizer, notes, Severity.Question);
            }
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end)
    {
        long judged = Record.Stepping.Sum(optimizer => optimizer.Notes<Notes>().Judged);
        return judged >= Fewest
            ? Passed
            : Skipped("No two steps of an optimizer were seen with one backward pass between them, often enough.");
    }

    private void Tell(SeenOptimizer optimizer, Notes notes, Severity severity) => Find(severity, At(
        $"{optimizer.Name} steps on gradients that hold those of the steps before: at each of {notes.Kept} backward passes that "
            + "were looked at, its "
            + $"parameters still held, bit for bit, what the step before had used (step at {Line(optimizer.SteppedAt)})",
        notes.BackwardAt,
        ("steps looked at", notes.Judged),
        ("steps with old gradients", notes.Kept)));

    private sealed class Notes
    {
        public List<(WeakReference<Parameter> Parameter, ulong Bits)> Used { get; set; } = [];

        public int Thread { get; set; }

        public int Backwards { get; set; }

        public bool WereThere { get; set; }

        public SourceLocation? CandidateAt { get; set; }

        public SourceLocation? BackwardAt { get; set; }

        public int Judged { get; set; }

        public int Kept { get; set; }

        public bool IsTold { get; set; }

        public void Forget()
        {
            Used = [];
            Backwards = 0;
            WereThere = false;
        }

        public bool AreSame() => Used.All(each =>
            each.Parameter.TryGetTarget(out Parameter? parameter) && !parameter.IsInvalid && Bits(parameter) == each.Bits);

        private static ulong? Bits(Parameter parameter)
        {
            using Tensor? gradient = parameter.grad;
            return gradient is null || gradient.IsInvalid ? null : Probes.TensorLook.SomeBits(gradient);
        }
    }
}
