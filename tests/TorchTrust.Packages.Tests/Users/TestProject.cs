using TorchTrust.Packages.Tests.Feed;

namespace TorchTrust.Packages.Tests.Users;

/// <summary>A user's test project of xUnit v3, run with a faulty model and, after the user has mended it, again.</summary>
internal sealed class TestProject
{
    private const string Name = "ShopTests";
    private readonly PackageFeed _feed;

    private TestProject(PackageFeed feed) => _feed = feed;

    /// <summary>The folder of the project.</summary>
    public string Folder => Path.Combine(_feed.Folder, Name);

    /// <summary>The output.</summary>
    public string Output => Path.Combine(Folder, "bin", "Release", "net10.0");

    /// <summary>The first build.</summary>
    public Dotnet Build { get; private set; } = null!;

    /// <summary>The second, after the model was mended.</summary>
    public Dotnet SecondBuild { get; private set; } = null!;

    /// <summary>The tests with the faulty model.</summary>
    public ResultFile Faulty { get; private set; } = null!;

    /// <summary>The tests with the mended model.</summary>
    public ResultFile Mended { get; private set; } = null!;

    /// <summary>Makes the project, builds and runs it, mends the model, builds and runs it again.</summary>
    public static async Task<TestProject> Run(PackageFeed feed)
    {
        var project = new TestProject(feed);
        feed.Write($"{Name}/{Name}.csproj", Sources.Project(
            "net10.0",
            "<UseMicrosoftTestingPlatformRunner>true</UseMicrosoftTestingPlatformRunner>",
            ("TorchTrust.Xunit", feed.Version),
            ("xunit.v3", Repository.VersionOf("xunit.v3")),
            Sources.Backend));
        feed.Write($"{Name}/ClassifierTrust.cs", Sources.Tests);
        feed.Write($"{Name}/Classifier.cs", Sources.FaultyModel);
        project.Build = await project.BuildAll();
        project.Faulty = await project.Test("faulty", 2);
        feed.Write($"{Name}/Classifier.cs", Sources.MendedModel);
        project.SecondBuild = await project.BuildAll("--no-restore");
        project.Mended = await project.Test("mended", 0);
        return project;
    }

    // Links instead of copies: the native backend has 490 MB. Nothing else differs from what a user types.
    private async Task<Dotnet> BuildAll(params string[] more) => (await Dotnet.Run(
        Folder, ["build", "-c", "Release", "-nologo", "-tl:off", "-p:CreateHardLinksForCopyLocalIfPossible=true", .. more])).EndedWith(0);

    private async Task<ResultFile> Test(string name, int exitCode)
    {
        (await Dotnet.Run(
            Folder,
            [
                "exec", Path.Combine(Output, $"{Name}.dll"), "--results-directory", Folder, "--report-xunit-trx",
                "--report-xunit-trx-filename", $"{name}.trx",
            ]))
            .EndedWith(exitCode);
        return ResultFile.Read(Path.Combine(Folder, $"{name}.trx"));
    }
}
