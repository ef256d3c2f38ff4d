using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Checks.Reduction;

/// <summary>Samples and dimensions are joined as declared; what is derived stands in a table.</summary>
[Check(
    "loss-reduces-as-declared",
    "the loss is the mean, the sum or a value each, as it is declared",
    CheckArea.Reduction,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossReducesAsDeclared : LossCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A sum in the place of a mean makes the step grow with the batch, and a mean in the place of a sum over one dimension weighs the "
            + "terms of a loss anew.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Change the reduction, or declare what is meant: subject.Reduces(torch.nn.Reduction.Mean), Sum or None, and "
            + "subject.Reduces(dimension, …) for others.";

    /// <inheritdoc/>
    public override string Declaration => ".Reduces(torch.nn.Reduction.Sum)";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new SwapMeanAndSum()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        facts.IsRandom is { } random ? $"Twice as many samples draw other numbers, on purpose: {random.Reason}" : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossSession twin = InDouble(session, context);
        LossFacts facts = session.Subject.Facts;
        DerivedReduction samples = twin.ArgumentLayout.HasBatchDimension ? DerivedReduction.OfSamples(twin) : DerivedReduction.Unknown;
        List<Finding> findings = [];
        bool isUnknown = double.IsNaN(samples.Ratio);
        if (facts is { Reduction: { } declared, SamplesMeet: null } && !isUnknown && !Agrees(samples, declared))
        {
            findings.Add(new Finding($"the samples are reduced otherwise than declared: {samples}, declared is {Word(declared)}")
            {
                Numbers = new Dictionary<string, double> { ["the batch twice gives"] = samples.Ratio },
            });
        }

        foreach ((int dimension, nn.Reduction reduction) in facts.DimensionReductions)
        {
            // A dimension whose elements meet, as classes do in a softmax, is neither, and nothing follows.
            DerivedReduction derived = DerivedReduction.OfDimension(twin, dimension);
            if (derived is { IsMean: true } or { IsSum: true } && derived.IsMean != (reduction == nn.Reduction.Mean))
            {
                findings.Add(new Finding(
                    $"dimension {dimension} is reduced otherwise than declared: {derived}, declared is {Word(reduction)}")
                {
                    Dimension = dimension,
                });
            }
        }

        CheckOutcome outcome = findings.Count > 0 ? CheckOutcome.Failed(findings)
            : facts is { Reduction: not null, SamplesMeet: null } && isUnknown ? CheckOutcome.Inconclusive(
                "It cannot be told what becomes of the samples: none can be repeated, or the loss is 0 in every batch.")
            : facts is { Reduction: not null, SamplesMeet: null } || facts.DimensionReductions.Count > 0 ? CheckOutcome.Passed
            : Undeclared(facts, samples);
        return context.FirstFindingDecides ? outcome : outcome.Showing(DerivedTable.Of(twin, context.AlteredStep, samples));
    }

    /// <summary>A mean is what is mostly meant; a sum is asked for, once.</summary>
    private static CheckOutcome Undeclared(LossFacts facts, DerivedReduction samples) => samples switch
    {
        { IsSum: true } when facts.SamplesMeet is null => CheckOutcome.Failed(
            [new Finding("the loss is the sum over samples, so that the step of the optimizer grows with the batch: is that meant?")],
            Severity.Question),
        _ => CheckOutcome.Skipped(
            $"Nothing is declared. Derived over samples: {samples}. What is meant is held once it is declared: subject.Reduces(…)."),
    };

    private static bool Agrees(DerivedReduction derived, nn.Reduction declared) => declared switch
    {
        nn.Reduction.Mean => derived.IsMean,
        nn.Reduction.Sum => derived.IsSum,
        _ => derived.IsEach,
    };

    private static string Word(nn.Reduction reduction) => reduction switch
    {
        nn.Reduction.Mean => "the mean",
        nn.Reduction.Sum => "the sum",
        _ => "a value each",
    };
}
