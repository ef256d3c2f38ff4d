using static TorchSharp.torch;

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
        DataCheckTest.LeavesOpen(Id, Rows.Of(index => new Row([Random.Shared.Next(2), 1], 5), augmented: true).MovesTogether("X", "Label"));

    [Fact]
    public void Nothing_is_said_to_move_together() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    [Fact]
    public void An_image_and_a_mask_that_flip_apart_are_asked_about() =>
        DataCheckTest.Fails(Id, Pictures(together: false), "while mask did not", Severity.Question);

    [Fact]
    public void An_image_and_a_mask_that_flip_together_pass_with_their_power_shown() => DataCheckTest.Passes(Id, Pictures(together: true));

    [Fact]
    public void Two_views_are_no_image_and_mask() => DataCheckTest.Skips(Id, Pictures(together: false, mask: false));

    [Fact]
    public void What_is_declared_may_be_drawn_apart() =>
        DataCheckTest.Skips(Id, Pictures(together: false).DrawsApartOnPurpose("image", "mask", "a test"));

    private static DatasetSubject<Random> Pictures(bool together, bool mask = true) => DatasetSubject.For(() => new Random(5))
        .WithSplit("train", _ => 30, (random, index) =>
        {
            bool first = random.Next(2) == 0;
            Tensor image = tensor(Rows.Values(1, index, 64)).view(8, 8);
            Tensor second = mask ? image.gt(0).to(ScalarType.Float32) : image * 2;
            bool both = together ? first : random.Next(2) == 0;
            return new Dictionary<string, Tensor> { ["image"] = first ? image.flip(1) : image, ["mask"] = both ? second.flip(1) : second };
        }, augmented: true);

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
