using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Running;

/// <summary>What a model may do to the process that runs it.</summary>
internal enum Misdeed
{
    None,
    MultipliesWrongShapes,
    LoopsForEver,
    EatsMemory,
    ThrowsWhenBuilt,
    ExitsWhenBuilt,
    HangsWhenBuilt,
    LeavesChildBehind,
    TalksAndListens,
    TellsItsSurroundings,
    CastsToSingle,
}

/// <summary>A model that misbehaves.</summary>
internal sealed class Misbehaving : Module<Tensor, Tensor>
{
    private const int EatenBlocks = 40;

    private readonly Misdeed _misdeed;
    private readonly Module<Tensor, Tensor> head = Linear(6, 3);
    private readonly Tensor _square = eye(3);

    public Misbehaving(Misdeed misdeed)
        : base(nameof(Misbehaving))
    {
        _misdeed = misdeed;
        RegisterComponents();
        if (misdeed == Misdeed.ThrowsWhenBuilt)
        {
            throw new InvalidDataException("no weights here");
        }

        if (misdeed == Misdeed.HangsWhenBuilt)
        {
            Thread.Sleep(Timeout.Infinite);
        }

        if (misdeed == Misdeed.ExitsWhenBuilt)
        {
            Environment.Exit(3);
        }
    }

    public static ModelSubject Subject(Misdeed misdeed) =>
        ModelSubject.For(() => new Misbehaving(misdeed)).WithInput(n => randn(n, 6));

    public override Tensor forward(Tensor input)
    {
        Tensor output = head.call(input);
        switch (_misdeed)
        {
            case Misdeed.MultipliesWrongShapes:
                return output.matmul(input);
            case Misdeed.CastsToSingle:
                return output.to(ScalarType.Float32).matmul(_square);
            case Misdeed.LoopsForEver:
                Thread.Sleep(Timeout.Infinite);
                return output;
            case Misdeed.EatsMemory:
                // More than it may have, and then it keeps what it has: it is stopped whenever somebody looks.
                var eaten = new List<byte[]>();
                while (eaten.Count < EatenBlocks)
                {
                    eaten.Add(new byte[16 << 20]);
                    Array.Fill(eaten[^1], (byte)1);
                }

                Thread.Sleep(Timeout.Infinite);
                GC.KeepAlive(eaten);
                return output;
            case Misdeed.LeavesChildBehind:
                // It inherits what this process has open, but for its standard streams.
                Process.Start(
                    new ProcessStartInfo("sleep", "20") { RedirectStandardOutput = true, RedirectStandardError = true })!.Dispose();
                Environment.Exit(5);
                return output;
            case Misdeed.TalksAndListens:
                Console.WriteLine("{\"Result\":null}");
                Console.Error.WriteLine("{\"Result\":null}");
                Console.Write(new string('x', 1 << 20));
                return Console.In.ReadToEnd().Length == 0 ? output : throw new InvalidDataException("somebody spoke");
            case Misdeed.TellsItsSurroundings:
                string culture = CultureInfo.CurrentCulture.Name;
                CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
                throw new InvalidDataException(
                    $"{culture} {Environment.GetEnvironmentVariable("TORCHTRUST_TEST")} {Environment.ProcessId}");
            default:
                return output;
        }
    }
}
