using MnistVae.Data;

namespace MnistVae.Tests.Data;

internal static class MnistDataExtensions
{
    /// <summary>A split by its name; the tests' data sets all have a validation split.</summary>
    public static ImageDataset Get(this MnistData data, Split split) => split switch
    {
        Split.Train => data.Train,
        Split.Validation => data.Validation ?? throw new InvalidOperationException("There is no validation split."),
        Split.Test => data.Test,
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, null),
    };
}
