namespace MnistVae.Pictures;

/// <summary>One line of <see cref="LossCurves"/>.</summary>
/// <param name="Title">What it shows, for the legend.</param>
/// <param name="Points">Steps and losses, in the order of the steps.</param>
/// <param name="IsSparse">Few points, so each gets a marker; otherwise a thin line.</param>
public sealed record LossCurve(string Title, IReadOnlyList<(long Step, double Loss)> Points, bool IsSparse);
