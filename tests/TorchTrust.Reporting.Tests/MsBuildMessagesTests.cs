namespace TorchTrust.Reporting.Tests;

public sealed class MsBuildMessagesTests
{
    [Fact]
    public void Each_cause_is_one_line_that_editors_jump_to() => Assert.Equal(
        [
            "Models/Mix.cs(17): error samples-independent-in-eval: Net: sample 1 changes when sample 0 does; it arises in encoder.mix; "
                + "1 finding of sample-order-does-not-matter follows from it and goes when it is mended",
            "C:\\src\\net\\Net.cs(3): warning every-parameter-learns: Net: head.bias gets no gradient",
            "torchtrust: message frozen-stays-frozen: Net: backbone.weight moves",
            "torchtrust: error not-opened: Closed could not be opened: Net.Subjects.Closed threw FileNotFoundException: weights.dat.",
        ],
        Write(Examples.Run));

    [Fact]
    public void No_name_begins_another_line() => Assert.Equal(4, Write(Examples.Spoil(Examples.Run, "a\r\nb(1): error x: y")).Length);

    private static string[] Write(TrustRun run)
    {
        var writer = new StringWriter();
        MsBuildMessages.Write(run, writer, "/home/ada/net");
        return writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
