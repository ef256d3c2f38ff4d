using static TorchSharp.torch;

namespace TorchTrust.Cli.Fixture;

/// <summary>One subject of each kind, by the name of its member.</summary>
internal static class Subjects
{
    [TrustSubject]
    public static ModelSubject Right => Of("Right", () => new SmallNet());

    [TrustSubject]
    public static ModelSubject Mixing => Of("Mixing", () => new MixingNet());

    [TrustSubject]
    public static ModelSubject Throwing => Of("Throwing", () => new ThrowingNet());

    [TrustSubject]
    public static ModelSubject Unopened => throw new InvalidOperationException("The recipe itself is broken.");

    [TrustSubject]
    public static ModelSubject Crashing() => Of("Crashing", () => new SmallNet(Misdeeds.Crash));

    [TrustSubject]
    public static ModelSubject Hanging() => Of("Hanging", Misdeeds.HangingNet);

    [TrustSubject]
    public static ModelSubject Devouring() => Of("Devouring", () => new SmallNet(Misdeeds.Devour));

    [TrustSubject]
    public static ModelSubject Chattering() => Of("Chattering", () => new SmallNet(Misdeeds.Chatter));

    private static ModelSubject Of<TModel>(string name, Func<TModel> build)
        where TModel : class => ModelSubject.For(build, name).WithInput(n => randn(n, 4));
}
