using TorchTrust.Tests.Checks;

namespace TorchTrust.Tests.Datasets.Checks;

/// <summary>What all checks share that read items again.</summary>
public sealed class LoadingCheckTests
{
    [Fact]
    public void What_cannot_be_read_is_told_once_and_leaves_the_rest_open() => DataCheckTest.LeavesOpen(
        CheckIds.DataOnlyDeclaredSplitsVary,
        Rows.Of(index => index == 0 ? throw new InvalidDataException("torn") : Rows.Right(1, index)));

    [Fact]
    public void What_cannot_be_opened_again_is_told()
    {
        int openings = 0;
        CheckResult result = CheckTest.Run(CheckIds.DataSeedDecidesItems, DatasetSubject
            .For(() => openings++ > 0 ? throw new IOException("The file is in use.") : "rows")
                .WithSplit("train", _ => 9, (_, index) => index));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("The subject threw IOException while opening the data set: The file is in use.",
            Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }
}
