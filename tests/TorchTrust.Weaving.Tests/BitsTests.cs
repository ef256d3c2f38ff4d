extern alias unoptimized;

using System.Reflection;
using TorchSharp;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Weaving.Tests;

/// <summary>Woven and plain programs give the same bits, in each language and however a call is compiled.</summary>
public sealed class BitsTests
{
    private static readonly Type[] _programs =
    [
        typeof(Fixture.Constructs), typeof(unoptimized::TorchTrust.Weaving.Fixture.Constructs), typeof(Fixture.FSharp.Constructs),
        typeof(Fixture.VisualBasic.Constructs),
    ];

    public static TheoryData<string, string> Constructs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Type program in _programs)
            {
                foreach (MethodInfo construct in Methods(program))
                {
                    data.Add(NameOf(program), construct.Name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Constructs))]
    public void A_construct_gives_the_same_bits(string program, string construct)
    {
        Type plain = _programs.First(type => NameOf(type) == program);
        Type woven = Weaver.Copy(plain.Assembly).Assembly.GetType(plain.FullName!)!;
        using var scope = NewDisposeScope();
        (Tensor expected, Tensor noise) = Run(plain, construct);
        (Tensor found, Tensor wovenNoise) = Run(woven, construct);
        (Tensor watched, Tensor watchedNoise) = (found, wovenNoise);
        IReadOnlyList<CallEvent> calls =
            CallRecorder.During(() => (watched, watchedNoise) = Run(woven, construct), CallRecorder.Everything);

        Assert.True(TensorBits.AreEqual(expected, found), $"{expected.cstr()} became {found.cstr()}.");
        Assert.True(TensorBits.AreEqual(expected, watched), $"{expected.cstr()} became {watched.cstr()} while calls were watched.");
        Assert.True(
            TensorBits.AreEqual(noise, wovenNoise) && TensorBits.AreEqual(noise, watchedNoise), "The generator is in another state.");
        Assert.NotEmpty(calls);
    }

    private static string NameOf(Type program) => program.Assembly.GetName().Name!;

    private static IEnumerable<MethodInfo> Methods(Type program) => program.GetMethods(
        BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
        .Where(method => method.ReturnType == typeof(Tensor) && method.GetParameters().Length == 0);

    private static (Tensor Output, Tensor Noise) Run(Type program, string construct)
    {
        manual_seed(1);
        var output = (Tensor)Methods(program).First(method => method.Name == construct).Invoke(null, null)!;
        return (output.detach(), random.get_rng_state());
    }
}
