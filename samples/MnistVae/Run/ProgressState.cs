namespace MnistVae.Run;

/// <summary>Where a training run is, as it is shown.</summary>
/// <param name="Epoch">The epoch in progress, from 1.</param>
/// <param name="Epochs">The number of epochs.</param>
/// <param name="Step">The steps that are done, in all epochs.</param>
/// <param name="Steps">The steps of all epochs.</param>
/// <param name="Loss">The loss of the last step, per image.</param>
/// <param name="ImagesPerSecond">The present pace.</param>
/// <param name="Remaining">The time that is left at the pace so far.</param>
internal readonly record struct ProgressState(
    int Epoch, int Epochs, long Step, long Steps, double Loss, double ImagesPerSecond, TimeSpan Remaining);
