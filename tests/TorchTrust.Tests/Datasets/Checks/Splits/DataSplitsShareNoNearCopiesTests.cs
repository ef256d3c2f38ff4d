using static TorchSharp.torch;

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

    [Fact]
    public void Two_splits_that_are_held_out_are_compared_with_the_same_training() => DataCheckTest.Fails(
        Id,
        Of(Item, at => Item(at + Many)).WithSplit("check", _ => Many, (_, at) => at < 20 ? Noisy(Item(at + 7), at) : Item(at + (2 * Many))),
        "20 of 200 items of split check", Severity.Question);

    [Fact]
    public void Images_are_shown_side_by_side() => DataCheckTest.Fails(
        Id, Pictures(at => at < 20 ? at + 7 : at + Many), "20 of 200 items of split test", Severity.Question);

    [Fact]
    public void Images_of_a_stream_cannot_be_shown() => DataCheckTest.Fails(
        Id,
        Pictures(at => at + Many).WithSplit("stream", _ => Enumerable.Range(0, (int)Many).Select(at =>
            Picture(at < 20 ? at + 7 : at + (2 * Many), 1e-3f))),
        "20 of 200 items of split stream", Severity.Question);

    [Fact]
    public void A_stream_cannot_be_shown() => DataCheckTest.Fails(
        Id,
        Of(Item, at => Item(at + Many)).WithSplit("stream", _ => Enumerable.Range(0, (int)Many)
            .Select(at => at < 20 ? Noisy(Item(at + 7), at) : Item(at + (2 * Many)))),
        "20 of 200 items of split stream", Severity.Question);

    [Fact]
    public void Of_two_trainings_one_may_have_too_few_dimensions() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "items").WithSplit("flat", _ => Many, (_, at) =>
            (float[])[.. Item(at, 1).SelectMany(value => Enumerable.Repeat(value, Size))])
            .WithSplit("train", _ => Many, (_, at) => Item(at)).WithSplit("test", _ => Many, (_, at) => Item(at + Many))
                .TrainsOn("flat", "train"));

    [Fact]
    public void Copies_that_are_all_equal_are_none_that_were_compared() =>
        DataCheckTest.Skips(Id, Of(Item, Item));

    private static DatasetSubject<string> Of(Func<long, float[]> train, Func<long, float[]> test, bool augmented = false) => DatasetSubject
        .For(() => "items").WithSplit("train", _ => Many, (_, index) => train(index), augmented)
        .WithSplit("test", _ => Many, (_, index) => test(index));

    private static float[] Item(long index) => Item(index, Size);

    private static float[] Item(long index, int size) => Rows.Values(4, index, size);

    private static float[] Noisy(float[] values, long seed) =>
        [.. values.Zip(Rows.Values(9, seed, values.Length), (value, noise) => value + (noise * 1e-3f))];

    private static DatasetSubject<string> Pictures(Func<long, long> test)
    {
        return DatasetSubject.For(() => "pictures").WithSplit("train", _ => Many, (_, at) => Picture(at))
            .WithSplit("test", _ => Many, (_, at) => Picture(test(at), 1e-3f)).Within("item", -1.1, 1.1);
    }

    private static Tensor Picture(long at, float noise = 0) =>
        tensor(Rows.Values(4, at, 64)).view(8, 8) + (noise * tensor(Rows.Values(9, at, 64)).view(8, 8));
}
