using TorchTrust.Running.Hosting;
using TorchTrust.Weaving.Tests;

[assembly: AssemblyFixture(typeof(OwnData))]

// The generator, the default device and the watchers of calls belong to the process.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace TorchTrust.Weaving.Tests;

/// <summary>The kept copies of the tests lie in a folder of their own.</summary>
public sealed class OwnData : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("torchtrust-data-").FullName;

    public OwnData() => Environment.SetEnvironmentVariable(OwnFolder.Variable, _root);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
