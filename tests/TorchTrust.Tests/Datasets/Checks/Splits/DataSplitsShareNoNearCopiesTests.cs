namespace TorchTrust.Tests.Datasets.Checks.Splits;

public sealed class DataSplitsShareNoNearCopiesTests
{
    private const string Id = CheckIds.DataSplitsShareNoNearCopies;
    private const int Size = 12;
    private const long Many = 200;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() => DataCheckTest.Passes(Id, Of(Item, at => Item(at + Many)));

    [Fact]
    public void Items_that_were_saved_anew_are_told() => DataCheckTest.Fails(
        Id,
        Of(Item, at => at < 20 ? Noisy(Item(at + 7), at) : Item(at + Many)),
        "20 of 200 items of split test that were compared are nearly items of split train, such as item ",
        Severity.Question);

    [Fact]
    public void What_comes_next_is_named_by_its_index() => DataCheckTest.Fails(
        Id, Of(Item, at => at < 20 ? Noisy(Item(at + 7), at) : Item(at + Many)), "times as near to item ", Severity.Question);

    [Fact]
    public void Equal_items_are_another_check_s() =>
        DataCheckTest.Passes(Id, Of(Item, at => at < 20 ? Item(at + 7) : Item(at + Many)));

    [Fact]
    public void What_is_declared_may_be_shared() => DataCheckTest.Skips(
        Id, Of(Item, at => Noisy(Item(at), at)).SharesItemsOnPurpose("train", "test", "a test"));

    [Fact]
    public void Augmented_items_are_near_each_other() => DataCheckTest.Skips(Id, Of(Item, at => Noisy(Item(at), at), augmented: true));

    [Fact]
    public void In_few_dimensions_items_are_near_by_nature() =>
        DataCheckTest.Skips(Id, Of(at => Item(at, size: 2), at => Item(at + Many, size: 2)));

    [Fact]
    public void Items_that_differ_in_size_from_each_other_have_no_distance() =>
        DataCheckTest.Skips(Id, Of(at => Item(at, size: 8 + (int)(at % 2)), at => Item(at + Many)));

    [Fact]
    public void A_dense_test_set_is_no_copy() =>
        DataCheckTest.Passes(Id, Of(Item, at => [.. Item(at + Many).Select(value => value / 4)]));

    private static DatasetSubject<string> Of(Func<long, float[]> train, Func<long, float[]> test, bool augmented = false) => DatasetSubject
        .For(() => "items").WithSplit("train", _ => Many, (_, index) => train(index), augmented)
        .WithSplit("test", _ => Many, (_, index) => test(index));

    private static float[] Item(long index) => Item(index, Size);

    private static float[] Item(long index, int size) => Rows.Values(4, index, size);

    private static float[] Noisy(float[] values, long seed) => [.. values.Zip(Rows.Values(9, seed, values.Length), (value, noise) => value + (noise * 1e-3f))];
}
