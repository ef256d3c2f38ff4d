using TorchTrust.Losses.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Is off by one in the marker that it ignores.</summary>
internal sealed class CountIgnored : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "count-ignored";

    /// <inheritdoc/>
    public override string Description => "takes the marker of what does not count for a class";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(LossSession session) =>
        session.Subject.Facts.Ignored is null ? [] : base.Sites(session);

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) =>
        call.Loss((object?[])TensorTree.Map(call.Arguments, (path, tensor) =>
            session.Subject.Facts.Ignored is (int argument, double value) && LossArguments.ArgumentOf(path) == argument
                ? tensor.masked_fill(tensor.eq(value), 0)
                : tensor)!);
}
