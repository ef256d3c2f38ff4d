using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>What kind of numbers the declared loss takes, seen from what it does with others.</summary>
/// <param name="session">The session.</param>
/// <param name="inputs">The inputs of the call.</param>
/// <param name="result">What the call gave.</param>
internal sealed class LossDomain(ModelSession session, ModelInputs inputs, ForwardResult result)
{
    /// <summary>
    /// What rounding in float32 may do to a derivative of a sum over many elements, and far less than any other function differs by.
    /// </summary>
    private const double Tolerance = 1e-3;

    /// <summary>
    /// A loss that does not see a change differs by rounding, 2⁻²⁴ for each of at most some hundred operations; one that does, by a share
    /// near one.
    /// </summary>
    private const double Rounding = 1e-4;

    /// <summary>Where the logistic function is 0 and 1 to within 1e-13, and where it tells itself from any other that saturates.</summary>
    private static readonly double[] _places = [-30, -2, 0, 1, 30];

    /// <summary>
    /// Whether the loss does not see one number added to a whole row of an output along a dimension, and does see other changes of it:
    /// then it normalizes along that dimension itself.
    /// </summary>
    public bool NormalizesAlong(string path, int dimension)
    {
        using var scope = NewDisposeScope();
        using RandomState _ = RandomState.Fork(session.Seed + 61);
        Tensor output = Leaf(path).detach();
        long[] rows = [.. output.shape];
        rows[dimension] = 1;
        return Loss(path, output) is { } usual
            && Loss(path, output + randn(rows, dtype: output.dtype, device: output.device)) is { } shifted
            && Loss(path, output + randn_like(output)) is { } other
            && IsNear(usual, shifted) && !IsNear(usual, other);
    }

    /// <summary>
    /// Whether the derivative of the loss in each element of an output is the logistic function of that element, scaled and shifted, and
    /// not zero everywhere: then it squashes the element itself.
    /// </summary>
    public bool Squashes(string path)
    {
        using var scope = NewDisposeScope();
        Tensor[] slopes = [.. _places.Select(place => Slope(path, place)).OfType<Tensor>()];
        if (slopes.Length < _places.Length)
        {
            return false;
        }

        Tensor low = slopes[0];
        Tensor rise = slopes[^1] - low;
        double largest = rise.abs().max().item<double>();
        if (!(largest > 0))
        {
            return false;
        }

        // A loss of other elements of the same row rises otherwise: it is another function of each.
        return _places.Zip(slopes).All(pair =>
            (pair.Second - low - (rise * (1 / (1 + Math.Exp(-pair.First))))).abs().max().item<double>() <= largest * Tolerance);
    }

    private static bool IsNear(double a, double b) => Math.Abs(a - b) <= Rounding * Math.Max(Math.Abs(a), Math.Abs(b));

    private Tensor Leaf(string path) => result.Leaves.First(leaf => leaf.Path == path).Tensor;

    private double? Loss(string path, Tensor output)
    {
        using IDisposable _ = no_grad();
        return Evaluate(path, output)?.to(ScalarType.Float64).item<double>() is { } value && double.IsFinite(value) ? value : null;
    }

    private Tensor? Slope(string path, double place)
    {
        using IDisposable _ = enable_grad();
        Tensor output = full_like(Leaf(path).detach(), place).requires_grad_();
        if (Evaluate(path, output) is not { requires_grad: true } loss)
        {
            return null;
        }

        try
        {
            GradientFlow.Backward(session.Tally, loss);
        }
        catch (SubjectException)
        {
            return null;
        }

        return output.grad is { } gradient && gradient.isfinite().all().item<bool>() ? gradient.to(ScalarType.Float64) : null;
    }

    /// <summary>The loss of another output; null where it refuses one.</summary>
    private Tensor? Evaluate(string path, Tensor output)
    {
        try
        {
            using RandomState _ = RandomState.Fork(session.Seed + 67);
            object? other = TensorTree.Map(result.Output, (leaf, tensor) => leaf == path ? output : tensor.detach());
            return SubjectException.Guard("computing the declared loss", () => session.Subject.Loss!(inputs.Arguments, other)).sum();
        }
        catch (SubjectException)
        {
            return null;
        }
    }
}
