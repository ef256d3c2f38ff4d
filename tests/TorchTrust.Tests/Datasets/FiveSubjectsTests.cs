using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace TorchTrust.Tests.Datasets;

/// <summary>Subjects as users write them, with no type said that the compiler can infer: that they compile is half of the test.</summary>
public sealed class FiveSubjectsTests
{
    private const string Folder = "data";

    private static DatasetSubject Images => DatasetSubject.For(seed => new Splits(Folder, seed))
        .WithSplit("train", d => d.Train, augmented: true)
        .WithSplit("test", d => d.Test)
        .WithBatches("train", d => d.Loader)
        .HasTarget("label", classes: 10);

    private static DatasetSubject Texts => DatasetSubject.For(() => new Corpus())
        .WithSplit("train", c => c.Train).WithSplit("rows", c => c.Rows).WithSplit("stream", c => c.Stream())
            .WithSplit("async", c => c.Async()).WithSplit("arr", c => c.Arr)
        .WithSplit("fn", c => c.Train.Count, (c, i) => c.Train[(int)i])
        .WithBatches("train", (c, e) => c.Epoch(e))
        .HasPadding("Tokens", value: 0).PredictsNext("Tokens", "Next");

    [Fact]
    public void A_classifier_on_a_DataLoader() => Assert.Equal(
        ("Splits", "dataset", "train test", true, "train"),
        (Images.Name, Images.Kind, string.Join(' ', Images.Splits.Select(split => split.Name)), Images.Splits[0].IsAugmented,
            Images.Loaders[0].Split));

    [Fact]
    public void Tokens_with_padding_from_every_kind_of_sequence()
    {
        Assert.Equal(["train", "rows", "stream", "async", "arr", "fn"], Texts.Splits.Select(split => split.Name));
        Assert.Equal(("Tokens", "Next", 1), Texts.Facts.Next[0]);
        Assert.True(Texts.Loaders[0].TakesEpoch);
    }

    private sealed class Digits(string folder, bool train) : Dataset
    {
        public override long Count => folder.Length + (train ? 4 : 0);

        public override Dictionary<string, Tensor> GetTensor(long i) => new() { ["image"] = zeros(1, 4, 4), ["label"] = tensor(i) };
    }

    private sealed class Splits(string folder, long seed)
    {
        public Digits Train { get; } = new(folder, true);

        public Digits Test { get; } = new(folder, false);

        public DataLoader Loader => new(Train, 64, shuffle: true, seed: (int)seed, num_worker: 2);
    }

    private sealed record Text(Tensor Tokens, Tensor Next);

    private sealed class Corpus
    {
        public IReadOnlyList<Text> Train { get; } = [];

        public List<(Tensor tokens, long label)> Rows { get; } = [];

        public Text[] Arr { get; } = [];

        public IEnumerable<Text> Stream() => Arr.Where(_ => true);

        public async IAsyncEnumerable<Text> Async()
        {
            await Task.Yield();
            foreach (Text text in Arr)
            {
                yield return text;
            }
        }

        public IEnumerable<Tensor> Epoch(long e) => Arr.Skip((int)e).Select(text => text.Tokens);
    }
}
