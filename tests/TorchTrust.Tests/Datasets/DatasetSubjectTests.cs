using TorchTrust.Datasets;
using TorchTrust.Datasets.Reading;
using TorchTrust.Probes;
using TorchTrust.Running.Hosting.Travel;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Datasets;

public sealed class DatasetSubjectTests
{
    private static DatasetSubject<Points> Subject => DatasetSubject.For(seed => new Points(seed))
        .WithSplit("train", points => points.Train)
        .WithSplit("test", points => points.Test);

    public static TheoryData<string, Action> Mistakes => new()
    {
        { "A split \"train\" is declared already", () => Subject.WithSplit("train", points => points.Train) },
        { "There is no split \"all\": declared are \"train\", \"test\"", () =>
            Subject.WithSplit("part", points => points.Test, partOf: "all") },
        { "There is no split \"tset\": declared are \"train\", \"test\"", () =>
            Subject.WithBatches("tset", points => points.Train.Chunk(2)) },
        { "The batches of split \"train\" are declared already", () => Subject.WithBatches("train", Chunks).WithBatches("train", Chunks) },
        { "none is declared yet. Declare it first: WithSplit(", () => DatasetSubject.For(() => new Points(0)).HasUniqueItems("train") },
        { "There is no split \"val*\"", () => Subject.DropsLastBatchOnPurpose("val*", "a reason") },
        { "The range [1, -1] is empty", () => Subject.Within("image", 1, -1) },
        { "The range [NaN, 1] is empty", () => Subject.Spans("image", double.NaN, 1) },
        { "A field has a path: the key of a dictionary (label)", () => Subject.HasTarget(" ") },
        { "A target of classes has at least one", () => Subject.HasTarget("label", classes: 0) },
        { "\"a\" is named twice", () => Subject.PredictsNext(".a", "a") },
        { "at least one position later", () => Subject.PredictsNext("a", "b", offset: 0) },
        { "At least two different fields move together", () => Subject.MovesTogether("image") },
        { "No split is named", () => Subject.TrainsOn() },
        { "reason", () => Subject.RepeatsItemsOnPurpose("train", "") },
        { "reason", () => Subject.Skip("data-some-check", " ") },
    };

    [Theory, MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void A_mistake_is_told_where_it_is_made(string words, Action mistake) =>
        Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(mistake).Message, StringComparison.Ordinal);

    [Fact]
    public void Each_declaration_gives_a_new_subject_and_leaves_the_old_one()
    {
        DatasetSubject<Points> bare = Subject;

        DatasetSubject<Points> declared = bare.HasTarget("label", classes: 2).WithBatches("train", Chunks)
            .Skip("data-some-check", "not now");

        Assert.Empty(bare.Facts.Targets);
        Assert.Empty(bare.Loaders);
        Assert.Equal(("label", 2L), declared.Facts.Targets.Single());
        Assert.Equal(("Switched off: not now", null), (declared.SwitchedOff("data-some-check"), bare.SwitchedOff("data-some-check")));
    }

    [Fact]
    public void A_range_that_is_declared_again_takes_the_place_of_the_first() =>
        Assert.Equal([("b", 0, 1), ("a", -1, 1)], Subject.Within("a", 0, 1).Within("b", 0, 1).Within("[\"a\"]", -1, 1).Facts.Bounds);

    [Fact]
    public void The_first_split_and_its_parts_are_trained_on_unless_it_is_said_otherwise()
    {
        DatasetSubject<Points> subject = Subject.WithSplit("seen", points => points.Train, partOf: "train");

        Assert.Equal(["train", "seen"], TrainedOn(subject));
        Assert.Equal(["test"], TrainedOn(subject.TrainsOn("test")));
    }

