using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Gradients;

/// <summary>The declared loss does not normalize or squash again what the model has normalized or squashed.</summary>
[Check(
    "output-suits-the-loss",
    "the output is normalized once: by the model, or by the declared loss",
    CheckArea.Gradients,
    Need = Need.MutatesState)]
internal sealed class OutputSuitsTheLoss : ModelCheck
{
    private const int Places = 8;
    private const int Moves = 9;

    /// <inheritdoc/>
    public override string Why =>
        "A softmax of a softmax is nearly flat: the loss cannot come near zero, and gradients are small, however long the training takes.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Give the loss what it takes: logits to cross_entropy and binary_cross_entropy_with_logits, probabilities to nll_loss of their "
            + "logarithm and to binary_cross_entropy. Leave the softmax or sigmoid out of the model, and apply it where predictions are "
            + "read.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new NormalizeOutput(), new SquashOutput()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => subject.Loss is null
        ? "No loss is declared: subject.WithLoss<…>((inputs, output) => …)."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        Dictionary<string, Finding>? found = null;
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            ModelInputs inputs = session.Inputs();
            context.Step("calling in training mode");
            ForwardResult result = session.Run(inputs, ForwardMode.Training);
            context.AlteredStep("computing the loss of other outputs");
            Dictionary<string, Finding> here = LookAt(session, inputs, result);

            // What holds at one point only may be chance: zeros as built are no probabilities.
            found = found is null ? here : found.Where(entry => here.ContainsKey(entry.Key)).ToDictionary();
            if (found.Count == 0)
            {
                return CheckOutcome.Passed;
            }
        }

        return CheckOutcome.From(
        [
            .. found!.Where(entry => entry.Value.Dimension is not null || StaysWithin(session, entry.Key, context))
                .Select(entry => entry.Value),
        ]);
    }

    /// <summary>
    /// Whether an output lies between zero and one wherever the parameters are: a few logits may lie there by chance, and small ones as
    /// built do.
    /// </summary>
    private static bool StaysWithin(ModelSession session, string path, CheckContext context)
    {
        try
        {
            for (int draw = 0; draw < Places; draw++)
            {
                using var scope = NewDisposeScope();
                context.Step($"calling at generic point {draw}");
                session.Restore();
                for (int move = 0; move < Moves; move++)
                {
                    GenericPoint.MoveTo(session.Parameters, session.Seed + 700 + (Moves * draw) + move);
                }

                ForwardResult result = session.Run(session.Inputs(draw: draw), ForwardMode.Training);
                if (!result.Leaves.Where(leaf => leaf.Path == path).All(leaf => OutputDomain.AreWithinOne(leaf.Tensor)))
                {
                    return false;
                }
            }

            return true;
        }
        catch (SubjectException)
        {
            // Where the model does not run elsewhere, nothing is claimed.
            return false;
        }
    }

    private static Dictionary<string, Finding> LookAt(ModelSession session, ModelInputs inputs, ForwardResult result)
    {
        var loss = new LossDomain(session, inputs, result);
        var findings = new Dictionary<string, Finding>();
        foreach ((string path, Tensor output) in result.Leaves)
        {
            string name = path.Length == 0 ? "the output" : $"output {path}";
            int? normalized = OutputDomain.Distributions(output).Select(dimension => (int?)dimension)
                .FirstOrDefault(dimension => loss.NormalizesAlong(path, dimension!.Value));
            if (normalized is { } dimension)
            {
                findings[path] = new Finding(
                    $"{name} is never negative and sums to one along dimension {dimension}, and the declared loss does not see what is "
                        + "added to "
                        + "all of it: both are a softmax, so it is normalized twice")
                {
                    Dimension = dimension,
                };
            }
            else if (OutputDomain.AreProbabilities(output) && loss.Squashes(path))
            {
                findings[path] = new Finding(
                    $"{name} lies between zero and one, and the derivative of the declared loss is a sigmoid of it: it takes logits, so it "
                        + "is squashed twice");
            }
        }

        return findings;
    }
}
