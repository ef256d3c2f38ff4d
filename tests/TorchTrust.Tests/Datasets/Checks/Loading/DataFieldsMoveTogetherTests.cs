namespace TorchTrust.Tests.Datasets.Checks.Loading;

public sealed class DataFieldsMoveTogetherTests
{
    private const string Id = CheckIds.DataFieldsMoveTogether;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Masked(together: true));

    [Fact]
    public void A_mask_that_is_flipped_apart_is_told() => DataCheckTest.Fails(
        Id,
        Masked(together: false),
        "while");

    [Fact]
    public void A_field_that_never_moves_is_no_contradiction() =>
        DataCheckTest.Accepts(Id, Rows.Of(index => new Row([Random.Shared.Next(2), 1], 5), augmented: true).MovesTogether("X", "Label"));

    [Fact]
    public void Nothing_is_said_to_move_together() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    private static DatasetSubject Masked(bool together)
    {
        var random = new Random(5);
        return Rows.Of(
            index =>
            {
                int first = random.Next(2);
                return new Row([first, index], together ? first : random.Next(2));
            },
            augmented: true).MovesTogether("X", "Label");
    }
}
