namespace MnistVae.Run;

/// <summary>Which checkpoint of a run is taken.</summary>
internal enum CheckpointKind
{
    /// <summary>The last one: its test loss is an honest estimate.</summary>
    Last,

    /// <summary>The one with the lowest test loss; that loss flatters, since it was chosen by it.</summary>
    Best,
}
