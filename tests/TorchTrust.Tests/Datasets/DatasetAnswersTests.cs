using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Datasets.Checks;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Datasets;

/// <summary>Where an answer to a question about data may stand in the user's code.</summary>
public sealed class DatasetAnswersTests
{
    [Fact]
    public void An_answer_stands_on_the_class_of_a_split()
    {
        Assert.Equal("Rare ones stand twice.", Unique(_ => new Answered()).Answer);
        Assert.Null(Unique(_ => new Table()).Answer);
    }

    [Fact]
    public void An_answer_stands_on_what_reads_an_item_or_gives_a_split()
    {
        static CheckResult Run(Func<string, long, float[]> read) => CheckTest.Run(
            CheckIds.DataItemsAreUnique, DatasetSubject.For(() => "files").WithSplit("train", _ => 60, read));

        Assert.Equal("Rare ones are read twice.", Run(Read).Answer);
        Assert.Null(Run(ReadUnanswered).Answer);
        Assert.Equal("Rare ones are given twice.", Unique(Given).Answer);
    }

    [Fact]
    public void An_answer_stands_on_what_loads_batches()
    {
        static CheckResult Run(Func<Rows, long, IEnumerable<(Tensor X, Tensor Label)>> epoch) =>
            CheckTest.Run(CheckIds.DataOrderChanges, Rows.Loaded(epoch));

        Assert.Equal("A curriculum goes from the easy to the hard.", Run(Curriculum).Answer);
        Assert.Null(Run(AlwaysTheFirst).Answer);
    }

    private static CheckResult Unique(Func<string, Table> split) =>
        CheckTest.Run(CheckIds.DataItemsAreUnique, DatasetSubject.For(() => "files").WithSplit("train", split));

    [TrustAnswer(CheckIds.DataItemsAreUnique, "Rare ones are read twice.")]
    private static float[] Read(string folder, long index) => Rows.Values(1, index % 40, 24);

    [TrustAnswer(CheckIds.DataOrderChanges, "It is another question.")]
    private static float[] ReadUnanswered(string folder, long index) => Rows.Values(1, index % 40, 24);

    [TrustAnswer(CheckIds.DataItemsAreUnique, "Rare ones are given twice.")]
    private static Table Given(string folder) => new();

    [TrustAnswer(CheckIds.DataOrderChanges, "A curriculum goes from the easy to the hard.")]
    private static IEnumerable<(Tensor X, Tensor Label)> Curriculum(Rows rows, long epoch) => rows.Epoch(0);

    private static IEnumerable<(Tensor X, Tensor Label)> AlwaysTheFirst(Rows rows, long epoch) => rows.Epoch(0);

    private class Table : utils.data.Dataset
    {
        public override long Count => 60;

        public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["x"] = tensor(Rows.Values(1, index % 40, 24)) };
    }

    [TrustAnswer(CheckIds.DataItemsAreUnique, "Rare ones stand twice.")]
    private sealed class Answered : Table;
}
