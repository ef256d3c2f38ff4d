using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>What the model gives in training mode is the same with and without an evaluation before it.</summary>
/// <remarks>
/// A question: a network that goes on where it stopped keeps what evaluation left on purpose. What evaluation changes in parameters
/// and persistent buffers is the business of another check.
/// </remarks>
[Check(
    "evaluation-leaves-training-alone",
    "a forward pass in eval mode does not change what training gives",
    CheckArea.Behaviour,
    Severity = Severity.Question,
    Need = Need.MutatesState)]
internal sealed class EvaluationLeavesTrainingAlone : ModelCheck
{
    private const int MostNamed = 3;

    /// <inheritdoc/>
    public override string Why =>
        "Training depends on whether and how often the model was evaluated: a switch that evaluation turns is never turned back.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Read the property training in forward instead of keeping what the last mode was, and put back in training what eval mode "
            + "sets. If the model keeps state from call to call on purpose: subject.KeepsStateOnPurpose(reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new RememberEvaluation()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) =>
        subject.Facts.KeepsState is { } fact ? $"The model keeps state from call to call on purpose: {fact.Reason}" : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            ModelInputs inputs = session.InputsFor(context);
            context.Step("calling in training mode");
            ForwardResult without = context.Measured.Of(
                Facet.ValuesBeforeEvaluation,
                (nameof(KeptResult), point, inputs.Count),
                () => new KeptResult(session.Run(inputs, ForwardMode.Training))).Result;
            if (!context.Measured.Of(
                Facet.Repeatability,
                (nameof(EvaluationLeavesTrainingAlone), point),
                () => Outputs.AreEqual(without, session.Run(inputs, ForwardMode.Training))))
            {
                return CheckOutcome.Inconclusive(
                    "Two calls in training mode with the same input and seed differ, so what evaluation changes cannot be told from "
                        + "chance.");
            }

            context.Step("calling in training mode after eval mode");
            session.Run(session.InputsFor(context, draw: 1), ForwardMode.Eval);
            string[] left = [.. session.LeftByCalls().Select(change => change.Path).Distinct()];
            HashSet<string> persistent = [.. session.PersistentState.Select(entry => entry.Path)];
            if (session.Differences().Any(difference => persistent.Contains(difference.Path)) && point == ParameterPoint.AsBuilt)
            {
                return CheckOutcome.Skipped("Evaluation changes what is saved with the model: see eval-changes-nothing.");
            }

            ForwardResult with = session.RunOn(inputs, ForwardMode.Training);
            if (!Outputs.AreEqual(without, with))
            {
                return CheckOutcome.Failed([Describe(without, with, left)]);
            }
        }

        return CheckOutcome.Passed;
    }

    private static Finding Describe(ForwardResult without, ForwardResult with, string[] left)
    {
        string more = left.Length > MostNamed ? $" and {left.Length - MostNamed} more" : "";
        string where = left.Length == 0 ? "" : $"; it leaves other values in {string.Join(", ", left.Take(MostNamed))}{more}";
        return new Finding($"the same input and seed give another output in training mode after a forward pass in eval mode{where}")
        {
            Module = left.Length == 0 ? null : ObjectGraph.OwnerOf(left[0]),
            Numbers = without.Leaves.Zip(with.Leaves).All(pair => pair.First.Tensor.shape.AsSpan().SequenceEqual(pair.Second.Tensor.shape))
                ? new Dictionary<string, double>
                {
                    ["largest difference"] = without.Leaves.Zip(with.Leaves)
                        .Select(pair => TensorDistance.Between(pair.First.Tensor, pair.Second.Tensor)).DefaultIfEmpty(0).Max(),
                }
                : new Dictionary<string, double>(),
        };
    }
}
