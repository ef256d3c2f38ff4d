namespace MnistVae.Tests.Training;

/// <summary>
/// Tests that count the live tensors of the process, set the number of its computing threads, or send it signals: nothing
/// else runs beside them.
/// </summary>
[CollectionDefinition(nameof(SerialTests), DisableParallelization = true)]
public sealed class SerialTests;
