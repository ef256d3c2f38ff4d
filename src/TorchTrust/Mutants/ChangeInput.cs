using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Mutants;

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
        return [.. ((ModelSession)session).Inputs().Leaves
            .Where(leaf => leaf.Tensor.is_floating_point() && leaf.Tensor.numel() > 0).Select(leaf => leaf.Path)];
    }

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        model.Rewire = arguments =>
        {
            using var scope = NewDisposeScope();
            using IDisposable _ = no_grad();
            TensorTree.Flatten(arguments).First(leaf => leaf.Path == site).Tensor.detach().flatten().narrow(0, 0, 1).add_(0.5);
            return arguments;
        };
        return new Revert(() => model.Rewire = null);
    }
}
