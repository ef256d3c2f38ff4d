using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// Takes an input of a wrong size as if it were repeated, as an elementwise operation with a vector does.
/// </summary>
internal sealed class BroadcastInput : Mutant
{
    /// <inheritdoc/>
    public override string Name => "broadcast-input";

    /// <inheritdoc/>
    public override string Description => "repeats an input that has one element where it should have many";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session)
    {
        using var scope = NewDisposeScope();
        var model = (ModelSession)session;
        return [.. model.Inputs().Leaves
            .Where(leaf => leaf.Tensor.is_floating_point() && Enumerable.Range(0, (int)leaf.Tensor.dim())
                .Any(dimension => model.InputLayout[leaf.Path].Dimension != dimension && leaf.Tensor.size(dimension) > 1))
            .Select(leaf => leaf.Path)];
    }

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        long[] shape;
        using (NewDisposeScope())
        {
            shape = model.Inputs().Leaves.First(leaf => leaf.Path == site).Tensor.shape;
        }

        model.Rewire = arguments => (object?[])TensorTree.Map(
            arguments, (path, tensor) =>
                path == site && CanBecome(tensor, shape) ? tensor.expand(shape).contiguous() : tensor)!;
        return new Revert(() => model.Rewire = null);
    }

    private static bool CanBecome(Tensor tensor, long[] shape) =>
        tensor.dim() == shape.Length && tensor.shape.Zip(shape).All(sizes => sizes.First == 1 || sizes.First == sizes.Second);
}
