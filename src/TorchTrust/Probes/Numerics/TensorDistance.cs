using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Compares the values of tensors.</summary>
internal static class TensorDistance
{
    /// <summary>The largest absolute difference between two tensors; infinite where a difference is not finite.</summary>
    public static double Between(Tensor a, Tensor b)
    {
        if (a.numel() == 0 || TensorBits.AreEqual(a, b))
        {
            return 0;
        }

        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        (Tensor x, Tensor y) = (Real(a), Real(b));
        Tensor same = x.eq(y).logical_or(x.isnan().logical_and(y.isnan()));
        double value = (x - y).masked_fill(same, 0).abs().max().item<double>();
        return double.IsNaN(value) ? double.PositiveInfinity : value;
    }

    /// <summary>
    /// By how much an element falls at most from one tensor to another; infinite where a difference is not finite, and 0 where none
    /// falls.
    /// </summary>
    public static double Fall(Tensor from, Tensor to)
    {
        if (from.numel() == 0 || TensorBits.AreEqual(from, to))
        {
            return 0;
        }

        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        (Tensor x, Tensor y) = (Real(from), Real(to));
        double value = (x - y).masked_fill(x.eq(y), 0).max().item<double>();
        return double.IsNaN(value) ? double.PositiveInfinity : Math.Max(0, value);
    }

    /// <summary>The largest absolute value among those that are finite.</summary>
    public static double Scale(Tensor tensor)
    {
        if (tensor.numel() == 0)
        {
            return 0;
        }

        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor real = Real(tensor);
        return real.masked_fill(real.isfinite().logical_not(), 0).abs().max().item<double>();
    }

    /// <summary>One unit in the last place of the largest number: by less it cannot change; zero where numbers are whole.</summary>
    public static double Ulp(Tensor tensor) =>
        tensor.is_floating_point() || tensor.is_complex() ? Scale(tensor) * finfo(RealOf(tensor.dtype)).eps : 0;

    /// <summary>The values in float64, without gradient; complex numbers as pairs in one more dimension.</summary>
    public static Tensor Real(Tensor tensor) =>
        (tensor.is_complex() ? view_as_real(tensor.detach().resolve_conj()) : tensor.detach()).to(ScalarType.Float64);

    /// <summary>The real type whose precision a type has.</summary>
    public static ScalarType RealOf(ScalarType dtype) => dtype switch
    {
        ScalarType.ComplexFloat32 => ScalarType.Float32,
        ScalarType.ComplexFloat64 => ScalarType.Float64,
        _ => dtype,
    };
}
