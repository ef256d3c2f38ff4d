using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Checks.Gradients;

/// <summary>The gradient that the optimizer uses is the derivative of the number that the step reports.</summary>
/// <remarks>
/// By central differences along the gradient, each from a fresh replay with equal noise, at the third update: by then stale and half
/// cleared gradients show. Of 105 right loops the ratio was 1 within 2e-2 in all and within 5e-5 in most; its value says what is wrong.
/// </remarks>
[Check(
    "loop-gradient-is-the-derivative", "the gradient that is used is the derivative of the number that is reported", CheckArea.Gradients,
    Need = Need.TrainsSteps)]
internal sealed class GradientIsTheDerivative : ReplayCheck
{
    private static readonly double[] _steps = [1e-2, 5e-3, 2.5e-3];

    /// <inheritdoc/>
    public override string Why => "What is minimised is then not what is shown: the curve that is watched says little about the training.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Report the loss whose backward pass is taken, all its terms, divided as the gradient is, before the update, on the "
            + "same batch. Where the step "
            + "reports something else on purpose: subject.ReportsAnotherNumber(reason); where the gradient is taken at other weights on "
            + "purpose: TakesGradientElsewhereOnPurpose(reason).";

    /// <inheritdoc/>
    public override string Declaration => ".ReportsAnotherNumber(\"what it is\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
        [OptimizerMutants.HalveGradients, LineMutants.HalveLoss, LineMutants.RepeatBackward];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) =>
        subject.Facts.GradientElsewhere is { } elsewhere ? $"The gradient is taken elsewhere, as declared: {elsewhere.Reason}"
        : subject.Facts.Reports.FirstOrDefault(report => report.Kind == ReportKind.Other) is { } other
            ? $"The step reports another number, as declared: {other.Reason}"
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        context.Step("watching the first steps");
        TrainingTrace trace = session.Trace();
        if (trace.Optimizers.Count != 1)
        {
            return CheckOutcome.Skipped(trace.Optimizers.Count == 0
                ? "No update of an optimizer can be heard: LBFGS, optimizers that a step makes and updates by hand are not judged."
                : "Several optimizers each have a loss of their own, which is not judged.");
        }

        int part = session.Subject.Facts.Reports.Count > 0 ? session.Subject.Facts.Reports[0].Part : 0;
        if (UpdateWindow.Find(trace, 2) is not { } window)
        {
            return CheckOutcome.Skipped(
                "The third update is not the only one of its step, or comes later than the steps that were watched.");
        }

        IReadOnlyDictionary<string, Tensor> gradients = new Dictionary<string, Tensor>();
        context.Step("taking the gradient");
        double? number = window.Number(session, part, keep: kept =>
            gradients = kept.ToDictionary(entry => entry.Key, entry => entry.Value.to(ScalarType.Float64).alias()));
        if (number is not { } value)
        {
            return CheckOutcome.Skipped("A step reports no number.");
        }

        double norm = Norm(gradients);
        if (!(norm > 0) || !double.IsFinite(norm) || !double.IsFinite(value))
        {
            return CheckOutcome.Inconclusive("The gradient at the third update is zero or not finite.");
        }

        if (IsClipped(session.Subject.Facts, norm, gradients))
        {
            return CheckOutcome.Skipped("The gradient is as large as clipping lets it be, so that its size says nothing.");
        }

        return Judge(session, context, window, part, gradients, norm, value);
    }

    private static CheckOutcome Judge(
        TrainingSession session, CheckContext context, UpdateWindow window, int part, IReadOnlyDictionary<string, Tensor> gradients,
        double norm, double value)
    {
        if (Measure(session, context, norm, value, step =>
            window.Number(session, part, loop => Move(loop, gradients, step / norm))) is not { } measured)
        {
            return CheckOutcome.Inconclusive("The number is not finite beside the weights that the loop has.");
        }

        if (!measured.IsOne)
        {
            context.Step("holding the weights still that follow those that are moved");
            using var following = new FollowingWeights(session, window, gradients.Keys);
            measured = Measure(session, context, norm, value, step =>
                following.Number(part, loop => Move(loop, gradients, step / norm))) is { IsOne: true } held
                ? held
                : measured;
        }

        if (measured.IsOne)
        {
            return CheckOutcome.Passed;
        }

        (double ratio, double spread) = (measured.Ratio, measured.Spread);
        if (measured.IsNear)
        {
            return CheckOutcome.Inconclusive(
                $"The derivative is {ratio:g4} of the gradient's norm, give or take {spread:g2}: too near to tell.");
        }

        if (session.Subject.Facts is { LargestGradientNorm: null, LargestGradientValue: null }
            && ClipsUnsaid(session, window, norm, gradients))
        {
            return CheckOutcome.Skipped(
                "The gradient has the same size on enlarged batches: the loop clips, or divides by a size, and its size says nothing.");
        }

        return CheckOutcome.Failed(
            [
                new Finding(
                    $"the number that is reported changes {ratio:g4} times as fast along the gradient as the gradient says (update of step "
                        + $"{window.Last}): {Meaning(ratio)}")
                {
                    Source = LineOf(session, context, CallKind.Backward),
                    Numbers = new Dictionary<string, double> { ["ratio"] = ratio, ["spread"] = spread, ["gradient norm"] = norm },
                },
            ],
            session.Subject.Facts.Reports.Count == 0 ? Severity.Question : null);
    }

    /// <summary>What the differences say: how fast the number changes, in parts of the gradient's norm.</summary>
    private readonly record struct Derivative(double Ratio, double Spread, double Error)
    {
        /// <summary>Whether the number changes as fast as the gradient says.</summary>
        public bool IsOne => Error <= (3 * Spread) + 2e-3;

        /// <summary>Whether rounding and curvature could make it so.</summary>
        public bool IsNear => Error <= (10 * Spread) + 1e-2;
    }

    private static Derivative? Measure(TrainingSession session, CheckContext context, double norm, double value,
        Func<double, double?> number)
    {
        var ratios = new List<double>();
        foreach (double step in _steps)
        {
            context.Step($"moving the parameters by {step} along the gradient");
            if (number(step) is not { } high || number(-step) is not { } low || !double.IsFinite(high - low))
            {
                return null;
            }

            ratios.Add((high - low) / (2 * step) / norm);
        }

        double rounding = Math.Abs(value) / (1 << 23) / (_steps[^1] * norm);
        double sign = session.Subject.Facts.Reports.Any(report => report.Kind == ReportKind.Loss) ? 1 : Math.Sign(ratios[^1]);
        return new Derivative(ratios[^1], ratios.Max() - ratios.Min() + rounding, Math.Abs((sign * ratios[^1]) - 1));
    }

    private static string Meaning(double ratio) => ratio switch
    {
        < 1e-3 and > -1e-3 => "it does not depend on the weights that are moved, as a number of an earlier step or of a detached loss",
        < 0 => "it falls where the gradient says that it rises",
        < 0.9 => $"the gradient is {1 / ratio:g3} times too large, as when gradients of {1 / ratio:g3} parts are summed, a backward pass "
            + "is taken twice, or old gradients are not cleared; or a term of the number has no gradient",
        > 1.1 => $"the gradient is {ratio:g3} times too small, as when the number is a sum and the loss a mean, or one is scaled",
        _ => "a term of the number has no gradient, or a term of the loss is not in the number",
    };

    private static double Norm(IReadOnlyDictionary<string, Tensor> gradients) =>
        Math.Sqrt(gradients.Values.Sum(gradient => gradient.square().sum().item<double>()));

    private static bool IsClipped(TrainingFacts facts, double norm, IReadOnlyDictionary<string, Tensor> gradients) =>
        (facts.LargestGradientNorm is { } most && norm > 0.999 * most)
        || (facts.LargestGradientValue is { } largest
            && gradients.Values.Any(gradient => gradient.abs().max().item<double>() > 0.999 * largest));

    private static bool ClipsUnsaid(TrainingSession session, UpdateWindow window, double norm,
        IReadOnlyDictionary<string, Tensor> gradients)
    {
        using LiveLoop loop = session.Fresh();
        Replays.Train(session, loop, window.First);
        using var spy = new OptimizerSpy(loop);
        Replays.Train(session, loop, window.Last - window.First + 1, (live, n) => BatchTensors.Scaled(live.Batch(n), 3));
        return spy.Take().LastOrDefault(heard => heard.IsUpdate) is { } update
            && (Near(update.Norm, norm) || Near(update.Largest, gradients.Values.Max(gradient => gradient.abs().max().item<double>())));

        static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-3 * b;
    }

    private static void Move(LiveLoop loop, IReadOnlyDictionary<string, Tensor> gradients, double factor)
    {
        using var scope = NewDisposeScope();
        foreach ((string path, Tensor gradient) in gradients)
        {
            OptimizerMutants.Change(LoopSites.Find(loop, path), tensor => tensor.add_((gradient * factor).to(tensor.dtype)));
        }
    }
}
