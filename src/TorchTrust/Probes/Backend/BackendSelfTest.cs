using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Probes;

/// <summary>
/// Computes a handful of layers, forward and backward, while free memory is filled with NaN or huge numbers, and compares
/// with float64, which takes other kernels. A backend that reads memory which nobody has written shows here.
/// </summary>
internal static class BackendSelfTest
{
    private const double ToleranceOfCpu = 1e-3;

    /// <summary>
    /// TensorFloat-32, which cuDNN computes convolutions in unless it is told not to, has 10 bits of mantissa: products of sums over
    /// 216 elements, forward and backward, err by some 2⁻¹¹ · √216 · 2 ≈ 0.014 of their size. What is wrong is off by its own size.
    /// </summary>
    private const double ToleranceOfCuda = 0.1;
    private static readonly long[] _blockSizes = [64, 600, 5_000, 60_000, 600_000, 2_000_000];

    /// <summary>What the CPU computes wrong. Runs once in a process, and remembers.</summary>
    public static IReadOnlyList<string> BrokenOperations { get => field ??= Run(CPU, ToleranceOfCpu); }

    /// <summary>What the first CUDA device computes wrong; none where there is no device.</summary>
    public static IReadOnlyList<string> BrokenOnCuda { get => field ??= Accelerator.IsPresent ? Run(CUDA, ToleranceOfCuda) : []; }

    private static IReadOnlyList<string> Run(Device device, double tolerance)
    {
        using RandomState _ = RandomState.Fork(1);
        (string Name, Func<Module<Tensor, Tensor>> Layer, long[] Input)[] cases =
        [
            ("a convolution from 24 to 24 channels, 3 by 3", () => Conv2d(24, 24, 3, padding: 1), [2, 24, 9, 9]),
            ("a convolution from 16 channels to 1, 5 by 5", () => Conv2d(16, 1, 5, padding: 2), [2, 16, 12, 12]),
            ("a convolution from 1 channel to 16, 5 by 5", () => Conv2d(1, 16, 5, padding: 2), [2, 1, 12, 12]),
            ("a transposed convolution from 32 to 16 channels", () => ConvTranspose2d(32, 16, 3, stride: 2, padding: 1), [2, 32, 6, 6]),
            ("a linear layer from 33 to 17 features", () => Linear(33, 17), [5, 33]),
            ("a batch normalization of 24 channels", () => BatchNorm2d(24), [3, 24, 5, 5]),
        ];
        return [.. cases.Where(test => !IsRight(test.Layer, test.Input, device, tolerance)).Select(test => test.Name)];
    }

    private static bool IsRight(Func<Module<Tensor, Tensor>> build, long[] shape, Device device, double tolerance)
    {
        using var scope = NewDisposeScope();
        using Module<Tensor, Tensor> narrow = build();
        using Module<Tensor, Tensor> wide = build();
        wide.load_state_dict(narrow.state_dict());
        wide.to(ScalarType.Float64);
        wide.to(CPU);
        narrow.to(device);
        Tensor input = randn(shape, device: CPU);
        IReadOnlyList<Tensor> expected = Compute(wide, input.to(ScalarType.Float64));
        using PoisonedMemory? poison = PoisonedMemory.IsSupported() ? PoisonedMemory.OfHugeNumbers() : null;
        FillFreeMemory();
        return Compute(narrow, input.to(device)).Zip(expected).All(pair =>
            TensorDistance.Between(pair.First.cpu(), pair.Second) <= tolerance * Math.Max(
                1, pair.Second.abs().max().item<double>()));
    }

    private static IReadOnlyList<Tensor> Compute(Module<Tensor, Tensor> layer, Tensor input)
    {
        Tensor leaf = input.clone().requires_grad_();
        Tensor output = layer.call(leaf);
        output.square().sum().backward();
        return [output.detach(), leaf.grad!, .. layer.parameters().Select(parameter => parameter.grad!)];
    }

    /// <summary>
    /// Blocks that held NaN go back to the allocator, and a small one behind them keeps the heap from shrinking.
    /// </summary>
    private static void FillFreeMemory()
    {
        foreach (long size in _blockSizes)
        {
            using Tensor block = full(size, double.NaN, dtype: ScalarType.Float32, device: CPU);
            using Tensor behind = zeros(4, device: CPU);
        }
    }
}
