using System.Globalization;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Probes;

/// <summary>What becomes of a loss when everything along one dimension is there twice.</summary>
/// <param name="Ratio">The value then, as a multiple of the value before; NaN where it cannot be told.</param>
/// <param name="IsEach">There is a value a sample, and each is there twice.</param>
internal readonly record struct DerivedReduction(double Ratio, bool IsEach)
{
    /// <summary>
    /// Sums over twice as many terms are rounded in another order, by some units of 2⁻⁵² a term: seven orders are left for what
    /// cancels in them.
    /// </summary>
    private const double Rounding = 1e-9;

    private const int Draws = 3;

    /// <summary>Nothing follows.</summary>
    public static DerivedReduction Unknown => new(double.NaN, false);

    /// <summary>It is a mean.</summary>
    public bool IsMean => !IsEach && Math.Abs(Ratio - 1) < Rounding;

    /// <summary>It is a sum.</summary>
    public bool IsSum => !IsEach && Math.Abs(Ratio - 2) < Rounding;

    /// <summary>It can be told, and is neither a mean nor a sum nor a value each.</summary>
    public bool IsNeither => !IsEach && !IsMean && !IsSum && !double.IsNaN(Ratio);

    /// <summary>Repeats the samples.</summary>
    public static DerivedReduction OfSamples(LossSession twin) => Repeat(twin, arguments => arguments.Twice(twin.ArgumentLayout));

    /// <summary>
    /// Repeats a dimension of the first prediction in all tensors that have as many dimensions, or that dimension in the same
    /// place and of the same size; unknown where the loss refuses that.
    /// </summary>
    public static DerivedReduction OfDimension(LossSession twin, int dimension)
    {
        try
        {
            return Repeat(twin, arguments => arguments.With((path, tensor) => HasDimension(twin, arguments, tensor, dimension)
                ? cat([tensor, tensor], dimension)
                : tensor));
        }
        catch (AlteredSubjectException)
        {
            return Unknown;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => this switch
    {
        { IsEach: true } => "a value each",
        { IsMean: true } => "mean",
        { IsSum: true } => "sum",
        _ when double.IsNaN(Ratio) => "cannot be told",
        _ => string.Create(CultureInfo.InvariantCulture, $"neither: twice as many give {Ratio:0.####} times the value"),
    };

    private static bool HasDimension(LossSession twin, LossArguments arguments, Tensor tensor, int dimension)
    {
        Tensor first = twin.FirstPrediction(arguments).Tensor;
        return dimension < tensor.dim() && (tensor.dim() == first.dim() || tensor.shape[dimension] == first.shape[dimension]);
    }

    private static DerivedReduction Repeat(LossSession twin, Func<LossArguments, LossArguments?> repeat)
    {
        var ratios = new List<double>();
        bool isEach = true;
        for (int draw = 0; draw < Draws; draw++)
        {
            LossArguments arguments = twin.Arguments(draw: draw);
            if (repeat(arguments) is not { } twice)
            {
                return Unknown;
            }

            LossResult once = twin.Evaluate(arguments);
            LossResult both = twin.Evaluate(twice);
            isEach &= IsTwice(once.Value, both.Value);
            if (once.Total != 0)
            {
                ratios.Add(both.Total / once.Total);
            }
        }

        return isEach ? new DerivedReduction(2, true)
            : ratios.Count == 0 || ratios.Any(double.IsNaN) ? Unknown
            : new DerivedReduction(ratios.MaxBy(ratio => Math.Min(Math.Abs(ratio - 1), Math.Abs(ratio - 2))), false);
    }

    private static bool IsTwice(Tensor once, Tensor both)
    {
        if (both.numel() != 2 * once.numel() || once.dim() == 0)
        {
            return false;
        }

        int grown = Enumerable.Range(0, (int)once.dim()).FirstOrDefault(d => both.shape[d] != once.shape[d]);
        using Tensor expected = cat([once, once], grown);
        return expected.shape.AsSpan().SequenceEqual(both.shape)
            && TensorDistance.Between(expected, both) <= Rounding * TensorDistance.Scale(once);
    }
}
