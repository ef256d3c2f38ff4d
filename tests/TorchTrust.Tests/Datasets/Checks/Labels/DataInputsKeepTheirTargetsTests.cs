namespace TorchTrust.Tests.Datasets.Checks.Labels;

public sealed class DataInputsKeepTheirTargetsTests
{
    private const string Id = CheckIds.DataInputsKeepTheirTargets;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound.HasTarget("Label", classes: 3));

    [Fact]
    public void Inputs_and_targets_that_are_shuffled_apart_are_told() => DataCheckTest.Fails(
        Id,
        ShuffledApart(),
        "that are there again where it is opened with another seed have other targets there, such as items ");

    [Fact]
    public void Another_order_moves_both() =>
        DataCheckTest.Passes(Id, DatasetSubject.For(seed => new Rows(seed))
            .WithSplit("train", _ => Rows.Trained, (rows, index) => Rows.Right(1, rows.Order(0)[index])).HasTarget("Label", classes: 3));

    [Fact]
    public void Another_division_of_the_same_items_is_told_by_few_of_them() => DataCheckTest.Passes(Id, Divided(index => index % 3));

    [Fact]
    public void Targets_that_follow_the_order_of_a_division_are_told() => DataCheckTest.Fails(
        Id,
        DatasetSubject.For(seed => new Rows(seed))
            .WithSplit("train", _ => 40, (rows, at) => new Row(Rows.Values(1, rows.Order(0)[at]), at % 3)).HasTarget("Label", classes: 3),
        "have other targets there");

    [Fact]
    public void Items_that_people_labelled_differently_move_between_splits() =>
        DataCheckTest.Skips(Id, Divided(index => index, different: 20));

    [Fact]
    public void Few_categories_are_equal_by_chance() => DataCheckTest.Skips(Id, DatasetSubject.For(seed => new Random((int)seed))
        .WithSplit("train", random => (IReadOnlyList<Row>)[.. Enumerable.Range(0, 40)
            .Select(_ => new Row([random.Next(4), 1], random.Next(3)))])
        .HasTarget("Label", classes: 3));

    [Fact]
    public void Without_a_target_nothing_can_be_apart() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    [Fact]
    public void Items_that_the_seed_makes_are_not_met_again() => DataCheckTest.Skips(
        Id, DatasetSubject.For(seed => $"{seed}").WithSplit("train", _ => 40, (seed, index) => Rows.Right(seed[^1], index))
            .HasTarget("Label", classes: 3));

    [Fact]
    public void What_is_there_twice_is_known_by_its_content() => DataCheckTest.Fails(
        Id,
        DatasetSubject.For(seed => $"{seed}")
            .WithSplit("train", _ => 80, (seed, index) => new Row(Rows.Values(1, index / 2, 12), seed[^1] % 2))
                .HasTarget("Label", classes: 2),
        "have other targets there");

    [Fact]
    public void What_is_poor_and_there_twice_is_not_known_again() => DataCheckTest.PassesUnproven(
        Id,
        DatasetSubject.For(seed => $"{seed}")
            .WithSplit("train", _ => 40, (seed, index) => seed == "42" && index == 39 ? (0.5f, 0L)
                : (index + 0.5f, index == 0 && seed != "42" ? 1 : 0))
            .HasTarget("Item2", classes: 2));

    /// <summary>Half of the items in an order that the seed decides, and the other half held out.</summary>
    private static DatasetSubject Divided(Func<long, long> label, int different = Rows.Trained)
    {
        Row Item(Rows rows, long at) => rows.Order(0)[at] is var index ? new Row(Rows.Values(1, index % different), label(index)) : null!;
        return DatasetSubject.For(seed => new Rows(seed))
            .WithSplit("train", _ => Rows.Trained / 2, Item)
            .WithSplit("test", _ => Rows.Trained / 2, (rows, at) => Item(rows, at + (Rows.Trained / 2)))
            .HasTarget("Label", classes: Rows.Trained);
    }

    private static DatasetSubject ShuffledApart() => DatasetSubject.For(seed => new Rows(seed))
        .WithSplit("train", _ => Rows.Trained, (rows, index) => new Row(Rows.Values(1, index), rows.Order(0)[index] % 3))
        .HasTarget("Label", classes: 3);
}
