using System.Globalization;

namespace TorchTrust.Models.Described;

/// <summary>What a layer takes.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Size">The features, the channels, or how many indices there are.</param>
/// <param name="Name">Its name in the model.</param>
internal sealed record LayerInput(LayerKind Kind, long Size, string Name)
{
    /// <summary>As it travels.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Size} {Name}");

    /// <summary>Reads what travelled.</summary>
    public static LayerInput Read(string text) => text.Split(' ', 3) is [var kind, var size, var name]
        ? new LayerInput(Enum.Parse<LayerKind>(kind), long.Parse(size, CultureInfo.InvariantCulture), name)
        : throw new FormatException($"'{text}' is no layer.");
}
