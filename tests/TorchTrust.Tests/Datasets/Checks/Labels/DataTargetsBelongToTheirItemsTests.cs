using TorchTrust.Tests.Checks;

namespace TorchTrust.Tests.Datasets.Checks.Labels;

public sealed class DataTargetsBelongToTheirItemsTests
{
    private const string Id = CheckIds.DataTargetsBelongToTheirItems;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() => DataCheckTest.Passes(Id, Classes(index => Of(index)));

    [Fact]
    public void Labels_of_the_next_item_are_a_question() => DataCheckTest.Fails(
        Id, Classes(index => Of(index + 1)),
            "X of split train tells Label of the item before it, and nothing of its own, in 400 items in a row", Severity.Question);

    [Fact]
    public void Labels_of_the_item_before_are_a_question() => DataCheckTest.Fails(
        Id, Classes(index => Of(Math.Max(0, index - 1))), "X of split train tells Label of the item after it", Severity.Question);

    [Fact]
    public void Numbers_are_told_apart_at_their_median()
    {
        DataCheckTest.Passes(Id, Numbers(index => Values(index)[2]), "own");
        DataCheckTest.Fails(Id, Numbers(index => Values(index + 1)[2]), "of the item before it", Severity.Question, "next");
    }

    [Fact]
    public void Items_that_are_sorted_by_class_decide_nothing() => DataCheckTest.Skips(
        Id, Rows.Of(index => new Row([index / 100, .. Values(index)], index / 100), trained: 400).HasTarget("Label", classes: 4));

    [Fact]
    public void A_target_that_no_single_element_tells_decides_nothing() => DataCheckTest.Skips(
        Id, Classes(index => Values(index) is var x && (x[0] - 0.5) * (x[1] - 0.5) > 0 ? 1 : 0));

    [Fact]
    public void A_walk_whose_target_is_its_next_step_is_accepted()
    {
        double[] walk = new double[420];
        var random = new Random(5);
        for (int i = 1; i < walk.Length; i++)
        {
            walk[i] = walk[i - 1] + random.NextDouble() - 0.5;
        }

        DataCheckTest.Skips(Id, Rows.Of(
            index => new Row([.. Enumerable.Range(0, 5).Select(step => (float)walk[index + step])], walk[index + 5] > walk[index + 4] ? 1
                : 0), trained: 400)
            .HasTarget("Label", classes: 2));
    }

    [Fact]
    public void Few_items_decide_nothing() => DataCheckTest.Skips(Id, Rows.Sound.HasTarget("Label", classes: 3));

    [Fact]
    public void Without_a_target_there_is_nothing_to_tell() => DataCheckTest.Skips(Id, Rows.Sound);

    [Fact]
    public void Items_of_a_stream_have_no_neighbours() => DataCheckTest.Skips(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => Enumerable.Range(0, 400)
            .Select(index => new Row(Values(index), Of(index))))
            .HasTarget("Label", classes: 3));

    [Theory]
    [InlineData(59)]
    [InlineData(60)]
    public void Sixty_items_are_enough_to_look_at(int items) => DataCheckTest.Skips(
        Id, Rows.Of(_ => new Row([1], 0), trained: items, held: 1).HasTarget("Label", classes: 3), $"{items}");

    [Fact]
    public void No_fault_is_put_where_one_item_fewer_would_hide_it()
    {
        for (int items = 120; items <= 170; items++)
        {
            CheckResult result = CheckTest.Run(
                Id, Rows.Of(index => new Row(Values(index), Values(index)[0] > 0.5 ? 1 : 0), trained: items, held: 1)
                    .HasTarget("Label", classes: 2));

            Assert.DoesNotContain(result.Power?.Mutants ?? [], mutant => mutant.Outcome == MutantOutcome.Survived);
        }
    }

    [Fact]
    public void Splits_are_looked_at_whose_items_stay_and_are_many_and_have_neighbours() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => 400, (_, index) => (Values(index), _nothing, Of(index)))
            .WithSplit("augmented", _ => 400, (_, index) => (Values(index), _nothing, Of(index)), augmented: true)
            .WithSplit("random", _ => 400, (_, index) => (Values(index), _nothing, Of(index))).IsRandomOnPurpose("random", "a test")
            .WithSplit("few", _ => 59, (_, index) => (Values(index), _nothing, Of(index)))
            .WithSplit("stream", _ => Enumerable.Range(0, 400).Select(index => (Values(index), _nothing, Of(index))))
            .WithSplit("sorted", _ => 400, (_, index) => ((float[])[index], _nothing, index / 100)).HasTarget("Item3", classes: 4));

    [Fact]
    public void Targets_of_several_values_are_not_told() => DataCheckTest.Skips(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => 400, (_, index) => (Values(index), new[] { Of(index), 0 }))
            .HasTarget("Item2", classes: 3));

    [Fact]
    public void A_field_that_an_item_lacks_leaves_no_row_without_a_gap() => DataCheckTest.Skips(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => 400, (_, index) => index == 7
            ? new Dictionary<string, float[]> { ["z"] = [1] }
            : new Dictionary<string, float[]> { ["x"] = Values(index), ["y"] = [Of(index)], ["z"] = [1] }).HasTarget("y", classes: 3));

    /// <summary>A field that tells nothing.</summary>
    private static readonly float[] _nothing = [0.5f, 0.5f];

    /// <summary>Values of one generator: those of neighbouring seeds know of each other.</summary>
    private static readonly float[][] _values = Table();

    private static float[] Values(long index) => _values[index];

    private static float[][] Table()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, 401).Select(_ => (float[])[.. Enumerable.Range(0, 6).Select(_ => (float)random.NextDouble())])];
    }

    /// <summary>The class of a row: which of its first three values is the largest.</summary>
    private static long Of(long index) => Array.IndexOf(Values(index)[..3], Values(index)[..3].Max());

    private static DatasetSubject Classes(Func<long, long> label) =>
        Rows.Of(index => new Row(Values(index), label(index)), trained: 400).HasTarget("Label", classes: 3);

    private static DatasetSubject Numbers(Func<long, float> value) => DatasetSubject.For(() => new object())
        .WithSplit("train", _ => 400, (_, index) => (X: Values(index), Y: value(index))).HasTarget("Item2");
}
