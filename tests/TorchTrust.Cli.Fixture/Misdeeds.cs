using System.Globalization;
using static TorchSharp.torch;

namespace TorchTrust.Cli.Fixture;

/// <summary>What a model must not do, and one that may.</summary>
internal static class Misdeeds
{
    private const int DevouredBlocks = 30;

    private static readonly List<byte[]> _kept = [];

    /// <summary>Native code ends the process: the shapes do not fit.</summary>
    public static void Crash()
    {
        using Tensor a = randn(2, 3);
        using Tensor b = randn(4, 5);
        using Tensor product = a.matmul(b);
    }

    /// <summary>Never ends, from the first step of its check on: no other can be under way when its time is up.</summary>
    public static SmallNet HangingNet()
    {
        Thread.Sleep(Timeout.Infinite);
        return new SmallNet();
    }

    /// <summary>
    /// Takes more memory than it may, and keeps it: whenever somebody looks, it has too much, and the machine never runs short.
    /// </summary>
    public static void Devour()
    {
        while (_kept.Count < DevouredBlocks)
        {
            byte[] block = GC.AllocateUninitializedArray<byte>(32 << 20);
            Array.Fill(block, (byte)1);
            _kept.Add(block);
        }

        Thread.Sleep(Timeout.Infinite);
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
