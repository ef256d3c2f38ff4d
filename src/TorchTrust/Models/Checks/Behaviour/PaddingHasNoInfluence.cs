using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>The content of padded positions does not matter to the others.</summary>
[Check(
    "padding-has-no-influence",
    "the content of padding does not influence outputs at valid positions",
    CheckArea.Behaviour,
    Need = Need.MutatesState)]
internal sealed class PaddingHasNoInfluence : ModelCheck
{
    private const int Draws = 3;

    /// <inheritdoc/>
    public override string Why =>
        "Predictions depend on how long the longest neighbour in the batch is and on what fills the rest.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Hand the mask to every module that looks across positions (attention, pooling, normalization, convolution), check its sign, "
            + "and mask before a softmax, not after.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new MixPositionMean()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => subject.Padding is null
        ? "No padding is declared. If an argument is padded: subject.HasPadding(argument: 0, inputs => mask)."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        (int argument, Func<object?[], Tensor> maskOf) = session.Subject.Padding!.Value;
        var judge = new InfluenceJudge(session, ForwardMode.Eval, context);
        bool hasLooked = false;
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            ModelInputs inputs = session.Inputs();
            Tensor mask = SubjectException.Guard("computing the declared padding mask", () => maskOf(inputs.Arguments)).to(ScalarType.Bool);
            if (!mask.any().item<bool>() || mask.all().item<bool>())
            {
                return CheckOutcome.Inconclusive(
                    "The inputs that the recipe makes have no padding, or nothing else. Make some samples shorter than others.");
            }

            ForwardResult before = session.Run(inputs, ForwardMode.Eval);
            ForwardResult again = session.Run(inputs, ForwardMode.Eval);
            if (!Outputs.AreEqual(before, again) && !Repeats.DifferByRounding(before, again))
            {
                return CheckOutcome.Inconclusive(
                    "Two runs with the same input and seed differ, so influence cannot be told from chance.");
            }

            var padding = new MaskRegion(mask, only: $"[{argument}]");
            var valid = new ValidRegion(new MaskRegion(mask.logical_not()));
            for (int draw = 0; draw < Draws; draw++)
            {
                foreach (ModelInputs perturbed in Perturbation.Of(session, inputs, padding, draw)
                    .Append(FromValid(inputs, padding, mask, argument)))
                {
                    using var inner = NewDisposeScope();
                    if (!TensorBits.AreEqual(mask, maskOf(perturbed.Arguments).to(ScalarType.Bool)))
                    {
                        // Another content would be no padding, but there can be more of it.
                        return new LongerPadding(session, context, argument, maskOf).Decide();
                    }

                    context.Step($"replacing the padding of argument {argument}");
                    if (!Perturbation.Changes(inputs, perturbed)
                        || Perturbation.TryRun(session, perturbed, ForwardMode.Eval, before) is not { } after
                        || !TensorBits.AreEqual(before.Noise, after.Noise))
                    {
                        continue;
                    }

                    hasLooked = true;
                    InfluenceJudge.Judgement judgement = judge.Judge(
                        new(inputs, before, perturbed, after, new MaskRegion(mask.logical_not(), $"[{argument}]"), valid)
                        {
                            Place = argument,
                            Again = again,
                        });
                    if (judgement.Verdict == Verdict.Failed)
                    {
                        return CheckOutcome.Failed([Describe(session, context, inputs, perturbed, mask, judgement)]);
                    }

                    if (judgement.Verdict == Verdict.Inconclusive)
                    {
                        return CheckOutcome.Inconclusive(
                            "Valid outputs change with the padding by more than rounding explains and less than a fault makes.");
                    }
                }
            }
        }

        return hasLooked
            ? CheckOutcome.Passed
            : CheckOutcome.Inconclusive(
                $"The mask finds no content in argument {argument} that can be changed, or the model refuses every change of the padding, "
                    + "or draws another amount of noise for it.");
    }

    /// <summary>
    /// Content of valid positions in place of padding: what a recipe pads with is often the same at every draw, and another
    /// draw of it would change nothing.
    /// </summary>
    private static ModelInputs FromValid(ModelInputs inputs, MaskRegion padding, Tensor mask, int argument)
    {
        return padding.Replace(inputs, inputs.With((path, tensor) =>
        {
            if (new MaskRegion(mask.logical_not(), $"[{argument}]").Of(path, tensor) is not { } valid)
            {
                return tensor;
            }

            Tensor places = arange(tensor.numel(), device: tensor.device).remainder(valid.numel());
            return valid.index_select(0, places).reshape(tensor.shape);
        }));
    }

    private static Finding Describe(
        ModelSession session,
        CheckContext context,
        ModelInputs inputs,
        ModelInputs perturbed,
        Tensor mask,
        InfluenceJudge.Judgement judgement)
    {
        Divergence? place = null;
        if (!context.IsTrial)
        {
            ModuleTrace one = ModuleTrace.During(
                session, () => session.Run(inputs, ForwardMode.Eval), keepsContent: true);
            ModuleTrace two = ModuleTrace.During(
                session, () => session.Run(perturbed, ForwardMode.Eval), keepsContent: true);
            var valid = new ValidRegion(new MaskRegion(mask.logical_not()));
            place = Divergence.Find(one, two, (_, _, path, tensor) => valid.Of(path, tensor));
        }

        return new Finding(
            $"outputs at valid positions change when the content of padding does{(place is null ? "" : $"; it arises {place.Describe()}")}")
        {
            Module = place?.Module,
            Numbers = new Dictionary<string, double>
            {
                ["largest change"] = judgement.Change,
                ["own sensitivity to rounding"] = judgement.Ulp,
            },
        };
    }

    /// <summary>
    /// Outputs of the mask's leading shape count at valid positions only; others (pooled ones) count whole.
    /// </summary>
    private sealed class ValidRegion(MaskRegion masked) : Region
    {
        public override Tensor? Of(string path, Tensor tensor) => masked.Of(path, tensor) ?? tensor;
    }
}
