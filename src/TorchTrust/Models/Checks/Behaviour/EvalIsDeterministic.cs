using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>In eval mode, the same input gives the same bits whatever the noise.</summary>
/// <remarks>
/// A question: a variational autoencoder samples on purpose, and Monte Carlo dropout drops on purpose. Where the elements
/// that differ look like dropout, the message says so; an error where the source forgets to say the mode.
/// </remarks>
[Check(
    "eval-is-deterministic",
    "in eval mode the same input gives the same output",
    CheckArea.Behaviour,
    Severity = Severity.Question,
    Need = Need.MutatesState)]
internal sealed class EvalIsDeterministic : ModelCheck
{
    private const int Draws = 3;

    /// <inheritdoc/>
    public override string Why => "Predictions and test losses change from call to call, and are worse than they need to be.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Pass training: training to functional.dropout, whose default is on, and register every module, so that eval() reaches it. "
            + "If noise in eval mode is on purpose: subject.IsRandomInEvalOnPurpose(reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ExplainedBy => [CheckIds.ModesReachEveryModule];

    /// <inheritdoc/>
    public override string Declaration => ".IsRandomInEvalOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new AddNoise()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) =>
        subject.Facts.RandomInEval is { } fact ? $"The output is random in eval mode on purpose: {fact.Reason}" : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        string? undecided = null;

        // A fault that leaves equal calls as they are shows with another seed alone.
        int from = context.IsTrial && context.Measured.IsSteady(Facet.Repeatability) ? 1 : 0;
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            ModelInputs inputs = session.InputsFor(context);
            ForwardResult first = session.Run(inputs, ForwardMode.Eval, noise: 0);
            for (int draw = from; draw < Draws; draw++)
            {
                context.Step($"calling again with {(draw == 0 ? "the same" : "another")} seed");
                ForwardResult again = session.Run(inputs, ForwardMode.Eval, noise: draw);
                if (Repeats.DifferByRounding(first, again))
                {
                    undecided ??= Repeats.Describe(again);
                }
                else if (!Outputs.AreEqual(first, again))
                {
                    return context.Samples is null
                        ? Describe(session, context, inputs, noise: draw)
                        : BySample(session, first, again, inputs.Count);
                }
            }
        }

        return undecided is null ? CheckOutcome.Passed : CheckOutcome.Inconclusive(undecided);
    }

    /// <summary>The samples that differ.</summary>
    private static CheckOutcome BySample(ModelSession session, ForwardResult first, ForwardResult again, long count) => CheckOutcome.From(
        [
            .. Enumerable.Range(0, (int)count).Where(sample => !Outputs.AreEqual(first, again, session.OwnOutput(sample)))
                .Select(sample => new Finding($"the output of sample {sample} is random in eval mode") { Sample = sample }),
        ]);

    private static CheckOutcome Describe(ModelSession session, CheckContext context, ModelInputs inputs, long noise)
    {
        if (context.IsTrial)
        {
            return CheckOutcome.Failed([new Finding("the output is random in eval mode")]);
        }

        ModuleTrace one = ModuleTrace.During(session, () => session.Run(inputs, ForwardMode.Eval, noise: 0), keepsContent: true);
        ModuleTrace two = ModuleTrace.During(session, () => session.Run(inputs, ForwardMode.Eval, noise), keepsContent: true);
        Divergence? place = Divergence.Find(one, two);
        bool isDropout = place is not null && LooksLikeDropout(place.First, place.Second);
        IReadOnlyList<string> forgotten = isDropout ? ForgottenTraining.In(session) : [];
        string kind = (isDropout, noise) switch
        {
            (true, _) when forgotten.Count > 0 => "drops elements at random in eval mode, since functional.dropout is on unless it is told "
                + "the mode: "
                + $"the mode is not passed in {string.Join(" and ", forgotten)}",
            (true, _) => "drops elements at random in eval mode",
            (_, 0) => "is random in eval mode, and torch's seed does not decide it "
                + $"({ForeignRandomness.Describe(ForeignRandomness.InMethods(session.Model))})",
            _ => "is random in eval mode",
        };
        return CheckOutcome.Failed(
            [
                new Finding($"the output {kind}{(place is null ? "" : $"; it arises {place.Describe()}")}")
                {
                    Module = place?.Module,
                    Numbers = place is not null && place.First.shape.AsSpan().SequenceEqual(place.Second.shape)
                        ? new Dictionary<string, double> { ["largest difference"] = TensorDistance.Between(place.First, place.Second) }
                        : new Dictionary<string, double>(),
                },
            ],
            forgotten.Count > 0 ? Severity.Error : null);
    }

    /// <summary>Some elements are zero in one run only, and those that are zero in neither have the same bits.</summary>
    private static bool LooksLikeDropout(Tensor first, Tensor second)
    {
        if (!first.is_floating_point() || !first.shape.AsSpan().SequenceEqual(second.shape))
        {
            return false;
        }

        using var scope = NewDisposeScope();
        Tensor kept = (first != 0).logical_and(second != 0);

        // The two differ somewhere, so where those that are kept are equal, one of both was dropped.
        return kept.any().item<bool>() && TensorBits.AreEqual(first.masked_select(kept), second.masked_select(kept));
    }
}
