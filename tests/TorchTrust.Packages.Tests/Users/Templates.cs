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
        await templates.New("install", feed.PathOf("TorchTrust.Templates"));
        return templates;
    }

    /// <summary>Makes a project.</summary>
    /// <param name="template">The template, such as <c>torchtrust-xunit</c>.</param>
    /// <param name="language"><c>C#</c> or <c>F#</c>.</param>
    /// <param name="name">The name of the project.</param>
    public async Task<FreshProject> Make(string template, string language, string name)
    {
        await New(template, "--language", language, "--name", name, "--output", Path.Combine(_feed.Folder, name), "--no-restore");
        return new FreshProject(Path.Combine(_feed.Folder, name), language);
    }

    private async Task New(params string[] arguments) =>
        (await Dotnet.Run(_feed.Folder, ["new", .. arguments, "--debug:custom-hive", Hive])).EndedWith(0);
}
