using System.Globalization;
using static TorchSharp.torch;

namespace TorchTrust.Cli.Fixture;

/// <summary>What a model must not do, and one that may.</summary>
internal static class Misdeeds
{
    private static readonly List<byte[]> _kept = [];

    /// <summary>Native code ends the process: the shapes do not fit.</summary>
    public static void Crash()
    {
        using Tensor a = randn(2, 3);
        using Tensor b = randn(4, 5);
        using Tensor product = a.matmul(b);
    }

    /// <summary>Never ends.</summary>
    public static void Hang() => Thread.Sleep(Timeout.Infinite);

    /// <summary>Takes ever more memory.</summary>
    public static void Devour()
    {
        while (true)
        {
            byte[] block = GC.AllocateUninitializedArray<byte>(32 << 20);
            Array.Fill(block, (byte)1);
            _kept.Add(block);

            // Slow enough to be stopped at the limit, long before the machine runs short.
            Thread.Sleep(10);
        }
    }

    /// <summary>Writes to the output, reads the input, changes the culture: untidy, and nobody's harm.</summary>
    public static void Chatter()
    {
        Console.WriteLine("{\"result\": \"this is no line of the protocol\"}");
        Console.Error.WriteLine("nor is this");
        _ = Console.In.ReadLine();
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.GetCultureInfo("de-DE");
    }
}
