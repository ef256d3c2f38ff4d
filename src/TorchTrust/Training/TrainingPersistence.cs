namespace TorchTrust.Training;

/// <summary>A way in which a training loop is saved to a file and loaded.</summary>
/// <param name="Purpose">What for.</param>
/// <param name="Save">Writes a loop to a path.</param>
/// <param name="Load">Gives a loop that was loaded from a path: the one it is given, or a new one.</param>
/// <param name="LoadsAnother">Whether loading builds a loop of its own, and leaves the one that it is given alone.</param>
internal sealed record TrainingPersistence(
    SavingPurpose Purpose, Action<object, string> Save, Func<object, string, object> Load, bool LoadsAnother)
{
    /// <summary>The number that tells the best; of no meaning for other purposes.</summary>
    public BestBy By { get; init; }

    /// <summary>Whether the best number is the highest; of no meaning for other purposes.</summary>
    public bool HigherIsBetter { get; init; }
}
