namespace MnistVae.Tests.Models;

/// <summary>
/// Tests that seed torch's generator or change its default device: both belong to the process, so nothing runs beside.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchState
{
    public const string Name = "torch's state";
}
