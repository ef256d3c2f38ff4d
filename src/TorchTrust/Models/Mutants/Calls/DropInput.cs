using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Makes the model blind to one input.</summary>
internal sealed class DropInput : Mutant
{
    /// <inheritdoc/>
    public override string Name => "drop-input";

    /// <inheritdoc/>
    public override string Description => "sees the same content of one input at every call";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session)
    {
        using var scope = NewDisposeScope();
        return [.. ((ModelSession)session).Inputs().Leaves.Select(leaf => leaf.Path)];
    }

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        Tensor stuck;
        using (NewDisposeScope())
        {
            stuck = model.Inputs().Leaves.First(leaf => leaf.Path == site).Tensor.clone().DetachFromDisposeScope();
        }

        model.Rewire = arguments => (object?[])TensorTree.Map(
            arguments, (path, tensor) =>
                path == site && tensor.shape.AsSpan().SequenceEqual(stuck.shape) ? stuck : tensor)!;
        return new Revert(() =>
        {
            model.Rewire = null;
            stuck.Dispose();
        });
    }
}
