using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Looks at the values in one tensor.</summary>
internal static class TensorContent
{
    /// <summary>Whether all elements have one value; a tensor of one element or none has.</summary>
    public static bool IsConstant(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        return tensor.numel() < 2 || tensor.detach().eq(tensor.detach().flatten().narrow(0, 0, 1)).all().item<bool>();
    }

    /// <summary>How many elements are NaN, and how many are infinite; none of an integer tensor.</summary>
    public static (long NaN, long Infinite) CountNonFinite(Tensor tensor)
    {
        if (!(tensor.is_floating_point() || tensor.is_complex()) || tensor.numel() == 0)
        {
            return (0, 0);
        }

        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor real = tensor.is_complex() ? view_as_real(tensor.detach().resolve_conj()) : tensor.detach();
        return (real.isnan().sum().item<long>(), real.isinf().sum().item<long>());
    }
}
