namespace TorchTrust;

/// <summary>How a training is watched.</summary>
public sealed record WatchOptions
{
    /// <summary>The share of the run's time that watching may take, from 0 to 1; 1 looks at every step.</summary>
    public double Share { get; init; } = 0.03;

    /// <summary>Told of each rule that has found something, on the thread of the training and as soon as it is certain.</summary>
    public Action<CheckResult>? Found { get; init; }

    /// <summary>
    /// Whether metrics have a series for each layer, under the tag <c>layer</c>. Names of layers are those of the model: nothing else of
    /// the program is in a tag.
    /// </summary>
    public bool SeriesByLayer { get; init; }
}
