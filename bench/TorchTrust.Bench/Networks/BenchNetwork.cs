using MnistVae.Data;
using MnistVae.Models;
using static TorchSharp.torch;

namespace TorchTrust.Bench.Networks;

/// <summary>A network on which the cost of proofs is measured.</summary>
/// <param name="Name">How it is named on the command line.</param>
/// <param name="Subject">The subject, with nothing declared but its input.</param>
internal sealed record BenchNetwork(string Name, ModelSubject Subject)
{
    /// <summary>All of them, the smallest first.</summary>
    public static IReadOnlyList<BenchNetwork> All { get; } =
    [
        new("cnn-vae", ModelSubject.For(() => new CnnVae(new ImageShape(1, 32, 32), 16)).WithInput(n => randn(n, 1, 32, 32))),
        new("encoder", ModelSubject.For(() => new TransformerEncoder())
            .WithInput(n => randint(TransformerEncoder.Vocabulary, [n, TransformerEncoder.Length]))),
        new("detector", ModelSubject.For(() => new Detector()).WithInput(n => randn(n, 3, 64, 64))),
        new("resnet-18", ModelSubject.For(() => new ResNet18()).WithInput(n => randn(n, 3, 64, 64))),
    ];

    /// <summary>A row of equal blocks.</summary>
    /// <param name="count">How many.</param>
    public static BenchNetwork Blocks(int count) =>
        new($"{count} blocks", ModelSubject.For(() => new EqualBlocks(count)).WithInput(n => randn(n, 16)));

    /// <summary>The networks of these names; all of them for no name.</summary>
    /// <exception cref="ArgumentException">There is none of a name.</exception>
    public static IReadOnlyList<BenchNetwork> Named(IReadOnlyCollection<string> names) =>
        names.Count == 0
            ? All
            : [.. names.Select(name => All.FirstOrDefault(network => network.Name == name)
                ?? throw new ArgumentException(
                    $"There is no network '{name}'. There are: {string.Join(", ", All.Select(each => each.Name))}."))];
}
