using TorchTrust.Cli.Projects;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Tests.Projects;

public sealed class FrameworksTests
{
    private static readonly Version[] _ten = [new(10, 0, 1)];

    [Theory]
    [InlineData("net8.0;net10.0", "net10.0")]
    [InlineData("net8.0;net11.0;netstandard2.0", "net8.0")]
    [InlineData("net48;net9.0-windows", "net9.0-windows")]
    public void The_newest_that_runs_here_is_taken(string targets, string expected) =>
        Assert.Equal(expected, Frameworks.Newest(targets.Split(';'), _ten));

    [Fact]
    public void None_that_runs_here_is_an_error() =>
        Assert.Equal(3, Assert.Throws<ToolException>(() => Frameworks.Newest(["net48", "net11.0"], _ten)).ExitCode);

    [Fact]
    public void A_roll_forward_is_told_and_a_newer_program_is_refused()
    {
        Assert.Null(Frameworks.RollForward(new Version(10, 0, 0), _ten));
        Assert.Contains("rolled forward", Frameworks.RollForward(new Version(8, 0, 0), _ten), StringComparison.Ordinal);
        Assert.Contains(
            "Install the runtime",
            Assert.Throws<ToolException>(() => Frameworks.RollForward(new Version(11, 0, 0), _ten)).Message,
            StringComparison.Ordinal);
    }
}
