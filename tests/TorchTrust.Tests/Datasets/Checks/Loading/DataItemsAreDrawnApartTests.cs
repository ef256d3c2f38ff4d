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
            Id, Rows.Of(index => new Row([.. random.Next(2) == 0 ? Rows.Values(6, index) : Rows.Values(6, index).Reverse()], 0), augmented: true));
    }

    [Fact]
    public void What_one_factor_leaves_alone_hides_nothing()
    {
        int reads = 0;
        DataCheckTest.Fails(
            Id,
            Rows.Of(index => new Row([.. Rows.Values(2, index).Select(value => (index < 3 ? 0 : value) * (1 + (reads++ / 144)))], 0), augmented: true),
            "is scaled by the same numbers");
    }

    [Fact]
    public void Nothing_is_augmented() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    private static DatasetSubject Noisy(Func<long, float> noise) =>
        Rows.Of(index => new Row([.. Rows.Values(1, index).Select(value => value + noise(index))], 0), augmented: true);

    private static DatasetSubject OneDraw()
    {
        int reads = 0;
        return Rows.Of(index => new Row([.. Rows.Values(1, index).Select(value => value + (reads++ / 144))], 0), augmented: true);
    }
}