    [Fact]
    public void A_subject_travels_with_its_splits_loaders_and_facts()
    {
        long offset = 5;
        DatasetSubject subject = Subject
            .WithSplit("moved", _ => 3L, (points, index) => points.Train[index] + offset)
            .WithBatches("train", (points, epoch) => points.Train.Select(point => point + epoch).Chunk(2))
            .IsGroupedBy("train", (_, index) => index / 2)
            .CoversTime("train", (_, index) => (index, index + offset))
            .Holds("is positive", (long point) => point + offset > 0)
            .HasTarget("item", classes: 3);

        var rebuilt = (DatasetSubject)SubjectRecipe.Of(subject).Rebuild();

        Assert.NotSame(subject, rebuilt);
        Assert.Equal(subject.Facts.Targets, rebuilt.Facts.Targets);
        Assert.Equal((3.0, 8.0), rebuilt.Facts.Covered.Single().Covers(new Points(0), 3));
        Assert.Equal(1L, rebuilt.Facts.Groups.Single().Group(new Points(0), 3));
        Assert.True(rebuilt.Facts.Properties.Single().Holds(-4L));
        using var session = (DatasetSession)rebuilt.OpenSession(seed: 2);
        Assert.Equal([7L, 8L, 9L], session.Splits[2].Items().Select(item => item.Value));
        Assert.Equal([[9L, 10L], [11L]], session.Batches("train", epoch: 7).Select(batch => (long[])batch.Value!));
    }

    [Fact]
    public void A_session_opens_with_its_seed_and_is_put_back_when_it_was_used()
    {
        using var session = new DatasetSession(Subject, seed: 4);
        LiveSplit before = session.Splits[0];
        session.Restore();

        Assert.Same(before, session.Splits[0]);

        session.IsUsed();
        session.Restore();

        Assert.Equal([4L, 5L, 6L], session.Splits[0].Items().Select(item => item.Value));
        Assert.Same(before, session.Splits[0]);
        Assert.Equal((1, true), (session.Builds, ((Points)session.Data).IsOpen));
    }

    [Fact]
    public void What_a_data_set_keeps_is_not_disposed_with_a_scope_of_ours()
    {
        using var session = new DatasetSession(
            DatasetSubject.For(() => new Kept()).WithSplit("all", _ => 1L, (kept, _) => kept.Read()), seed: 1);
        using (NewDisposeScope())
        {
            session.Splits[0].Read(0);
        }

        using Tensor again = session.Splits[0].Read(0).Fields.Single().ToTensor()!;

        Assert.Equal(3, again.sum().item<float>());
    }

    [Fact]
    public void An_item_that_cannot_be_read_is_named()
    {
        using var session = new DatasetSession(
            DatasetSubject.For(() => new Kept())
                .WithSplit("all", _ => 9L, (_, index) => index == 7 ? throw new FormatException("torn") : index),
            seed: 1);

        SubjectException thrown = Assert.Throws<SubjectException>(() => session.Splits[0].Items().Count());

        Assert.Equal("FormatException while reading item 7 of split \"all\": torn", thrown.Message);
    }

    [Fact]
    public void A_loader_that_is_given_as_a_split_is_refused_with_what_to_write()
    {
        DatasetSubject subject = DatasetSubject.For(() => new Kept())
            .WithSplit("train", kept => new TorchSharp.Modules.IterableDataLoader(utils.data.TensorDataset(zeros(4)), 2));
        using var session = new DatasetSession(subject, seed: 1);

        Assert.Contains("the loader by WithBatches", Assert.Throws<SubjectException>(() => session.Splits).Message,
            StringComparison.Ordinal);
    }

    private static IEnumerable<long[]> Chunks(Points points) => points.Train.Chunk(2);

    private static IEnumerable<string> TrainedOn(DatasetSubject subject) =>
        subject.Splits.Where(subject.IsTrainedOn).Select(split => split.Name);

    private sealed class Points(long seed) : IDisposable
    {
        public bool IsOpen { get; private set; } = true;

        public long[] Train => [seed, seed + 1, seed + 2];

        public List<long> Test => [seed - 1];

        public void Dispose() => IsOpen = false;
    }

    private sealed class Kept
    {
        private Tensor? _kept;

        public Tensor Read() => _kept ??= ones(3);
    }
}
