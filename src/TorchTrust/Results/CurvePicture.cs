namespace TorchTrust;

/// <summary>How numbers go on, such as a loss from step to step.</summary>
/// <param name="Title">What is to be seen.</param>
/// <param name="XAxis">What is counted along the axis, such as <c>step</c>.</param>
/// <param name="ValueAxis">What the values are, with their unit.</param>
/// <param name="Curves">The lines, at most 4, of at most 1024 points each.</param>
public sealed record CurvePicture(string Title, string XAxis, string ValueAxis, IReadOnlyList<Curve> Curves) : Picture(Title)
{
    /// <summary>Whether values are graded by logarithms; zeros and negative ones are left out then.</summary>
    public bool IsLogarithmic { get; init; }
}
