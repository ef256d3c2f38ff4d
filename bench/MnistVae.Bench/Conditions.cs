using System.Runtime.InteropServices;
using TorchSharp;

namespace MnistVae.Bench;

/// <summary>What a figure depends on besides the code.</summary>
internal static class Conditions
{
    /// <summary>Cores, threads, LibTorch, runtime and system, in one line.</summary>
    public static string Describe() =>
        $"{Environment.ProcessorCount} cores, {torch.get_num_threads()} threads, LibTorch {torch.__version__}, "
            + $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}";
}
