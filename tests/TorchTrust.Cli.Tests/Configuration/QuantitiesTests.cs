using TorchTrust.Configuration;

namespace TorchTrust.Cli.Tests.Configuration;

public sealed class QuantitiesTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("90s", 90)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7200)]
    public void Durations_are_understood(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Quantities.Duration(text));

    [Theory]
    [InlineData("512MB", 512L << 20)]
    [InlineData("4gib", 4L << 30)]
    public void Sizes_are_understood(string text, long bytes) => Assert.Equal(bytes, Quantities.Bytes(text));

    [Theory]
    [InlineData("0s")]
    [InlineData("5")]
    [InlineData("-5s")]
    [InlineData("5 days")]
    [InlineData("9999999h")]
    public void Other_durations_are_not(string text) => Assert.Null(Quantities.Duration(text));

    [Theory]
    [InlineData("0MB")]
    [InlineData("4")]
    [InlineData("4 apples")]
    public void Other_sizes_are_not(string text) => Assert.Null(Quantities.Bytes(text));
}
