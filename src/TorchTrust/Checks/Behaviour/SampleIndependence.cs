using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Checks.Behaviour;

/// <summary>
/// Changes one sample at a time and looks at the outputs of the others: they must keep their bits, since shapes, memory
/// alignment, kernels and noise are the same. Where they do not, float64 decides whether it is rounding.
/// </summary>
internal sealed class SampleIndependence(ModelSession session, bool training, CheckContext context)
{
    private readonly List<Finding> _findings = [];
    private bool _jumps;
    private string? _undecided;

    /// <summary>Decides, as built and at the generic point.</summary>
    public CheckOutcome Decide()
    {
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            if (LookAt(point) is { } outcome)
            {
                return outcome;
            }

            if (_findings.Count > 0)
            {
                return CheckOutcome.Failed(_findings, _jumps ? Severity.Warning : null);
            }
        }

        return _undecided is null ? CheckOutcome.Passed : CheckOutcome.Inconclusive(_undecided);
    }

    private CheckOutcome? LookAt(ParameterPoint point)
    {
        ModelInputs inputs = session.Inputs();
        if (!session.InputLayout.HasSamples || !session.OutputLayout.HasSamples)
        {
            return CheckOutcome.Skipped("No dimension of the input and of the output grows with the number of samples.");
        }

        ForwardResult before = session.Run(inputs, training);
        ForwardResult again = session.Run(inputs, training);
        if (!Enumerable.Range(0, (int)inputs.Count).All(i => SampleOutputs.AreEqual(before, again, session.OutputLayout, i)))
        {
            return CheckOutcome.Inconclusive("Two runs with the same input and the same seed differ, so influence cannot be told from chance.");
        }

        for (long sample = 0; sample < inputs.Count; sample++)
        {
            foreach (ModelInputs perturbed in Perturbation.OfSample(session, inputs, sample))
            {
                using var scope = NewDisposeScope();
                context.Step($"sample {sample} replaced {point}");
                ForwardResult after = session.Run(perturbed, training);
                bool equalNoise = TensorBits.AreEqual(before.Noise, after.Noise);

                // Noise whose amount depends on its parameters shifts the noise of later samples: only earlier ones tell.
                long victims = equalNoise ? inputs.Count : sample;
                for (long victim = 0; victim < victims; victim++)
                {
                    if (victim != sample && !SampleOutputs.AreEqual(before, after, session.OutputLayout, victim))
                    {
                        Judge(new Influence(inputs, perturbed, before, after, sample, victim));
                    }
                }

                if (_findings.Count > 0 && context.FirstFindingDecides)
                {
                    return null;
                }
            }
        }

        return null;
    }

    private void Judge(Influence influence)
    {
        if (_findings.Any(finding => finding.Sample == influence.Victim))
        {
            return;
        }

        double change = SampleOutputs.Distance(influence.Before, influence.After, session.OutputLayout, influence.Victim);
        double ulp = Sensitivity.ToOwnUlp(session, influence.Inputs, influence.Before, training, influence.Victim);
        if (ulp == 0)
        {
            // An output that does not follow a small step of its own input, but a large one, is discrete.
            _jumps |= DependsOnItself(influence);
            Add(influence, change, ulp);
        }
        else if (change > ulp * Thresholds.FaultInSingle)
        {
            Add(influence, change, ulp);
        }
        else if (change > ulp * Thresholds.RoundingInSingle)
        {
            JudgeInDouble(influence);
        }
    }

    private bool DependsOnItself(Influence influence)
    {
        ModelInputs other = influence.Inputs.WithSample(
            influence.Victim, session.Inputs(influence.Inputs.Count, draw: 100 + influence.Victim), session.InputLayout);
        return !SampleOutputs.AreEqual(influence.Before, session.Run(other, training), session.OutputLayout, influence.Victim);
    }

    private void JudgeInDouble(Influence influence)
    {
        if (!context.MayAbort || session.InDouble() is not { } twin)
        {
            _undecided = $"Sample {influence.Victim} changes by little more than rounding when sample {influence.Source} does, "
                + "and float64 cannot be tried here.";
            return;
        }

        using (twin)
        {
            ModelInputs inputs = influence.Inputs.With((_, tensor) => tensor.is_floating_point() ? tensor.to(ScalarType.Float64) : tensor);
            ModelInputs perturbed = influence.Perturbed.With((_, tensor) => tensor.is_floating_point() ? tensor.to(ScalarType.Float64) : tensor);
            ForwardResult before = twin.Run(inputs, training);
            double change = SampleOutputs.Distance(before, twin.Run(perturbed, training), session.OutputLayout, influence.Victim);
            double ulp = Sensitivity.ToOwnUlp(twin, inputs, before, training, influence.Victim);
            if (change > ulp * Thresholds.FaultInDouble)
            {
                Add(influence, change, ulp);
            }
            else if (change > ulp * Thresholds.RoundingInDouble)
            {
                _undecided = $"In float64, sample {influence.Victim} changes by {Numbers.Short(change)} when sample {influence.Source} does: more than "
                    + "rounding explains, less than a fault makes.";
            }
        }
    }

    private void Add(Influence influence, double change, double ulp)
    {
        string where = "";
        string? module = null;
        if (!context.FirstFindingDecides && Locate(influence) is { } divergence)
        {
            where = $"; it arises {divergence.Describe()}";
            module = divergence.Module;
        }

        _findings.Add(new Finding($"sample {influence.Victim} changes when sample {influence.Source} does{where}")
        {
            Sample = influence.Victim,
            Module = module,
            Numbers = new Dictionary<string, double> { ["largest change"] = change, ["own sensitivity to rounding"] = ulp },
        });
    }

    private Divergence? Locate(Influence influence)
    {
        using var scope = NewDisposeScope();
        ModuleTrace first = ModuleTrace.During(session, () => session.Run(influence.Inputs, training), keepsContent: true);
        ModuleTrace second = ModuleTrace.During(session, () => session.Run(influence.Perturbed, training), keepsContent: true);
        return Divergence.Find(first, second, (module, path, tensor) => Part(module, path, tensor, influence.Victim));
    }

    /// <summary>The victim's part of a tensor that a module takes or gives; null where it has none that can be told.</summary>
    private Tensor? Part(string module, string path, Tensor tensor, long victim)
    {
        SampleAxis axis = session.ModuleLayouts.TryGetValue(module, out SampleLayout? layout) && layout[path].HasSamples
            ? layout[path]
            : tensor.shape.Count(size => size == ModelSession.BatchSize) == 1
                ? new SampleAxis(Array.IndexOf(tensor.shape, ModelSession.BatchSize), null)
                : SampleAxis.Shared;
        return axis.HasSamples && axis.Holds(victim) ? axis.Of(tensor, victim) : null;
    }

    private sealed record Influence(
        ModelInputs Inputs, ModelInputs Perturbed, ForwardResult Before, ForwardResult After, long Source, long Victim);
}
