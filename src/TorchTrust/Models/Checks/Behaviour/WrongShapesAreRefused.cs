using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>
/// An input with one feature in place of many is not broadcast into an output of the right shape: the output must not be
/// what the same feature, repeated, gives.
/// </summary>
/// <remarks>
/// A model that takes any number of elements (pooling over a set) gives the same for one as for the same one repeated, and is
/// right: it takes another number of them, too, where a broadcast does not. Whether an input of a wrong size can ever come, only
/// its source knows, so a broadcast alone leaves it open.
/// </remarks>
[Check(
    "wrong-shapes-are-refused",
    "an input of a wrong size is not broadcast into an output of the right shape",
    CheckArea.Behaviour,
    Severity = Severity.Question,
    Hazard = Hazard.CanAbort)]
internal sealed class WrongShapesAreRefused : ModelCheck
{
    /// <inheritdoc/>
    public override string Why => "A missing feature, a forgotten dimension or the wrong column passes for good input.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Check the shape where the input enters, or compute with operations that insist on it. If any size is right there, declare "
            + "another one: subject.AlsoTakes(\"one element\", n => …).";

    /// <inheritdoc/>
    public override string Declaration => ".AlsoTakes(\"another size\", n => [/* inputs of that size */])";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new BroadcastInput()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => SamplesAreIndependentInEval.WhyNot(subject);

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        if (!session.CanChooseCount)
        {
            return CheckOutcome.Skipped(BatchArrangement.WhyNoCount);
        }

        using var scope = NewDisposeScope();
        ModelInputs inputs = session.Inputs();
        (string Path, int Dimension, long Size)[] places = [.. Places(session, inputs)];
        if (places.Length == 0)
        {
            return CheckOutcome.Skipped("No floating input has a dimension of more than one feature whose size is fixed.");
        }

        var findings = new List<Finding>();
        foreach ((string path, int dimension, long size) in places)
        {
            using var inner = NewDisposeScope();
            context.AlteredStep($"giving input {path} with one element along dimension {dimension}");
            ModelInputs repeated = inputs.With((leaf, tensor) => leaf == path ? One(tensor, dimension).expand(tensor.shape) : tensor);
            ModelInputs narrow = inputs.With((leaf, tensor) => leaf == path ? One(tensor, dimension) : tensor);
            ForwardResult expected = session.Run(repeated, ForwardMode.Eval);
            ForwardResult? found = TryRun(session, narrow);
            if (found is not null && Outputs.AreEqual(expected, found) && !IsFree(session, inputs, path, dimension, size))
            {
                findings.Add(new Finding(
                    $"input {path} with 1 element along dimension {dimension}, in place of {size}, is taken as if that one were repeated")
                { Dimension = dimension });
            }
        }

        return findings.Count == 0 ? CheckOutcome.Passed
            : context.FirstFindingDecides ? CheckOutcome.Failed(findings)
            : CheckOutcome.Inconclusive(
                $"{string.Join("; ", findings.Select(finding => Capital(finding.What)))}. That is a fault only where such an input can "
                    + $"come. {Remedy}");
    }

    private static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    /// <summary>Whether the model takes another number of elements that is neither one nor the usual: a broadcast does not.</summary>
    private static bool IsFree(ModelSession session, ModelInputs inputs, string path, int dimension, long size) => TryRun(
        session,
        inputs.With((leaf, tensor) => leaf != path ? tensor
            : size > 2 ? tensor.narrow(dimension, 0, 2)
            : cat([tensor, One(tensor, dimension)], dimension))) is not null;

    private static IEnumerable<(string Path, int Dimension, long Size)> Places(ModelSession session, ModelInputs inputs)
    {
        // What all samples share, such as a mask, is broadcast over them on purpose.
        foreach ((string path, Tensor tensor) in inputs.Leaves.Where(leaf =>
            leaf.Tensor.is_floating_point() && session.InputLayout[leaf.Path].Dimension is not null))
        {
            for (int dimension = 0; dimension < tensor.dim(); dimension++)
            {
                long size = tensor.size(dimension);
                if (session.InputLayout[path].Dimension != dimension && size > 1 && !IsFlexible(session, path, dimension, size))
                {
                    yield return (path, dimension, size);
                }
            }
        }
    }

    private static bool IsFlexible(ModelSession session, string path, int dimension, long size) =>
        session.Subject.OtherInputs.Values.Any(make =>
        {
            using var scope = NewDisposeScope();
            return TensorTree.Flatten(make(ModelSession.BatchSize))
                .Any(leaf => leaf.Path == path && leaf.Tensor.dim() > dimension && leaf.Tensor.size(dimension) != size);
        });

    private static Tensor One(Tensor tensor, int dimension) => tensor.narrow(dimension, 0, 1);

    private static ForwardResult? TryRun(ModelSession session, ModelInputs inputs)
    {
        try
        {
            return session.Run(inputs, ForwardMode.Eval);
        }
        catch (SubjectException)
        {
            // Refused, as it should be.
            return null;
        }
    }
}
