using TorchTrust.Packages.Tests.Feed;

namespace TorchTrust.Packages.Tests;

/// <summary>
/// Whoever steps into a package comes to the source that it was built from. No repository of ours has been published, so the
/// addresses are those of a repository that is made here, with the build files of this one.
/// </summary>
public sealed class SourceLinkTests
{
    private const string Small = "TorchTrust.Small", Framework = "net10.0";
    private const string Address = "https://raw.githubusercontent.com/torchtrust/torchtrust";

    // How people clone from GitHub.
    [Theory]
    [InlineData("https://github.com/torchtrust/torchtrust.git")]
    [InlineData("https://github.com/torchtrust/torchtrust")]
    [InlineData("git@github.com:torchtrust/torchtrust.git")]
    public async Task Symbols_name_the_commit_at_the_address_that_the_sources_came_from(string origin)
    {
        using SourceRepository repository = await SourceRepository.Small(Small, origin, Framework);

        (await repository.Pack(Small)).EndedWith(0);

        PackageFile package = repository.Open(Small);
        var symbols = new Symbols(repository.Open(Small, "snupkg").Read($"lib/{Framework}/{Small}.pdb"));
        Assert.Equal(repository.Commit, (string?)package.Fields("repository").Single().Attribute("commit"));
        Assert.Equal([("/_/*", $"{Address}/{repository.Commit}/*")], symbols.SourceLink);
        AssertThatAllSourcesAreHad(repository, symbols);
        Assert.Contains(symbols.Documents, document => document.Path == $"/_/src/{Small}/Layers.cs");
    }

    // An archive of the sources, or a fork that was never pushed: nothing is known of addresses, and nothing is the matter.
    [Fact]
    public async Task Without_an_origin_it_packs_without_a_warning_and_names_no_address()
    {
        using SourceRepository repository = await SourceRepository.Small(Small, origin: null, Framework);

        Dotnet packed = (await repository.Pack(Small)).EndedWith(0);

        Assert.DoesNotContain("warning", packed.Output, StringComparison.OrdinalIgnoreCase);
        var symbols = new Symbols(repository.Open(Small, "snupkg").Read($"lib/{Framework}/{Small}.pdb"));
        Assert.Empty(symbols.SourceLink);
        Assert.DoesNotContain(symbols.Documents, document => document.Path.Contains(repository.Folder, StringComparison.Ordinal));
    }

    // The library is built anew: two minutes.
    [Fact(Explicit = true)]
    public async Task The_library_s_own_symbols_do()
    {
        const string Library = "TorchTrust";
        using SourceRepository repository = await SourceRepository.OfThisOne("https://github.com/torchtrust/torchtrust.git");

        (await repository.Pack(Library)).EndedWith(0);

        PackageFile package = repository.Open(Library, "snupkg");
        Assert.Equal(2, package.Files.Count);
        foreach (string file in package.Files)
        {
            var symbols = new Symbols(package.Read(file));
            Assert.Equal([("/_/*", $"{Address}/{repository.Commit}/*")], symbols.SourceLink);
            Assert.True(symbols.Documents.Count > 500, $"{symbols.Documents.Count} sources");
            AssertThatAllSourcesAreHad(repository, symbols);
        }
    }

    /// <summary>
    /// No path is one of the machine that built it; what was generated, and so is in no commit, is in the symbols themselves.
    /// </summary>
    private static void AssertThatAllSourcesAreHad(SourceRepository repository, Symbols symbols)
    {
        Assert.All(symbols.Documents, document =>
        {
            Assert.StartsWith("/_", document.Path, StringComparison.Ordinal);
            Assert.DoesNotContain(repository.Folder, document.Path, StringComparison.Ordinal);
            bool isCommitted = document.Path.StartsWith("/_/", StringComparison.Ordinal) && repository.Has(document.Path[3..]);
            Assert.True(document.IsEmbedded != isCommitted, document.Path);
        });
    }
}
