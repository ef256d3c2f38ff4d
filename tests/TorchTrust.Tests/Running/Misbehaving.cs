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
    TalksAndListens,
    TellsItsSurroundings,
    CastsToSingle,
}

/// <summary>A model that misbehaves.</summary>
internal sealed class Misbehaving : Module<Tensor, Tensor>
{
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
                var eaten = new List<byte[]>();
                while (true)
                {
                    eaten.Add(new byte[16 << 20]);
                    Array.Fill(eaten[^1], (byte)1);
                }

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
