namespace MnistVae.Tests.Training;

/// <summary>
/// Tests that train: they use every core, count the live tensors of the process, and compare bits, so nothing else runs
/// beside them.
/// </summary>
[CollectionDefinition(nameof(SerialTests), DisableParallelization = true)]
public sealed class SerialTests;
