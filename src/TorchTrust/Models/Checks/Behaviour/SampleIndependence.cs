using TorchTrust.Checks;
using TorchTrust.Models.Checks.Pictures;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>
/// Changes one sample at a time and looks at the outputs of the others: they must keep their bits, since shapes, memory
/// alignment, kernels and noise are the same.
/// </summary>
internal sealed class SampleIndependence(ModelSession session, ForwardMode mode, CheckContext context)
{
    private const int MostHalvings = 14;

    private readonly InfluenceJudge _judge = new(session, mode, context);
    private readonly List<Finding> _findings = [];
    private InfluenceMatrix _influence = new();
    private ForwardResult? _again;
    private bool _mayBeMeant = true;
    private bool _hasLooked;
    private bool _isOfDouble;
    private string? _undecided;

    /// <summary>Decides, as built and at the generic point.</summary>
    /// <remarks>
    /// A statistic of the batch, which looks at all other samples alike, may be meant; what tells the others apart by their
    /// place never is. Discrete outputs may be meant as well: a scale that is shared by the batch.
    /// </remarks>
    public CheckOutcome Decide()
    {
        if (!session.CanChooseCount)
        {
            return CheckOutcome.Skipped(BatchArrangement.WhyNoCount);
        }

        if (!session.InputLayout.HasSamples || !session.OutputLayout.HasSamples)
        {
            return CheckOutcome.Skipped(BatchArrangement.WhyNoSamples(session));
        }

        if (context.Samples is not null)
        {
            return CheckOutcome.From(FollowersOfTheFirst());
        }

        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            ModelInputs inputs = session.Inputs();
            if (SurelyInfluenced() is { } victim)
            {
                return CheckOutcome.Failed([new Finding($"sample {victim} changes when sample 0 does") { Sample = victim }]);
            }

            ForwardResult before = session.Run(inputs, mode);
            ForwardResult? again = context.IsTrial ? null : session.Run(inputs, mode);
            _again = again is not null && Repeats.DifferByRounding(before, again) ? again : null;
            if (again is not null && _again is null && !Outputs.AreEqual(before, again))
            {
                return CheckOutcome.Inconclusive(
                    "Two runs with the same input and the same seed differ, so influence cannot be told from chance.");
            }

            var influence = new InfluenceMatrix();
            foreach (Finding finding in LookAt(inputs, before, influence))
            {
                _findings.Add(finding);
                if (context.FirstFindingDecides)
                {
                    break;
                }
            }

            if (_findings.Count > 0)
            {
                return CheckOutcome.Failed(_findings, _mayBeMeant ? Severity.Question : null).Showing(influence.Draw(inputs.Count));
            }

            _influence = _influence.ShowsSomething ? _influence : influence;
        }

