using TorchTrust.Checks;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>
/// Compares what a sample becomes in two arrangements of the batch. Kernels and orders of sums differ between them, so it is
/// decided in float64, or in float32 where the model takes no other, against the sample's own sensitivity.
/// </summary>
internal sealed class BatchArrangement(ModelSession session, CheckContext context)
{
    /// <summary>Another arrangement: which samples are in it, in which order.</summary>
    /// <param name="Description">What is other, in words that follow "sample 2 changes".</param>
    /// <param name="Samples">The samples of the original batch, in their new order.</param>
    /// <remarks>Where some are missing, a sample that depends on the content of others may rightly change.</remarks>
    internal sealed record Arrangement(string Description, IReadOnlyList<long> Samples);

    /// <summary>What is said where the number of samples cannot be chosen, and a fixed input does not say what counts them.</summary>
    public const string WhyNoCount =
        "The number of samples cannot be chosen, and the fixed input does not say which of its dimensions counts them. Declare the input "
            + "as n => …: subject.WithInput(n => torch.randn(n, …)); or say which it is: subject.WithFixedInputs(() => […], "
            + "batchDimension: 0).";

    /// <summary>Why samples cannot be told apart, where they cannot.</summary>
    public static string WhyNoSamples(ModelSession session) => session.Subject.Samples is { Split: null }
        ? "No dimension of the output counts the samples. Declare which part belongs to which: subject.WithSamples(sample, collate, split)."
        : "No dimension of both input and output grows with the number of samples.";

    /// <summary>Decides over several arrangements.</summary>
    /// <param name="arrange">Gives them for a number of samples.</param>
    public CheckOutcome Decide(Func<long, IReadOnlyList<Arrangement>> arrange)
    {
        IReadOnlyList<Arrangement> arrangements = arrange(ModelSession.BatchSize);
        if (!session.CanChooseCount)
        {
            return CheckOutcome.Skipped(WhyNoCount);
        }

        if (!session.CanArrange)
        {
            return CheckOutcome.Skipped(WhyNoSamples(session));
        }

        if (session.InputLayout.Uncounted is { } uncounted)
        {
            return CheckOutcome.Skipped(
                $"Input {uncounted} grows with the number of samples, but no dimension of it counts them, so that samples cannot be put "
                    + "into another order. "
                    + "Declare how samples are made and collated: subject.WithSamples(sample, collate, split).");
        }

        if (session.InputLayout.Elements.Any() && arrangements.Any(arrangement => arrangement.Samples.Count < ModelSession.BatchSize))
        {
            return CheckOutcome.Skipped(
                "An input is a list of one tensor for each sample, of which a few cannot be taken out. "
                    + "Declare how samples are made and collated: subject.WithSamples(sample, collate, split).");
        }

        return ComparisonInDouble.AtBothPoints(
            session,
            context,
            "The output is random in eval mode, and noise falls otherwise in another arrangement.",
            withoutDouble: null,
            (choose, inputs, _) =>
            {
                ModelSession twin = choose();
                if (context.FirstFindingDecides)
                {
                    inputs = session.Inputs(session.FewestSamples);
                }

                return Compare(twin, twin.IsDouble ? inputs.InDouble() : inputs, arrange(inputs.Count));
            });
    }

