using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Changes an input in place, as an in-place activation in the first layer does.</summary>
internal sealed class ChangeInput : Mutant
{
    /// <inheritdoc/>
    public override string Name => "change-input";

    /// <inheritdoc/>
    public override string Description => "changes the first element of an input in place";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session)
    {
        using var scope = NewDisposeScope();
        return [.. ((ModelSession)session).Inputs().Leaves.Where(leaf => leaf.Tensor.numel() > 0).Select(leaf => leaf.Path)];
    }

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;

        // When the call has ended, so that an index stays one until then.
        model.AfterCall = arguments =>
        {
            using var scope = NewDisposeScope();
            using IDisposable _ = no_grad();
            Change(First(TensorTree.Flatten(arguments).First(leaf => leaf.Path == site).Tensor.detach()));
        };
        return new Revert(() => model.AfterCall = null);
    }

    private static Tensor First(Tensor tensor) =>
        Enumerable.Range(0, (int)tensor.dim()).Aggregate(tensor, (part, dimension) => part.narrow(dimension, 0, 1));

    private static void Change(Tensor element) => _ = element.dtype == ScalarType.Bool ? element.logical_not_() : element.add_(1);
}
