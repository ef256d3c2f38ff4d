namespace TorchTrust.Tests.Results;

/// <summary>What is told of weaving, once for all subjects of a run.</summary>
public sealed class WeavingTextTests
{
    [Fact]
    public void Several_reports_of_one_program_say_it_once()
    {
        var summary = new WeavingSummary
        {
            Woven = ["Layers", "Models"],
            NotWoven = ["Mixed: it holds native code without IL (mixed mode)"],
            Unreached = ["2 expression trees in Models"],
            BroughtHome = ["/out/model.dat"],
            LeftBehind = ["/copy/log.txt"],
            NotRemoved = ["/copies/1"],
        };
        TrustReport[] reports = [Report(summary), Report(summary with { Woven = ["Models"] }), Report(null)];

        Assert.Equal(
            "woven: Layers, Models; not woven: Mixed: it holds native code without IL (mixed mode); "
                + "not reached: 2 expression trees in Models",
            WeavingText.Short(reports));
        Assert.Equal(
            ["woven: Layers", "woven: Models", "not woven: Mixed: it holds native code without IL (mixed mode)",
                "not reached: 2 expression trees in Models"],
            WeavingText.Detailed(reports));
        Assert.Equal(
            [
                "written beside the program, and moved to its output folder: /out/model.dat",
                "written beside the program, whose output folder does not take it; it lies here: /copy/log.txt",
                "in use, and so not removed yet; the next run does: /copies/1",
            ],
            WeavingText.Files(reports));
    }

    [Fact]
    public void Why_nothing_is_woven_is_said_and_nothing_where_no_check_ran()
    {
        Assert.Equal("In process nothing is woven", WeavingText.Short(Report(WeavingSummary.None("In process nothing is woven."))));
        Assert.Equal("", WeavingText.Short(Report(null)));
    }

    private static TrustReport Report(WeavingSummary? weaving) => new("Net", "model", 1, []) { Weaving = weaving };
}
