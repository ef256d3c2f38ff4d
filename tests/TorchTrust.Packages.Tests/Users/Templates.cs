using TorchTrust.Packages.Tests.Feed;

namespace TorchTrust.Packages.Tests.Users;

/// <summary>The templates, installed for the tests alone.</summary>
internal sealed class Templates
{
    private readonly PackageFeed _feed;

    private Templates(PackageFeed feed) => _feed = feed;

    private string Hive => Path.Combine(_feed.Folder, "hive");

    /// <summary>Installs the package of templates.</summary>
    public static async Task<Templates> Install(PackageFeed feed)
    {
        var templates = new Templates(feed);
        (await templates.New(feed.Folder, "install", feed.PathOf("TorchTrust.Templates"))).EndedWith(0);
        return templates;
    }

    /// <summary>Makes a project.</summary>
    /// <param name="template">The template, such as <c>torchtrust-xunit</c>.</param>
    /// <param name="language"><c>C#</c> or <c>F#</c>.</param>
    /// <param name="name">The name of the project.</param>
    /// <param name="options">Options of the template.</param>
    public async Task<FreshProject> Make(string template, string language, string name, params string[] options)
    {
        string folder = Path.Combine(_feed.Folder, name);
        (await New(_feed.Folder, [template, "--language", language, "--name", name, "--output", folder, .. options])).EndedWith(0);
        return new FreshProject(folder, language);
    }

    /// <summary>Runs <c>dotnet new</c>.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="arguments">The rest of the command line.</param>
    public Task<Dotnet> New(string folder, params string[] arguments) =>
        Dotnet.Run(folder, ["new", .. arguments, "--debug:custom-hive", Hive]);

    /// <summary>Shows that the templates are installed: they are for all tests.</summary>
    /// <param name="folder">Where.</param>
    public Task<Dotnet> Installed(string folder) => New(folder, "uninstall");
}
