namespace MnistVae.Tests.Run;

/// <summary>Weights are drawn from torch's generator, which belongs to the process: these tests run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunTestGroup
{
    public const string Name = "Runs";
}
