using MnistVae.Data;

namespace MnistVae.Training;

/// <summary>The data of a training run.</summary>
/// <param name="Train">What the model is trained on.</param>
/// <param name="Test">What it is tested on.</param>
/// <param name="Validation">
/// What decides which checkpoint is the best. Without it the test data decide, and a test loss of that checkpoint is no
/// longer an honest estimate.
/// </param>
public sealed record TrainerData(IBatchSource Train, IBatchSource Test, IBatchSource? Validation = null);
