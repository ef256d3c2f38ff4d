using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Checks.Value;

/// <summary>Padding and ignored elements change nothing.</summary>
[Check(
    "loss-ignores-what-does-not-count",
    "what does not count has neither value nor gradient",
    CheckArea.Value,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossIgnoresWhatDoesNotCount : LossCheck
{
    private const int Draws = 3;

    /// <inheritdoc/>
    public override string Why =>
        "What is padded is then learned: the longer the padding, the more the network is trained to predict it.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Apply the mask in the value and in the divisor, with the right sign, and to the dimension of positions; ignore_index is the "
            + "marker itself.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new CountEverything(), new CountIgnored()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        CountedElements.AreDeclared(facts)
            ? null
            : "Declare what does not count, if there is such: subject.HasMask(…), subject.Ignores(value) or subject.HasLengths(…).";

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossSession twin = InDouble(session, context);
        var findings = new Dictionary<string, Finding>();
        bool anyOff = false;
        for (int draw = 0; draw < Draws; draw++)
        {
            LossArguments arguments = twin.Arguments(draw: draw);
            IReadOnlyDictionary<string, Tensor> counted = CountedElements.Of(twin, arguments);
            if (twin.Subject.Facts.Lengths.Count == 0 && !counted.Keys.Any(path => twin.IsPrediction(path, arguments[path])))
            {
                return CheckOutcome.Inconclusive(
                    "What counts has another shape than the predictions, with and without their classes: see subject.HasMask.");
            }

            anyOff |= counted.Values.Any(counts => !counts.all().item<bool>());
            foreach (Finding finding in Gradients(twin, arguments, counted).Concat(Values(twin, arguments, counted, draw))
                .Concat(Longer(twin, arguments)))
            {
                findings.TryAdd(finding.What, finding);
            }
        }

        return !anyOff && findings.Count == 0
            ? CheckOutcome.Inconclusive($"In {Draws} batches everything counts. Let the arguments have something that does not.")
            : CheckOutcome.From([.. findings.Values]);
    }

    private static IEnumerable<Finding> Gradients(LossSession twin, LossArguments arguments, IReadOnlyDictionary<string, Tensor> counted)
    {
        LossResult result = twin.Differentiate(arguments);
        foreach ((string path, Tensor? gradient) in result.Gradients)
        {
            if (gradient is not null && counted.TryGetValue(path, out Tensor? counts)
                && TensorDistance.Scale(gradient.masked_fill(counts, 0)) > 0)
            {
                yield return new Finding($"elements of {twin.NameOf(path)} that do not count have a gradient")
                {
                    Parameter = twin.NameOf(path),
                };
            }
        }
    }

    private static IEnumerable<Finding> Values(
        LossSession twin, LossArguments arguments, IReadOnlyDictionary<string, Tensor> counted, long draw)
    {
        LossResult before = twin.Evaluate(arguments);
        Dictionary<string, Tensor> others = twin.Arguments(draw: 100 + draw).Leaves.ToDictionary(leaf => leaf.Path, leaf => leaf.Tensor);
        foreach ((string path, Tensor counts) in counted)
        {
            LossArguments changed = arguments.With((leaf, tensor) => leaf == path && others[path].shape.AsSpan().SequenceEqual(tensor.shape)
                ? where(counts, tensor, others[path])
                : tensor);
            if (LeavesCounting(twin, changed, counted) && Differ(before, twin.Evaluate(changed)))
            {
                yield return new Finding($"other content of {twin.NameOf(path)} where it does not count changes the loss")
                {
                    Parameter = twin.NameOf(path),
                };
            }
        }
    }

    /// <summary>More padding at the end changes nothing, where positions have a dimension and what is added does not count.</summary>
    private static IEnumerable<Finding> Longer(LossSession twin, LossArguments arguments)
    {
        LossFacts facts = twin.Subject.Facts;
        if (facts.TimeDimension is not { } time
            || twin.FirstPrediction(arguments).Tensor is var first && time >= first.dim())
        {
            yield break;
        }

        long length = first.shape[time];
        LossArguments longer = arguments.With((path, tensor) => time < tensor.dim() && tensor.shape[time] == length
            && twin.ArgumentLayout[path].Dimension is { } samples && samples != time
            ? cat([tensor, Padding(facts, path, tensor.narrow(time, 0, 2))], time)
            : tensor);
        IReadOnlyDictionary<string, Tensor> counted = CountedElements.Of(twin, longer);
        bool isPadding = counted.Any() && counted.All(entry =>
            entry.Value.shape[time] != length + 2 || !entry.Value.narrow(time, length, 2).any().item<bool>());
        if (isPadding && Differ(twin.Evaluate(arguments), twin.Evaluate(longer)))
        {
            yield return new Finding("two more positions of padding change the loss") { Dimension = time };
        }
    }

    private static Tensor Padding(LossFacts facts, string path, Tensor like) =>
        facts.Ignored is (int argument, double value) && LossArguments.ArgumentOf(path) == argument ? full_like(like, value)
        : facts.Predictions.Contains(LossArguments.ArgumentOf(path)) ? like
        : zeros_like(like);

    private static bool LeavesCounting(LossSession twin, LossArguments changed, IReadOnlyDictionary<string, Tensor> counted) =>
        CountedElements.Of(twin, changed)
            .All(entry => counted.TryGetValue(entry.Key, out Tensor? before) && TensorBits.AreEqual(before, entry.Value));

    private static bool Differ(LossResult before, LossResult after) =>
        TensorDistance.Between(before.Value, after.Value) > Thresholds.RoundingInDouble * Math.Pow(2, -52)
            * TensorDistance.Scale(before.Value);
}
