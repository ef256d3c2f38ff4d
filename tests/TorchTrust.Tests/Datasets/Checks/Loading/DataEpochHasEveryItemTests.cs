using TorchTrust.Tests.Checks;

namespace TorchTrust.Tests.Datasets.Checks.Loading;

public sealed class DataEpochHasEveryItemTests
{
    private const string Id = CheckIds.DataEpochHasEveryItem;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Loaded());

    [Fact]
    public void A_last_batch_that_is_left_out_is_asked_about() => DataCheckTest.Fails(
        Id,
        Rows.Loaded((rows, epoch) => rows.Epoch(epoch, 7).Take(6)),
        "the last batch is left out", Severity.Question);

    [Fact]
    public void An_item_that_comes_twice_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Loaded((rows, epoch) => rows.Order(epoch).Select(index => index == 3 ? 4 : index).Chunk(8).Select(Rows.Stack)),
        "item 4 come more than once");

    [Fact]
    public void A_loader_that_throws_is_told_here_and_leaves_the_other_checks_of_batches_open()
    {
        DatasetSubject subject = Rows.Loaded((rows, epoch) => rows.Order(epoch).Chunk(8).Select(indices =>
            indices.Contains(3) ? throw new InvalidDataException("item 3 has no file") : Rows.Stack(indices)));

        CheckResult told = CheckTest.Run(Id, subject);
        CheckResult open = CheckTest.Run(CheckIds.DataBatchesHoldTheirItems, subject);

        Assert.Equal(Verdict.Failed, told.Verdict);
        Assert.Contains("item 3 has no file", Assert.Single(told.Findings).What, StringComparison.Ordinal);
        Assert.Equal(Verdict.Inconclusive, open.Verdict);
        Assert.Contains("item 3 has no file", open.Reason, StringComparison.Ordinal);
        Assert.EndsWith($"see {Id}.", open.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void It_may_be_drawn_with_replacement() =>
        DataCheckTest.Skips(Id, Rows.Loaded((rows, epoch) => rows.Order(epoch).Select(index => index / 2).Chunk(8).Select(Rows.Stack))
            .DrawsWithReplacementOnPurpose("train", "a test"));

    [Fact]
    public void The_last_batch_may_be_left_out_on_purpose() =>
        DataCheckTest.PassesUnproven(Id, Rows.Loaded((rows, epoch) => rows.Epoch(epoch, 7).Take(6)).DropsLastBatchOnPurpose("train", "a test"));

    [Fact]
    public void Nothing_is_loaded() =>
        DataCheckTest.Skips(Id, Rows.Sound);
}
