namespace TorchTrust.Xunit.Fixture;

/// <summary>What may have no test beside it.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
