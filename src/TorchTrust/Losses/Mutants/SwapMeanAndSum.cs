using System.Globalization;
using TorchTrust.Losses.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Takes a mean for a sum, or a sum for a mean: of the samples, or of a dimension.</summary>
internal sealed class SwapMeanAndSum : LossMutant
{
    private const string Prefix = "dimension ";

    /// <inheritdoc/>
    public override string Name => "swap-mean-and-sum";

    /// <inheritdoc/>
    public override string Description => "is a sum where it should be a mean, or the reverse";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(LossSession session) =>

        [
            .. session.Subject.Facts is { Reduction: null } or { SamplesMeet: not null } ? Array.Empty<string>() : [""],
            .. session.Subject.Facts.DimensionReductions.Keys
                .Where(dimension => DerivedReduction.OfDimension(session.Twin, dimension) is { IsMean: true } or { IsSum: true })
                .Select(dimension => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{dimension}")),
        ];

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site)
    {
        Tensor value = call.Value;
        if (site.Length == 0)
        {
            return session.Subject.Facts.Reduction == nn.Reduction.Sum ? value / call.Count : value * call.Count;
        }

        int dimension = int.Parse(site.AsSpan(Prefix.Length), CultureInfo.InvariantCulture);
        long size = TensorTree.Flatten(call.Arguments).First(leaf => session.IsPrediction(leaf.Path, leaf.Tensor)).Tensor.shape[dimension];
        return session.Subject.Facts.DimensionReductions[dimension] == nn.Reduction.Sum ? value / size : value * size;
    }
}
