namespace TorchTrust;

/// <summary>Takes a number that a training loop logs.</summary>
/// <param name="tag">What it is, such as <c>train/loss</c>.</param>
/// <param name="value">The number.</param>
/// <param name="step">The step or the epoch that it belongs to, as the loop counts them.</param>
public delegate void ScalarRecorder(string tag, double value, long step);
