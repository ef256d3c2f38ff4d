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
        "have other targets in another one");

    [Fact]
    public void Another_order_moves_both() =>
        DataCheckTest.Accepts(Id, DatasetSubject.For(seed => new Rows(seed)).WithSplit("train", _ => Rows.Trained, (rows, index) => Rows.Right(1, rows.Order(0)[index])).HasTarget("Label", classes: 3));

    [Fact]
    public void Without_a_target_nothing_can_be_apart() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    private static DatasetSubject ShuffledApart() => DatasetSubject.For(seed => new Rows(seed))
        .WithSplit("train", _ => Rows.Trained, (rows, index) => new Row(Rows.Values(1, index), rows.Order(0)[index] % 3))
        .HasTarget("Label", classes: 3);
}
