namespace TorchTrust.Watching.Stream;

/// <summary>Numbers at steps.</summary>
/// <param name="Name">What they are of.</param>
/// <param name="Steps">The steps.</param>
/// <param name="Values">The numbers.</param>
internal sealed record WatchSeries(string Name, IReadOnlyList<double> Steps, IReadOnlyList<double> Values);
