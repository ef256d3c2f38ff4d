using static TorchSharp.torch;

namespace TorchTrust.Cli.Fixture;

/// <summary>A project with many subjects.</summary>
internal static class Many
{
    [TrustSubject]
    public static ModelSubject Net01 => Net("Net01");

    [TrustSubject]
    public static ModelSubject Net02 => Net("Net02");

    [TrustSubject]
    public static ModelSubject Net03 => Net("Net03");

    [TrustSubject]
    public static ModelSubject Net04 => Net("Net04");

    [TrustSubject]
    public static ModelSubject Net05 => Net("Net05");

    [TrustSubject]
    public static ModelSubject Net06 => Net("Net06");

    [TrustSubject]
    public static ModelSubject Net07 => Net("Net07");

    [TrustSubject]
    public static ModelSubject Net08 => Net("Net08");

    [TrustSubject]
    public static ModelSubject Net09 => Net("Net09");

    [TrustSubject]
    public static ModelSubject Net10 => Net("Net10");

    [TrustSubject]
    public static ModelSubject Net11 => Net("Net11");

    [TrustSubject]
    public static ModelSubject Net12 => Net("Net12");

    [TrustSubject]
    public static ModelSubject Net13 => Net("Net13");

    [TrustSubject]
    public static ModelSubject Net14 => Net("Net14");

    [TrustSubject]
    public static ModelSubject Net15 => Net("Net15");

    [TrustSubject]
    public static ModelSubject Net16 => Net("Net16");

    [TrustSubject]
    public static ModelSubject Net17 => Net("Net17");

    [TrustSubject]
    public static ModelSubject Net18 => Net("Net18");

    [TrustSubject]
    public static ModelSubject Net19 => Net("Net19");

    [TrustSubject]
    public static ModelSubject Net20 => Net("Net20");

    [TrustSubject]
    public static ModelSubject Net21 => Net("Net21");

    [TrustSubject]
    public static ModelSubject Net22 => Net("Net22");

    [TrustSubject]
    public static ModelSubject Net23 => Net("Net23");

    [TrustSubject]
    public static ModelSubject Net24 => Net("Net24");

    [TrustSubject]
    public static ModelSubject Net25 => Net("Net25");

    [TrustSubject]
    public static ModelSubject Net26 => Net("Net26");

    [TrustSubject]
    public static ModelSubject Net27 => Net("Net27");

    [TrustSubject]
    public static ModelSubject Net28 => Net("Net28");

    [TrustSubject]
    public static ModelSubject Net29 => Net("Net29");

    [TrustSubject]
    public static ModelSubject Net30 => Net("Net30");

    private static ModelSubject Net(string name) => ModelSubject.For(() => new SmallNet(), name).WithInput(n => randn(n, 4));
}
