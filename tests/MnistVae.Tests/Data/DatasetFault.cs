using MnistVae.Data;
using static TorchSharp.torch;

namespace MnistVae.Tests.Data;

/// <summary>A fault put into what <see cref="DatasetTests"/> tests; parts that are null stay as they are.</summary>
/// <param name="Test">The name of the test that should find it.</param>
/// <param name="Run">Runs that test.</param>
/// <param name="Message">A part of the message that it should fail with.</param>
internal sealed record DatasetFault(string Test, Action<DatasetTests> Run, string Message)
{
    /// <summary>Whether the fault is in training, validation or test images.</summary>
    public Split Split { get; init; }

    /// <summary>Breaks what is read by the batch.</summary>
    public Func<IBatchSource, IBatchSource>? Source { get; init; }

    /// <summary>Breaks the images that are compared between splits: gives those of another split.</summary>
    public Split? UnaugmentedFrom { get; init; }

    /// <summary>Breaks the training images that lie beside other test images.</summary>
    public Func<IBatchSource, IBatchSource>? Beside { get; init; }

    /// <summary>Breaks what TorchSharp's loader reads.</summary>
    public Func<ImageDataset, utils.data.Dataset>? ForTorchSharp { get; init; }

    /// <summary>Breaks the project's loader: what it gives with a number of workers.</summary>
    public Func<IEnumerable<Batch>, int, IEnumerable<Batch>>? Loader { get; init; }
}
