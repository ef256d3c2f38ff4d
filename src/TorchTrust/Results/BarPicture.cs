namespace TorchTrust;

/// <summary>Bars from the first module to the last, such as how much gradient arrives at each parameter.</summary>
/// <param name="Title">What is to be seen.</param>
/// <param name="ValueAxis">What the length of a bar means, with its unit.</param>
/// <param name="Bars">The bars, at most 64.</param>
public sealed record BarPicture(string Title, string ValueAxis, IReadOnlyList<Bar> Bars) : Picture(Title)
{
    /// <summary>Whether lengths are logarithms; zeros and negative values have no bar then.</summary>
    public bool IsLogarithmic { get; init; }
}
