using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Checks.Behaviour;

/// <summary>
/// Changes one sample at a time and looks at the outputs of the others: they must keep their bits, since shapes, memory
/// alignment, kernels and noise are the same.
/// </summary>
internal sealed class SampleIndependence(ModelSession session, ForwardMode mode, CheckContext context)
{
    private readonly InfluenceJudge _judge = new(session, mode, context);
    private readonly List<Finding> _findings = [];
    private bool _isDiscrete;
    private string? _undecided;

    /// <summary>Decides, as built and at the generic point.</summary>
    /// <param name="severity">How much a finding weighs; null for the check's own severity.</param>
    public CheckOutcome Decide(Severity? severity = null)
    {
        if (!session.InputLayout.HasSamples || !session.OutputLayout.HasSamples)
        {
            return CheckOutcome.Skipped("No dimension of both input and output grows with the number of samples.");
        }

        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            ModelInputs inputs = session.Inputs();
            ForwardResult before = session.Run(inputs, mode);
            if (!Outputs.AreEqual(before, session.Run(inputs, mode)))
            {
                return CheckOutcome.Inconclusive(
                    "Two runs with the same input and the same seed differ, so influence cannot be told from chance.");
            }

            LookAt(inputs, before);
            if (_findings.Count > 0)
            {
                return CheckOutcome.Failed(_findings, _isDiscrete ? Severity.Warning : severity);
            }
        }

        return _undecided is null ? CheckOutcome.Passed : CheckOutcome.Inconclusive(_undecided);
    }

    private void LookAt(ModelInputs inputs, ForwardResult before)
    {
        for (long sample = 0; sample < inputs.Count; sample++)
        {
            foreach (ModelInputs perturbed in Perturbation.Of(session, inputs, Input(sample), draw: sample))
            {
                using var scope = NewDisposeScope();
                context.Step($"replacing sample {sample} of {inputs.Count}");
                ForwardResult after = session.Run(perturbed, mode);

                // Noise whose amount depends on its parameters shifts the noise of later samples: only earlier ones tell.
                long victims = TensorBits.AreEqual(before.Noise, after.Noise) ? inputs.Count : sample;
                for (long victim = 0; victim < victims; victim++)
                {
                    if (victim != sample && _findings.All(finding => finding.Sample != victim))
                    {
                        Judge(new(inputs, before, perturbed, after, Input(victim), Output(victim)), sample, victim);
                    }
                }

                if (_findings.Count > 0 && context.FirstFindingDecides)
                {
                    return;
                }
            }
        }
    }

    private void Judge(InfluenceJudge.Case influence, long source, long victim)
    {
        InfluenceJudge.Judgement judgement = _judge.Judge(influence);
        if (judgement.Verdict == Verdict.Failed)
        {
            _isDiscrete |= judgement.IsDiscrete;
            Divergence? place = context.FirstFindingDecides ? null : Locate(influence, victim);
            _findings.Add(new Finding(
                $"sample {victim} changes when sample {source} does{(place is null ? "" : $"; it arises {place.Describe()}")}")
            {
                Sample = victim,
                Module = place?.Module,
                Numbers = new Dictionary<string, double>
                {
                    ["largest change"] = judgement.Change,
                    ["own sensitivity to rounding"] = judgement.Ulp,
                },
            });
        }
        else if (judgement.Verdict == Verdict.Inconclusive)
        {
            _undecided = $"Sample {victim} changes by {Numbers.Short(judgement.Change)} when sample {source} does: more than rounding "
                + "explains, less than a fault makes.";
        }
    }

    private SampleRegion Input(long sample) => new(session.InputLayout, sample);

    private SampleRegion Output(long sample) => new(session.OutputLayout, sample);

    private Divergence? Locate(InfluenceJudge.Case influence, long victim)
    {
        using var scope = NewDisposeScope();
        ModuleTrace first = ModuleTrace.During(session, () => session.Run(influence.Inputs, mode), keepsContent: true);
        ModuleTrace second = ModuleTrace.During(session, () => session.Run(influence.Perturbed, mode), keepsContent: true);
        return Divergence.Find(first, second, (module, path, tensor) => PartOf(module, path, tensor, victim));
    }

    /// <summary>The victim's part of a tensor that a module takes or gives; null where it has none that can be told.</summary>
    private Tensor? PartOf(string module, string path, Tensor tensor, long victim)
    {
        if (session.ModuleLayouts.TryGetValue(module, out SampleLayout? layout)
            && new SampleRegion(layout, victim).Of(path, tensor) is { } part)
        {
            return part;
        }

        int batch = Array.IndexOf(tensor.shape, ModelSession.BatchSize);
        return batch >= 0 && tensor.shape.Count(size => size == ModelSession.BatchSize) == 1 ? tensor.narrow(batch, victim, 1) : null;
    }
}
