using static System.FormattableString;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataIsStandardizedTests
{
    private const string Id = CheckIds.DataIsStandardized;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row([index % 2 == 0 ? 1 : -1, index % 4 < 2 ? 1 : -1], 0)).IsStandardized("X"));

    [Fact]
    public void A_division_by_the_variance_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row([index % 2 == 0 ? 3 : -3, index % 4 < 2 ? 3 : -3], 0)).IsStandardized("X"),
        "and deviation 3 over split train");

    [Fact]
    public void Constants_are_rounded() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row([index % 2 == 0 ? 1.01f : -1, index % 4 < 2 ? 1 : -1.01f], 0))
            .IsStandardized("X"));

    [Fact]
    public void Without_a_declaration_there_is_nothing_to_compare() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(0.948683298, true)]
    [InlineData(0.9, false)]
    public void A_deviation_has_the_number_of_items_as_its_divisor_or_one_less(double value, bool isStandardized)
    {
        DatasetSubject subject = Numbers(index => index % 2 == 0 ? value : -value).IsStandardized("item");
        string row = Invariant($"{value}");
        if (isStandardized)
        {
            DataCheckTest.Passes(Id, subject, row);
        }
        else
        {
            DataCheckTest.Fails(Id, subject, "item has mean 0 and deviation 0.9 over split train", row: row);
        }
    }

    [Fact]
    public void A_mean_that_was_not_taken_off_is_told() => DataCheckTest.Fails(
        Id, Numbers(index => index % 2 == 0 ? 1.5 : -0.5).IsStandardized("item"), "item has mean 0.5 and deviation 1");

    [Fact]
    public void One_column_of_two_is_not_enough() => DataCheckTest.Fails(
        Id, Rows.Of(index => new Row([index % 2 == 0 ? 1 : -1, index % 4 < 2 ? 5 : -5], 0)).IsStandardized("X"),
            "and deviation 3.61 over split train");

    [Fact]
    public void A_column_that_never_varies_has_no_deviation() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row([index % 2 == 0 ? 1 : -1, 5], 0)).IsStandardized("X"));

    [Fact]
    public void Channels_are_standardized_one_by_one() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "pictures")
            .WithSplit("train", _ => 40, (_, index) => tensor(
                index % 2 == 0 ? new[] { 1.5, 0.5, 5, 5 } : [-0.5, -1.5, 5, 5]).div(tensor([1.25, 1.25, 1, 1]).sqrt()).view(2, 2))
            .IsStandardized("item"));

    [Fact]
    public void Fields_of_several_lengths_have_no_columns() => DataCheckTest.LeavesOpen(
        Id, Rows.Of(index => new Row(Rows.Values(1, index, 3 + (int)(index % 2)), 0)).HasSeveralLengths("X").IsStandardized("X"));

    [Fact]
    public void What_has_columns_is_judged_beside_what_has_none() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "fields")
            .WithSplit("train", _ => 40, (_, index) => new Dictionary<string, float[]>
            {
                ["one"] = [index % 2 == 0 ? 1 : -1],
                ["other"] = new float[3],
                ["several"] = new float[1 + (index % 2)],
            })
            .WithSplit("test", _ => 40, (_, index) => new Dictionary<string, float[]> { ["one"] = [index] })
            .HasSeveralLengths("several").IsStandardized("one").IsStandardized("several"));

    private static DatasetSubject<string> Numbers(Func<long, double> number) =>
        DatasetSubject.For(() => "numbers").WithSplit("train", _ => 10, (_, index) => number(index));
}
