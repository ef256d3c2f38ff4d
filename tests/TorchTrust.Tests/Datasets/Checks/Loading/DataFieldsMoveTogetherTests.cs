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

    [Fact]
    public void Nothing_that_is_said_to_move_together_is_augmented() => DataCheckTest.Skips(Id, Rows.Sound.MovesTogether("X", "Label"));

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, null)]
    [InlineData(null, true)]
    public void What_always_or_never_moves_tells_nothing(bool? image, bool? mask)
    {
        DatasetSubject<Random> subject = Moving((random, _) => Moves(random, image), (random, _) => Moves(random, mask));
        string row = $"{image?.ToString() ?? "now and then"} and {mask?.ToString() ?? "now and then"}";
        DataCheckTest.Skips(Id, subject, row);
    }

    [Fact]
    public void What_always_moves_together_is_said_to() =>
        DataCheckTest.Says(Verdict.Inconclusive, Id, Moving((_, _) => true, (_, _) => true).MovesTogether("image", "mask"));

    [Fact]
    public void A_split_that_tells_nothing_stands_beside_one_that_does() => DataCheckTest.Passes(
        Id,
        Pictures(together: true).WithSplit("more", _ => 30, (random, index) => Item(random, index, true, true), augmented: true));

    [Fact]
    public void A_mask_that_is_drawn_anew_each_time_tells_nothing_of_the_other() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => new Random(5)).WithSplit("train", _ => 30, (random, index) =>
        {
            bool moves = Moves(random, null);
            Dictionary<string, Tensor> item = Item(random, index, moves, moves);
            item["noise"] = tensor([.. Enumerable.Range(0, 64).Select(_ => (float)random.Next(100))]).view(8, 8);
            return item;
        }, augmented: true));

    [Fact]
    public void Each_pair_is_told_once()
    {
        DatasetSubject<Random> Of(params string[] names) => DatasetSubject.For(() => new Random(5))
            .WithSplit("train", _ => 30, (random, index) =>
        {
            Tensor image = tensor(Rows.Values(1, index, 64)).view(8, 8);
            Tensor mask = image.gt(0).to(ScalarType.Float32);
            return new Dictionary<string, Tensor>
            {
                [names[0]] = mask,
                [names[1]] = Moves(random, null) ? image.flip(1) : image,
                [names[2]] = Moves(random, null)
                    ? mask.flip(1) : mask,
            };
        }, augmented: true);
        DataCheckTest.Fails(Id, Of("a mask", "image", "mask"), "image changed", Severity.Question, "found");
        DataCheckTest.Fails(
            Id, Of("a mask", "image", "mask").MovesTogether("a mask", "image", "mask"), "image changed", row: "declared");
    }

    [Theory]
    [InlineData(8, 16)]
    [InlineData(16, 8)]
    public void A_mask_of_another_size_does_not_lie_on_the_image(int height, int width) => DataCheckTest.Skips(
        Id,
        DatasetSubject.For(() => new Random(5)).WithSplit("train", _ => 30, (random, index) =>
        {
            Dictionary<string, Tensor> item = Item(random, index, Moves(random, null), false);
            Tensor mask = (arange(128) % 2).view(height, width);
            item["mask"] = Moves(random, null) ? mask.flip(1) : mask;
            return item;
        }, augmented: true),
        $"{height} x {width}");

    [Fact]
    public void A_target_lies_on_its_image_whatever_it_holds() => DataCheckTest.Fails(
        Id, Pictures(together: false, mask: false).HasTarget("mask"), "while mask did not", Severity.Question);

    [Theory]
    [InlineData("mask", "image", true)]
    [InlineData("image", "other", false)]
    [InlineData("other", "mask", false)]
    public void Which_fields_are_drawn_apart_is_said_in_any_order(string first, string second, bool isDeclared)
    {
        DatasetSubject<Random> subject = Pictures(together: false).DrawsApartOnPurpose(first, second, "a test");
        if (isDeclared)
        {
            DataCheckTest.Skips(Id, subject, $"{first} and {second}");
        }
        else
        {
            DataCheckTest.Fails(Id, subject, "while mask did not", Severity.Question, $"{first} and {second}");
        }
    }

    [Fact]
    public void A_split_that_stays_stands_beside_one_that_is_augmented() => DataCheckTest.Passes(
        Id, Pictures(together: true).WithSplit("test", _ => 30, (random, index) => Item(random, index, false, false)));

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

    private static bool Moves(Random random, bool? moves) => moves ?? random.Next(2) == 0;

    private static DatasetSubject<Random> Moving(Func<Random, long, bool> image, Func<Random, long, bool> mask) =>
        DatasetSubject.For(() => new Random(5))
        .WithSplit("train", _ => 30, (random, index) => Item(random, index, image(random, index), mask(random, index)), augmented: true);

    /// <summary>An image, and its mask; what moves gets another value in each read.</summary>
    private static Dictionary<string, Tensor> Item(Random random, long index, bool movesImage, bool movesMask)
    {
        Tensor image = tensor(Rows.Values(1, index, 64)).view(8, 8);
        int value = random.Next(1, 1_000_000);
        return new Dictionary<string, Tensor>
        {
            ["image"] = movesImage ? image + (value * 1e-3f) : image,
            ["mask"] = image.gt(0).to(ScalarType.Float32) + (movesMask ? value : 0)
        };
    }
}
