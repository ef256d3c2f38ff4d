using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Moves parameters off the special point where they were built.</summary>
internal static class GenericPoint
{
    /// <summary>
    /// Adds seeded normal noise to every floating parameter: of the scale 1/√(fan-in) for matrices and kernels, which is
    /// what initializers use, and a tenth of that of a unit for vectors.
    /// </summary>
    public static void MoveTo(IReadOnlyList<(string Path, Tensor Parameter)> parameters, long seed)
    {
        using IDisposable _ = no_grad();
        using RandomState __ = RandomState.Fork(seed);
        foreach ((string _, Tensor parameter) in parameters.Where(entry => IsFloating(entry.Parameter)))
        {
            using Tensor noise = randn_like(parameter).mul_(Scale(parameter));
            using Tensor value = parameter.detach();
            value.add_(noise);
        }
    }

    /// <summary>The size of noise that suits a parameter.</summary>
    public static double Scale(Tensor parameter)
    {
        long[] shape = parameter.shape;
        return shape.Length < 2 ? 0.1 : 1 / Math.Sqrt(Math.Max(1, parameter.numel() / Math.Max(1, shape[0])));
    }

    private static bool IsFloating(Tensor tensor) => tensor.is_floating_point() || tensor.is_complex();
}
