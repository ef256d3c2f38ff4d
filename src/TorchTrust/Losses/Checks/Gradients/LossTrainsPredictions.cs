using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;

namespace TorchTrust.Losses.Checks.Gradients;

/// <summary>A loss can be trained with.</summary>
[Check(
    "loss-trains-predictions",
    "the loss is finite, and gives every prediction a gradient",
    CheckArea.Gradients,
    Need = Need.MutatesState)]
internal sealed class LossTrainsPredictions : LossCheck
{
    /// <summary>A loss with a margin may give no gradient in one batch.</summary>
    private const int Draws = 12;

    /// <inheritdoc/>
    public override string Why =>
        "A prediction without a gradient is never learned, and a loss that is not finite ruins every weight at the first step.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for item(), detach(), argmax, a comparison or a cast to integers between the prediction and the loss, and for a logarithm or "
            + "a division at 0. "
            + "An argument that is no prediction: subject.HasPredictions(…) names those that are.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new DetachPrediction(), new GiveNaN()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        var reached = new Dictionary<string, bool>();
        IReadOnlyList<string> leftOut = session.Subject.Facts.MayLeaveOutPredictions ? LeftOut(session) : [];
        for (int draw = 0; draw < Draws; draw++)
        {
            LossResult result = session.Differentiate(session.Arguments(draw: draw));
            if (NotFinite(session, result) is [_, ..] findings)
            {
                return CheckOutcome.Failed(findings);
            }

            if (!result.HasGraph && session.Subject.Facts.StopsGradients is null)
            {
                return CheckOutcome.Failed([new Finding("the loss has no graph: nothing that it is given takes a gradient from it")]);
            }

            foreach (string path in result.Gradients.Keys.Except(leftOut))
            {
                reached[path] = reached.GetValueOrDefault(path) || result.Reaches(path);
            }

            if (reached.Count > 0 && reached.Values.All(isReached => isReached))
            {
                return CheckOutcome.Passed;
            }
        }

        return reached.Count == 0
            ? CheckOutcome.Inconclusive("No prediction holds floating numbers, so none could take a gradient.")
            : CheckOutcome.Failed([.. reached.Where(entry => !entry.Value).Select(entry => new Finding(
                $"no gradient reaches {session.NameOf(entry.Key)} in any of {Draws} batches") { Parameter = session.NameOf(entry.Key) })]);
    }

    /// <summary>The predictions of which other content changes no bit of the loss.</summary>
    private static IReadOnlyList<string> LeftOut(LossSession session)
    {
        LossArguments arguments = session.Arguments();
        LossArguments others = session.Arguments(draw: 1);
        LossResult before = session.Differentiate(arguments);

        // A network whose last layer begins at 0 gives the same for every input.
        bool IsOther(string path) => !TensorBits.AreEqual(others[path], arguments[path]);
        return
        [
            .. before.Gradients.Keys.Where(path => IsOther(path) && TensorBits.AreEqual(
                before.Value, session.Evaluate(arguments.With((leaf, tensor) => leaf == path ? others[leaf] : tensor)).Value)),
        ];
    }

    private static IReadOnlyList<Finding> NotFinite(LossSession session, LossResult result) => result switch
    {
        _ when !result.Value.is_floating_point() => [new Finding($"the loss is of type {result.Value.dtype}, which takes no gradient")],
        { IsFinite: false } => [new Finding($"the loss is {Numbers.Short(result.Total)}")],
        _ =>
        [
            .. result.NotFinite.Select(path => new Finding($"the gradient of {session.NameOf(path)} is not finite, though the loss is")
            {
                Parameter = session.NameOf(path),
            }),
        ],
    };
}
