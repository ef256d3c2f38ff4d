using TorchTrust.Packages.Tests;
using TorchTrust.Packages.Tests.Feed;
using TorchTrust.Packages.Tests.Users;

[assembly: AssemblyFixture(typeof(Workshop))]

namespace TorchTrust.Packages.Tests;

/// <summary>The packages and the projects of users, each made once, by the first test that looks at it.</summary>
public sealed class Workshop : IAsyncDisposable
{
    private readonly Lazy<Task<PackageFeed>> _feed = new(PackageFeed.Pack);
    private readonly Lazy<Task<TestProject>> _testProject;
    private readonly Lazy<Task<OlderProgram>> _olderProgram;
    private readonly Lazy<Task<InstalledTool>> _tool;
    private readonly Lazy<Task<Templates>> _templates;
    private readonly Lazy<Task<FreshTests>> _freshTests;

    /// <summary>Nothing is made yet.</summary>
    public Workshop()
    {
        _testProject = new(async () => await Users.TestProject.Run(await Feed));
        _olderProgram = new(async () => await Users.OlderProgram.Run(await Feed));
        _tool = new(async () => await InstalledTool.Install(await Feed));
        _templates = new(async () => await Users.Templates.Install(await Feed));
        _freshTests = new(async () => await Users.FreshTests.Build(await Feed, await Templates));
    }

    internal Task<PackageFeed> Feed => _feed.Value;

    internal Task<TestProject> TestProject => _testProject.Value;

    internal Task<OlderProgram> OlderProgram => _olderProgram.Value;

    internal Task<InstalledTool> Tool => _tool.Value;

    internal Task<Templates> Templates => _templates.Value;

    internal Task<FreshTests> FreshTests => _freshTests.Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_feed.IsValueCreated && _feed.Value.IsCompletedSuccessfully)
        {
            (await _feed.Value).Dispose();
        }
    }
}
