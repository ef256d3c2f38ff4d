namespace TorchTrust.Tests.Datasets.Checks.Loading;

public sealed class DataItemsAreDrawnApartTests
{
    private const string Id = CheckIds.DataItemsAreDrawnApart;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Noisy(index => Random.Shared.NextSingle()));

    [Fact]
    public void One_draw_for_all_items_is_told() => DataCheckTest.Fails(
        Id,
        OneDraw(),
        "X of all 24 items that were read of split train moves by the same numbers");

    [Fact]
    public void A_field_may_stay() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row([Random.Shared.Next(2), 1], 0), augmented: true));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Where_a_coin_decides_some_items_stay_and_that_tells_draws_apart(int seed)
    {
        var random = new Random(seed);
        DataCheckTest.Passes(
            Id, Rows.Of(index => new Row([.. random.Next(2) == 0 ? Rows.Values(6, index) : Rows.Values(6, index).Reverse()], 0),
                augmented: true));
    }

    [Fact]
    public void What_one_factor_leaves_alone_hides_nothing()
    {
        int reads = 0;
        DataCheckTest.Fails(
            Id,
            Rows.Of(index => new Row([.. Rows.Values(2, index).Select(value => (index < 3 ? 0 : value) * (1 + (reads++ / 144)))], 0),
                augmented: true),
            "is scaled by the same numbers");
    }

    [Fact]
    public void Few_items_that_change_alike_tell_nothing_beside_a_field_of_noise()
    {
        var random = new Random(3);
        int[] reads = new int[24];
        Dictionary<string, float[]> Item(long index)
        {
            float sign = reads[index]++ % 2 == 0 ? 1 : -1;
            return new()
            {
                ["few"] = [.. Rows.Values(2, index).Select(value => index < 10 ? value * sign : 0)],
                ["noise"] = [random.NextSingle(), random.NextSingle()],
            };
        }

        DataCheckTest.Passes(
            Id, DatasetSubject.For(() => "rows").WithSplit("train", _ => 24, (_, index) => Item(index), augmented: true));
    }

    [Fact]
    public void Nothing_is_augmented() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    [Theory]
    [InlineData(19, true)]
    [InlineData(20, true)]
    [InlineData(24, false)]
    public void Twenty_items_that_are_read_by_index_are_enough(int items, bool isIndexed)
    {
        var random = new Random(7);
        Row Item(long index) => new([.. Rows.Values(1, index).Select(value => value + random.NextSingle())], 0);
        DatasetSubject<string> subject = isIndexed
            ? DatasetSubject.For(() => "rows").WithSplit("train", _ => items, (_, index) => Item(index), augmented: true)
            : DatasetSubject.For(() => "rows").WithSplit("train", _ => Enumerable.Range(0, items).Select(index => Item(index)),
                augmented: true);
        string row = $"{items}{(isIndexed ? "" : " of a stream")}";
        if (items == 20)
        {
            DataCheckTest.Passes(Id, subject, row);
        }
        else
        {
            DataCheckTest.Skips(Id, subject, row);
        }
    }

    [Fact]
    public void Two_numbers_that_move_alike_are_told() => DataCheckTest.Fails(Id, Moving(size: 2), "X of all 24 items");

    [Fact]
    public void One_number_moves_alike_by_nature() => DataCheckTest.Skips(Id, Moving(size: 1));

    [Fact]
    public void Items_of_several_lengths_are_not_compared() =>
        DataCheckTest.Skips(Id, Rows.Of(index => new Row([.. Rows.Values(1, index, 3 + (int)(index % 2))
            .Select(value => value + Random.Shared.NextSingle())], 0), augmented: true));

    [Fact]
    public void Items_that_change_their_length_are_not_compared() =>
        DataCheckTest.Skips(Id, Rows.Of(index => new Row(Rows.Values(1, index, 2 + Random.Shared.Next(20)), 0), augmented: true));

    [Fact]
    public void Nothing_that_is_augmented_changes() => DataCheckTest.Skips(Id, Rows.Of(index => Rows.Right(1, index), augmented: true));

    [Fact]
    public void A_split_of_single_numbers_stands_beside_one_of_rows() => DataCheckTest.Passes(
        Id,
        Noisy(_ => Random.Shared.NextSingle()).WithSplit("more", _ => 40, (_, _) => Random.Shared.NextSingle(), augmented: true)
            .WithSplit("few", _ => 4, (_, index) => new Row(Rows.Values(1, index), 0), augmented: true));

    [Fact]
    public void What_is_not_declared_as_augmented_is_another_check_s()
    {
        int reads = 0;
        DataCheckTest.Passes(Id, Rows.Of(
            index => new Row([.. Rows.Values(1, index).Select(value => value + Random.Shared.NextSingle())], 0),
            index => new Row([.. Rows.Values(2, index).Select(value => value + (reads++ / 144))], 0),
            augmented: true));
    }

    [Fact]
    public void Items_that_are_cut_in_the_second_pass_are_not_compared()
    {
        int reads = 0;
        DataCheckTest.Skips(Id, Rows.Of(index => new Row(reads++ < 24 ? Rows.Values(1, index)
            : [.. Rows.Values(1, index)[..5].Select(value => value + 1)], 0), augmented: true));
    }

    [Fact]
    public void Few_items_that_change_alike_tell_nothing()
    {
        int reads = 0;
        DataCheckTest.Skips(Id, Rows.Of(index => new Row([.. Rows.Values(1, index)
            .Select(value => (index < 10 ? value : 0) * (1 + (reads++ / 144)))], 0), augmented: true));
    }

    private static DatasetSubject<Rows> Noisy(Func<long, float> noise) =>
        Rows.Of(index => new Row([.. Rows.Values(1, index).Select(value => value + noise(index))], 0), augmented: true);

    private static DatasetSubject OneDraw()
    {
        int reads = 0;
        return Rows.Of(index => new Row([.. Rows.Values(1, index).Select(value => value + (reads++ / 144))], 0), augmented: true);
    }

    /// <summary>Items whose numbers all grow by one in the second pass over them.</summary>
    private static DatasetSubject Moving(int size)
    {
        int reads = 0;
        return Rows.Of(index => new Row([.. Rows.Values(1, index, size).Select(value => value + (reads++ / (24 * size)))], 0),
            augmented: true);
    }
}
