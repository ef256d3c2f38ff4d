using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Checks.Behaviour;

/// <summary>
/// Compares what a sample becomes in two arrangements of the batch. Kernels and orders of sums differ between them, so it is
/// decided in float64, against the sample's own sensitivity.
/// </summary>
internal sealed class BatchArrangement(ModelSession session, CheckContext context)
{
    /// <summary>Another arrangement: which samples are in it, in which order.</summary>
    /// <param name="Description">What is other, in words that follow "sample 2 changes".</param>
    /// <param name="Samples">The samples of the original batch, in their new order.</param>
    /// <remarks>Where some are missing, a sample that depends on the content of others may rightly change.</remarks>
    internal sealed record Arrangement(string Description, IReadOnlyList<long> Samples);

    /// <summary>Decides over several arrangements.</summary>
    public CheckOutcome Decide(IReadOnlyList<Arrangement> arrangements)
    {
        if (!session.InputLayout.HasBatchDimension || !session.OutputLayout.HasBatchDimension)
        {
            return CheckOutcome.Skipped("No dimension of both input and output grows with the number of samples.");
        }

        if (session.InputLayout.Uncounted is { } uncounted)
        {
            return CheckOutcome.Skipped(
                $"Input {uncounted} grows with the number of samples, but no dimension of it counts them, so that samples cannot be put into another order.");
        }

        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            ModelInputs drawn = session.Inputs();
            ForwardResult single = session.Run(drawn, ForwardMode.Eval);
            if (!Outputs.AreEqual(single, session.Run(drawn, ForwardMode.Eval, noise: 1)))
            {
                return CheckOutcome.Skipped("The output is random in eval mode, and noise falls otherwise in another arrangement.");
            }

            context.AlteredStep("converting to float64");
            using ModelSession? twin = session.InDouble();
            if (twin is null)
            {
                return CheckOutcome.Skipped("The model exists already, and no second instance can be built to be converted.");
            }

            if (Compare(twin, drawn.InDouble(), arrangements) is { } outcome)
            {
                return outcome;
            }
        }

        return CheckOutcome.Passed;
    }

    private CheckOutcome? Compare(ModelSession twin, ModelInputs inputs, IReadOnlyList<Arrangement> arrangements)
    {
        var findings = new List<Finding>();
        bool isDiscrete = false;
        string? undecided = null;
        ForwardResult together = twin.Run(inputs, ForwardMode.Eval);
        foreach (Arrangement arrangement in arrangements)
        {
            using var scope = NewDisposeScope();
            context.AlteredStep($"calling with samples {string.Join(", ", arrangement.Samples)}");
            ForwardResult apart = twin.Run(Arrange(inputs, arrangement.Samples), ForwardMode.Eval);
            for (int place = 0; place < arrangement.Samples.Count; place++)
            {
                long sample = arrangement.Samples[place];
                double change = Change(together, sample, apart, place);
                if (change == 0 || findings.Any(finding => finding.Sample == sample))
                {
                    continue;
                }

                var input = new SampleRegion(session.InputLayout, sample);
                var output = new SampleRegion(session.OutputLayout, sample);
                double ulp = Sensitivity.ToOwnUlp(
                    twin, inputs, together, ForwardMode.Eval, input, output, context.FirstFindingDecides ? 1 : 5);
                double floor = Outputs.Ulp(together, output);
                isDiscrete |= ulp == 0 && change > floor * Thresholds.RoundingInDouble;
                ulp = Math.Max(ulp, floor);
                if (change > ulp * Thresholds.RoundingInDouble && arrangement.Samples.Count < inputs.Count && DependsOnOthers(twin, inputs, together, sample, ulp))
                {
                    return CheckOutcome.Skipped(
                        $"Sample {sample} depends on the content of others, so what it becomes without them is no question: see samples-independent-in-eval.");
                }

                if (change > ulp * Thresholds.FaultInDouble)
                {
                    findings.Add(new Finding($"sample {sample} changes {arrangement.Description}")
                    {
                        Sample = sample,
                        Numbers = new Dictionary<string, double> { ["largest change"] = change, ["own sensitivity to rounding"] = ulp },
                    });
                }
                else if (change > ulp * Thresholds.RoundingInDouble)
                {
                    undecided = $"Sample {sample} changes by {Numbers.Short(change)} {arrangement.Description}: more than rounding explains, less than a fault makes.";
                }
            }
        }

        return findings.Count > 0 ? CheckOutcome.Failed([.. findings.OrderBy(finding => finding.Sample)], isDiscrete ? Severity.Warning : null)
            : undecided is not null ? CheckOutcome.Inconclusive(undecided)
            : null;
    }

    private bool DependsOnOthers(ModelSession twin, ModelInputs inputs, ForwardResult together, long sample, double ulp)
    {
        ModelInputs others = inputs;
        for (long other = 0; other < inputs.Count; other++)
        {
            others = other == sample ? others : Perturbation.Redrawn(twin, others, new SampleRegion(session.InputLayout, other), draw: other);
        }

        ForwardResult after = twin.Run(others, ForwardMode.Eval);
        return Outputs.Distance(together, after, new SampleRegion(session.OutputLayout, sample)) > ulp * Thresholds.RoundingInDouble;
    }

    private ModelInputs Arrange(ModelInputs inputs, IReadOnlyList<long> samples)
    {
        using Tensor order = tensor(samples.ToArray());
        return new ModelInputs(
            (object?[])TensorTree.Map(inputs.Arguments, (path, tensor) =>
                session.InputLayout[path].Dimension is { } dimension ? tensor.index_select(dimension, order) : tensor)!,
            samples.Count,
            isAltered: true);
    }

    private double Change(ForwardResult together, long sample, ForwardResult apart, long place)
    {
        var layout = session.OutputLayout;
        return together.Leaves.Zip(apart.Leaves)
            .Where(pair => layout[pair.First.Path].Dimension is not null)
            .Select(pair => (
                A: new SampleRegion(layout, sample).Of(pair.First.Path, pair.First.Tensor),
                B: new SampleRegion(layout, place).Of(pair.Second.Path, pair.Second.Tensor)))
            .Select(pair => pair is { A: { } a, B: { } b } && a.shape.AsSpan().SequenceEqual(b.shape)
                ? Outputs.Distance(a, b)
                : double.PositiveInfinity)
            .DefaultIfEmpty(0).Max();
    }
}
