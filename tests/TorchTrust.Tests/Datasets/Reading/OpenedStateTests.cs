using TorchTrust.Datasets;
using TorchTrust.Datasets.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Datasets.Reading;

/// <summary>A data set that was read is put back as it was opened, or opened anew where that cannot be.</summary>
public sealed class OpenedStateTests
{
    [Fact]
    public void Counters_flags_and_positions_are_put_back_and_nothing_is_opened_anew()
    {
        using DatasetSession session = Open(() => new Counting());
        IReadOnlyList<ItemPrint> first = ReadTwice(session);

        session.Restore();

        Assert.Equal(first.Select(Text), ReadTwice(session).Select(Text));
        Assert.Equal(1, session.Builds);
    }

    [Fact]
    public void A_list_that_has_grown_is_opened_anew() => IsOpenedAnew(() => new Caching());

    [Fact]
    public void A_tensor_that_was_written_to_is_opened_anew() => IsOpenedAnew(() => new Editing());

    [Fact]
    public void A_long_array_that_was_written_to_is_opened_anew() => IsOpenedAnew(() => new Marking());

    [Fact]
    public void What_cannot_be_looked_into_is_opened_anew() => IsOpenedAnew(() => new Drawing());

    private static void IsOpenedAnew<T>(Func<T> open)
        where T : class, IReader
    {
        using DatasetSession session = Open(open);
        IReadOnlyList<ItemPrint> first = ReadTwice(session);

        session.Restore();

        Assert.Equal(first.Select(Text), ReadTwice(session).Select(Text));
        Assert.Equal(2, session.Builds);
    }

    private static DatasetSession Open<T>(Func<T> open)
        where T : class, IReader =>
        new(DatasetSubject.For(open).WithSplit("train", data => 8L, (data, index) => data.Read((int)index)), 1);

    private static IReadOnlyList<ItemPrint> ReadTwice(DatasetSession session)
    {
        long[] indices = [0, 1, 2, 3, 4, 5, 6, 7];
        return [.. ItemReads.Read(session, session.SplitOf("train"), indices),
            .. ItemReads.Read(session, session.SplitOf("train"), indices)];
    }

    private static string Text(ItemPrint print) => $"{print.Index} {print.Fields["item"]}";

    private interface IReader
    {
        Tensor Read(int index);
    }

    private sealed class Counting : IReader
    {
        private readonly int[] _reads = new int[8];
        private readonly Tensor _values = arange(8);
        private readonly Dictionary<string, int[]> _byName = new() { ["reads"] = new int[1] };
        private readonly object _gate = new();
        private string? _latest;

        public Tensor Read(int index)
        {
            lock (_gate)
            {
                _latest = $"{_latest}{index}";
                return _values[index] + (10 * _reads[index]++) + (100 * _byName["reads"][0]++) + _latest.Length;
            }
        }
    }

    private sealed class Caching : IReader
    {
        private readonly List<Tensor> _read = [];

        public Tensor Read(int index)
        {
            _read.Add(tensor(_read.Count));
            return _read[^1];
        }
    }

    private sealed class Editing : IReader
    {
        private readonly Tensor _values = arange(8).to(ScalarType.Float32);

        public Tensor Read(int index) => _values[index].add_(1).clone();
    }

    private sealed class Marking : IReader
    {
        private readonly long[] _marks = new long[1 << 18];

        public Tensor Read(int index) => tensor(++_marks[index]);
    }

    private sealed class Drawing : IReader
    {
        private readonly Random _random = new(3);

        public Tensor Read(int index) => tensor(_random.NextDouble());
    }
}
