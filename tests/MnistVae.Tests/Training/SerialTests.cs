namespace MnistVae.Tests.Training;

/// <summary>
/// Tests that train, count the live tensors of the process, set the number of its computing threads, or send it signals:
/// nothing else runs beside them. TorchSharp 0.107 hands native scalars to LibTorch without keeping their managed halves
/// alive: a garbage collection that another thread causes may free one in use (<c>add_(Scalar)</c> in Adam was seen to throw).
/// </summary>
[CollectionDefinition(nameof(SerialTests), DisableParallelization = true)]
public sealed class SerialTests;