        return _undecided is not null ? CheckOutcome.Inconclusive(_undecided)
            : _hasLooked ? CheckOutcome.Passed.Showing(_influence.Draw(ModelSession.BatchSize))
            : session.InputLayout.Uncounted is { } uncounted ? CheckOutcome.Skipped(
                $"Input {uncounted} grows with the number of samples, but no dimension of it counts them, so that one sample cannot be "
                    + "changed alone. "
                    + "Declare how samples are made and collated: subject.WithSamples(sample, collate, split).")
            : CheckOutcome.Inconclusive(
                "The recipe makes the same content at each draw, or other sizes, or the model refuses another, so influence cannot be "
                    + "looked at.");
    }

    private static IEnumerable<long> Samples(long count) => Enumerable.Range(0, (int)count).Select(sample => (long)sample);

    /// <summary>
    /// Of a fault, asks in float64 at once what float32 left open of the fault before, by the change of the first sample that showed it.
    /// </summary>
    /// <returns>A sample that surely follows the first; null where it takes the usual way to know.</returns>
    private long? SurelyInfluenced()
    {
        if (context.Measured.Noted(nameof(SurelyInfluenced), otherwise: -1) is not (>= 0 and var way))
        {
            return null;
        }

        ModelInputs inputs = session.Inputs(session.FewestSamples);
        ModelInputs perturbed = Perturbation.Of(session, inputs, Input(0), draw: 0).ElementAt(way);
        return (long?)_judge.FirstSurelyInfluenced(
            inputs, perturbed, Samples(inputs.Count).Skip(1).Select(sample => ((object)sample, Input(sample), Output(sample))));
    }

    /// <summary>Where each fault is in a sample of its own: those that surely follow the first.</summary>
    private IReadOnlyList<Finding> FollowersOfTheFirst()
    {
        using var scope = NewDisposeScope();
        ModelInputs inputs = session.InputsFor(context);
        return
        [
            .. _judge.AllSurelyInfluenced(
                inputs,
                Perturbation.Redrawn(session, inputs, Input(0), draw: 0),
                [.. Samples(inputs.Count).Skip(1)
                    .Select(sample => ((object)(nameof(FollowersOfTheFirst), sample), Input(sample), Output(sample)))])
                .Select(place => (((string, long Sample))place).Sample)
                .Select(sample => new Finding($"sample {sample} changes when sample 0 does") { Sample = sample }),
        ];
    }

    private IEnumerable<Finding> LookAt(ModelInputs inputs, ForwardResult before, InfluenceMatrix influence)
    {
        foreach (long sample in Samples(inputs.Count))
        {
            foreach ((ModelInputs perturbed, int way) in Perturbation.Of(session, inputs, Input(sample), draw: sample)
                .Select((perturbed, way) => (perturbed, way)))
            {
                using var scope = NewDisposeScope();
                context.Step($"replacing sample {sample} of {inputs.Count}");
                if (!Perturbation.Changes(inputs, perturbed) || Perturbation.TryRun(session, perturbed, mode, before) is not { } after)
                {
                    continue;
                }

                _hasLooked = true;
                (ModelInputs Inputs, ForwardResult Result) changed = TensorBits.AreEqual(before.Noise, after.Noise)
                    ? (perturbed, after)
                    : WithEqualNoise(inputs, before, sample) ?? (perturbed, after);
                Note(influence, before, changed.Result, sample, inputs.Count);
                foreach (Finding finding in Compare(inputs, before, changed, sample))
                {
                    if (_isOfDouble)
                    {
                        context.Measured.Note(nameof(SurelyInfluenced), way);
                    }

                    yield return finding;
                }
            }
        }
    }

    /// <summary>
    /// Noise whose amount depends on its parameters (gamma, Poisson) shifts all noise that is drawn later, in the order in
    /// which it is drawn: such a comparison is void. A smaller change often draws as many values.
    /// </summary>
    private (ModelInputs Inputs, ForwardResult Result)? WithEqualNoise(ModelInputs inputs, ForwardResult before, long sample)
    {
        for (int halvings = 2; halvings <= MostHalvings; halvings++)
        {
            ModelInputs moved = Perturbation.ByShare(inputs, Input(sample), Math.Pow(2, -halvings));
            if (Perturbation.TryRun(session, moved, mode, before) is { } after && TensorBits.AreEqual(before.Noise, after.Noise))
            {
                return (moved, after);
            }
        }

        return null;
    }

    /// <summary>For the picture, where the noise is the same, so that changes mean something.</summary>
    private void Note(InfluenceMatrix influence, ForwardResult before, ForwardResult after, long sample, long count)
    {
        if (!TensorBits.AreEqual(before.Noise, after.Noise))
        {
            return;
        }

        foreach (long victim in Samples(count))
        {
            influence.Add(sample, victim, Outputs.Distance(before, after, Output(victim)));
        }
    }

    private IEnumerable<Finding> Compare(
        ModelInputs inputs, ForwardResult before, (ModelInputs Inputs, ForwardResult Result) changed, long sample)
    {
        // Where the noise shifts, later samples get other noise. Earlier ones may, too, if more noise follows: no proof.
        bool isShifted = !TensorBits.AreEqual(before.Noise, changed.Result.Noise);
        foreach (long victim in Samples(isShifted ? sample : inputs.Count))
        {
            if (victim == sample || _findings.Any(finding => finding.Sample == victim))
            {
                continue;
            }

            InfluenceJudge.Case influence =
                new(inputs, before, changed.Inputs, changed.Result, Input(victim), Output(victim)) { Place = victim, Again = _again };
            if (isShifted && !context.IsTrial)
            {
                _undecided ??= Outputs.AreEqual(before, changed.Result, influence.OwnOutput)
                    ? null
                    : $"How much noise is drawn depends on sample {sample}, so whether sample {victim} changes by it or by the sample "
                        + "cannot be told.";
            }
            else if (Judge(influence, sample, victim) is { } finding)
            {
                yield return finding;
            }
        }
    }

    private Finding? Judge(InfluenceJudge.Case influence, long source, long victim)
    {
        InfluenceJudge.Judgement judgement = _judge.Judge(influence);
        if (judgement.Verdict == Verdict.Failed)
        {
            _isOfDouble = judgement.IsOfDouble;
            _mayBeMeant &= context.IsTrial || judgement.IsDiscrete || TreatsOthersAlike(influence, source, victim);
            Divergence? place = context.IsTrial ? null : Locate(influence, victim);
            return new Finding(
                $"sample {victim} changes when sample {source} does{(place is null ? "" : $"; it arises {place.Describe()}")}")
            {
                Sample = victim,
                Module = place?.Module,
                Numbers = new Dictionary<string, double>
                {
                    ["largest change"] = judgement.Change,
                    ["own sensitivity to rounding"] = judgement.Ulp,
                },
            };
        }

        if (judgement.Verdict == Verdict.Inconclusive)
        {
            _undecided = $"Sample {victim} changes by {Numbers.Short(judgement.Change)} when sample {source} does: more than rounding "
                + "explains, less than a fault makes.";
        }

        return null;
    }

    /// <summary>Whether the victim stays as it is when two of the others change places.</summary>
    private bool TreatsOthersAlike(InfluenceJudge.Case influence, long source, long victim)
    {
        foreach (long other in Samples(influence.Inputs.Count).Where(other => other != victim))
        {
            using var scope = NewDisposeScope();
            ModelInputs swapped = Swap(influence.Perturbed, source, other);
            if (Perturbation.TryRun(session, swapped, mode, influence.After) is not { } after)
            {
                continue;
            }

            InfluenceJudge.Judgement judgement = _judge.Judge(
                influence with
                {
                    Place = null,
                    Inputs = influence.Perturbed,
                    Before = influence.After,
                    Perturbed = swapped,
                    After = after,
                });
            if (judgement.Verdict != Verdict.Passed)
            {
                return false;
            }
        }

        return true;
    }

    private ModelInputs Swap(ModelInputs inputs, long a, long b) =>
        SampleArrangement.Of(session, inputs, [.. Samples(inputs.Count).Select(i => i == a ? b : i == b ? a : i)]);

    private Region Input(long sample) => session.OwnInput(sample);

    private Region Output(long sample) => session.OwnOutput(sample);

    private Divergence? Locate(InfluenceJudge.Case influence, long victim)
    {
        using var scope = NewDisposeScope();
        ModuleTrace first = ModuleTrace.During(session, () => session.Run(influence.Inputs, mode), keepsContent: true);
        ModuleTrace second = ModuleTrace.During(session, () => session.Run(influence.Perturbed, mode), keepsContent: true);
        return Divergence.Find(first, second, (module, isArgument, path, tensor) => PartOf(module, isArgument, path, tensor, victim));
    }

    /// <summary>The victim's part of a tensor that a module takes or gives; null where it has none that can be told.</summary>
    private Tensor? PartOf(string module, bool isArgument, string path, Tensor tensor, long victim) =>
        (isArgument ? session.ArgumentLayouts : session.ModuleLayouts).TryGetValue(module, out SampleLayout? layout)
            ? new SampleRegion(layout, victim).Of(path, tensor)
            : null;
}