    private CheckOutcome? Compare(ModelSession twin, ModelInputs inputs, IReadOnlyList<Arrangement> arrangements)
    {
        (double rounding, double fault) = twin.IsDouble
            ? (Thresholds.RoundingInDouble, Thresholds.FaultInDouble)
            : (Thresholds.RoundingInSingle, Thresholds.FaultInSingle);
        var findings = new List<Finding>();
        Divergence? origin = null;
        bool isDiscrete = true;
        string? undecided = null;
        ForwardResult together = twin.Run(inputs, ForwardMode.Eval);
        foreach (Arrangement arrangement in arrangements)
        {
            using var scope = NewDisposeScope();
            context.AlteredStep($"calling with samples {string.Join(", ", arrangement.Samples)}");
            ForwardResult apart = twin.Run(SampleArrangement.Of(session, inputs, arrangement.Samples), ForwardMode.Eval);
            for (int place = 0; place < arrangement.Samples.Count; place++)
            {
                long sample = arrangement.Samples[place];
                double change = Change(together, sample, apart, place);
                if (change == 0 || findings.Any(finding => finding.Sample == sample))
                {
                    continue;
                }

                Region output = session.OwnOutput(sample);
                double own = context.Measured.Of(Facet.Sensitivity, (nameof(Sensitivity),
                    session.Point,
                    sample), () => Sensitivity.ToOwnUlp(
                    twin, inputs, together, ForwardMode.Eval, session.OwnInput(sample), output, context.IsTrial ? 1 : 5));
                double ulp = Math.Max(own, Outputs.Ulp(together, output));
                if (change <= ulp * rounding)
                {
                    continue;
                }

                if (arrangement.Samples.Count < inputs.Count && context.Measured.Of(
                    Facet.Independence, (nameof(DependsOnOthers), session.Point, sample),
                    () => DependsOnOthers(twin, inputs, together, sample, ulp * rounding)))
                {
                    return CheckOutcome.Skipped(
                        $"Sample {sample} depends on the content of others, so what it becomes without them is no question: see "
                            + "samples-independent-in-eval.");
                }

                if (change > ulp * fault)
                {
                    isDiscrete &= own == 0;
                    origin ??= context.FirstFindingDecides ? null : Locate(twin, inputs, arrangement, sample, place);
                    findings.Add(new Finding(
                        $"sample {sample} changes {arrangement.Description}{(origin is null ? "" : $"; it arises {origin.Describe()}")}")
                    {
                        Sample = sample,
                        Module = origin?.Module,
                        Numbers = new Dictionary<string, double> { ["largest change"] = change, ["own sensitivity to rounding"] = ulp },
                    });
                    if (context.FirstFindingDecides)
                    {
                        return CheckOutcome.Failed(findings);
                    }
                }
                else
                {
                    undecided = $"Sample {sample} changes by {Numbers.Short(change)} {arrangement.Description}: more than rounding "
                        + "explains, less than a fault makes.";
                }
            }
        }

        return findings.Count > 0 ? CheckOutcome.Failed(
            [.. findings.OrderBy(finding => finding.Sample)], isDiscrete ? Severity.Question : null)
            : undecided is not null ? CheckOutcome.Inconclusive(undecided)
            : null;
    }

    /// <summary>
    /// Where a sample's way through the modules parts from its way in the other arrangement, by more than another order of sums explains.
    /// </summary>
    private Divergence? Locate(ModelSession twin, ModelInputs inputs, Arrangement arrangement, long sample, int place)
    {
        using var scope = NewDisposeScope();
        ModuleTrace together = ModuleTrace.During(twin, () => twin.Run(inputs, ForwardMode.Eval), keepsContent: true);
        ModuleTrace apart = ModuleTrace.During(
            twin, () => twin.Run(SampleArrangement.Of(session, inputs, arrangement.Samples), ForwardMode.Eval), keepsContent: true);
        return Divergence.Find(together, apart, new Divergence.Parts(
            (module, isArgument, path, tensor) => PartOf(module, isArgument, path, tensor, sample),
            (module, isArgument, path, tensor) => PartOf(module, isArgument, path, tensor, place),
            (a, b) => TensorDistance.Between(a, b) <= Math.Max(TensorDistance.Scale(a), 1e-30) * finfo(TensorDistance.RealOf(a.dtype)).eps
                * Thresholds.RoundingInDouble));
    }

    private Tensor? PartOf(string module, bool isArgument, string path, Tensor tensor, long sample) =>
        (isArgument ? session.ArgumentLayouts : session.ModuleLayouts).TryGetValue(module, out SampleLayout? layout)
            ? new SampleRegion(layout, sample).Of(path, tensor)
            : null;

    private bool DependsOnOthers(ModelSession twin, ModelInputs inputs, ForwardResult together, long sample, double rounding)
    {
        ModelInputs others = inputs;
        for (long other = 0; other < inputs.Count; other++)
        {
            others = other == sample ? others : Perturbation.Redrawn(twin, others, session.OwnInput(other), draw: other);
        }

        ForwardResult after = twin.Run(others, ForwardMode.Eval);
        return Outputs.Distance(together, after, session.OwnOutput(sample)) > rounding;
    }

    /// <summary>How far what a sample becomes together is from what it becomes apart, where it has another place.</summary>
    private double Change(ForwardResult together, long sample, ForwardResult apart, long place)
    {
        IReadOnlyList<Tensor> before = PartsOf(together, sample);
        IReadOnlyList<Tensor> after = PartsOf(apart, place);
        return before.Count != after.Count ? double.PositiveInfinity : before.Zip(after)
            .Select(pair => pair.First.shape.AsSpan().SequenceEqual(pair.Second.shape)
                ? TensorDistance.Between(pair.First, pair.Second)
                : double.PositiveInfinity)
            .DefaultIfEmpty(0).Max();
    }

    /// <summary>A split output tells its samples apart by their index, any other by the dimension that counts them.</summary>
    private IReadOnlyList<Tensor> PartsOf(ForwardResult result, long sample)
    {
        SampleLayout layout = result.Split is not null ? SampleLayout.OfParts(result.Parts) : session.OutputLayout;
        Region region = new SampleRegion(layout, sample);
        return [.. result.Parts.Select(part => region.Of(part.Path, part.Tensor)).OfType<Tensor>()];
    }
}
