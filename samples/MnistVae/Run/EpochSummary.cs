namespace MnistVae.Run;

/// <summary>What an epoch gave.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">The number of epochs.</param>
/// <param name="TrainLoss">The mean loss of its steps, per image.</param>
/// <param name="TestLoss">The loss of the test images after it, per image.</param>
/// <param name="Duration">How long it took, evaluation included.</param>
internal readonly record struct EpochSummary(
    int Epoch, int Epochs, double TrainLoss, double TestLoss, TimeSpan Duration);
