namespace TorchTrust.Datasets.Probes;

/// <summary>An item that is held out and nearly one that is trained on.</summary>
/// <param name="Held">Its index.</param>
/// <param name="Trained">The index of the item of training.</param>
/// <param name="Ratio">How many times as far the second nearest item of training is.</param>
internal sealed record NearCopy(long Held, long Trained, double Ratio);
