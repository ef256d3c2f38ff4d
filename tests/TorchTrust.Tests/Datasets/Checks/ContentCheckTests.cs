using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.Datasets.Checks;

/// <summary>What all checks share that decide from one pass.</summary>
public sealed class ContentCheckTests
{
    private const long Many = 3000;

    [Fact]
    public void What_cannot_be_read_is_told_once_and_leaves_the_rest_open() => DataCheckTest.LeavesOpen(
        CheckIds.DataInputsDiffer,
        Rows.Of(
            index => index is 7 or 9 ? throw new InvalidDataException("torn") : Rows.Right(1, index),
            index => index == 3 ? throw new InvalidDataException("torn") : Rows.Right(2, index)));

    [Fact]
    public void The_first_split_may_be_whole() => DataCheckTest.LeavesOpen(
        CheckIds.DataInputsDiffer,
        Rows.Of(index => Rows.Right(1, index), index => index == 3 ? throw new InvalidDataException("torn") : Rows.Right(2, index)));

    /// <summary>How many items are read tells what a proof does with few of them.</summary>
    [Fact]
    public void A_fault_is_looked_for_in_few_items_first_and_in_what_fails_without_it_in_more()
    {
        DatasetSubject subject = Rows.Of(
            index => new Row([index < 64 ? 0 : index % 2 == 0 ? 1 : -1], 0), index => new Row([index % 2 == 0 ? 1 : -1], 0), trained: Many,
                held: Many)
            .IsStandardized("X").IsStandardized("X", "test");

        CheckResult result = DataCheckTest.Says(Verdict.Passed, CheckIds.DataIsStandardized, subject);

        Approved.Demand(
            $"{result.Passes.Items} items read", "Datasets", "Checks", "Messages", CheckIds.DataIsStandardized,
                "Items that are read for a proof of many.txt");
    }

    [Fact]
    public void A_fault_of_all_items_shows_on_a_few_of_them() => DataCheckTest.Passes(
        CheckIds.DataValuesSpanTheirBounds,
        Rows.Of(index => Rows.Right(1, index), index => Rows.Right(2, index), trained: Many, held: Many).Spans("X", -1, 1));

    [Fact]
    public void What_fails_on_a_few_items_without_the_fault_is_not_taken_for_it() => DataCheckTest.Passes(
        CheckIds.DataIsStandardized,
        Rows.Of(index => new Row([index < 64 ? 0 : index % 2 == 0 ? 1 : -1], 0), _ => new Row([1], 0), trained: Many).IsStandardized("X"));
}
