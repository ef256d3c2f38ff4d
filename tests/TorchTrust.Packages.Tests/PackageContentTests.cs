using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using TorchTrust.Packages.Tests.Feed;

namespace TorchTrust.Packages.Tests;

/// <summary>What is in the packages, and what they say of themselves.</summary>
public sealed class PackageContentTests(Workshop workshop)
{
    private const string Icon = "icon.png", Readme = "README.md";

    private static readonly string[] _frameworks = ["net8.0", "net10.0"];

    public static TheoryData<string> Libraries =>
        ["TorchTrust", "TorchTrust.MSTest", "TorchTrust.NUnit", "TorchTrust.Reporting", "TorchTrust.TUnit", "TorchTrust.Xunit"];

    /// <summary>Packages, and assemblies in them that are ours.</summary>
    public static TheoryData<string, string> OwnAssemblies => new(
    [
        .. from row in Libraries from framework in _frameworks select (row.Data, $"lib/{framework}/{row.Data}.dll"),
        ("TorchTrust", "lib/net8.0/TorchTrust.Host.dll"),
        ("TorchTrust", "buildTransitive/NativeMend/TorchTrust.NativeMend.dll"),
        ("TorchTrust", "buildTransitive/TorchTrust.Weaving/TorchTrust.Weaving.dll"),
        ("TorchTrust.Cli", "tools/net8.0/any/TorchTrust.Cli.dll"),
    ]);

    [Fact]
    public async Task The_library_brings_its_host_its_documentation_and_the_mend()
    {
        PackageFile package = (await workshop.Feed).Open("TorchTrust");

        Assert.Equal(
            [
                Readme,
                "buildTransitive/NativeMend/TorchTrust.NativeMend.dll",
                "buildTransitive/TorchTrust.Weaving/Mono.Cecil.Pdb.dll", "buildTransitive/TorchTrust.Weaving/Mono.Cecil.Rocks.dll",
                "buildTransitive/TorchTrust.Weaving/Mono.Cecil.dll", "buildTransitive/TorchTrust.Weaving/TorchTrust.Weaving.dll",
                "buildTransitive/TorchTrust.Weaving/TorchTrust.Weaving.runtimeconfig.json",
                "buildTransitive/TorchTrust.targets",
                Icon,
                "lib/net10.0/TorchTrust.Host.dll", "lib/net10.0/TorchTrust.dll", "lib/net10.0/TorchTrust.xml",
                "lib/net8.0/TorchTrust.Host.dll", "lib/net8.0/TorchTrust.dll", "lib/net8.0/TorchTrust.xml",
            ],
            package.Files);
        Assert.Equal(["SharpZipLib", "SkiaSharp", "System.IO.Hashing", "TorchSharp"], Dependencies(package));
    }

    [Theory]
    [InlineData("Xunit", new string[0], new[] { "xunit.v3.assert", "xunit.v3.extensibility.core" })]
    [InlineData("NUnit", new string[0], new[] { "NUnit" })]
    [InlineData("MSTest", new[] { "FindUnmarkedClasses.cs", "Marks.targets" }, new[] { "MSTest.TestFramework" })]
    [InlineData("TUnit", new[] { "FindUnmarkedClasses.cs", "Marks.targets" }, new[] { "TUnit.Assertions", "TUnit.Core" })]
    public async Task An_adapter_brings_itself_and_asks_for_the_library_of_the_same_version(string framework, string[] marks, string[] own)
    {
        PackageFeed feed = await workshop.Feed;
        string id = $"TorchTrust.{framework}";
        PackageFile package = feed.Open(id);

        Assert.Equal(
            [
                Readme, .. marks.Select(name => $"buildTransitive/Marks/{name}"), $"buildTransitive/{id}.targets", Icon,
                $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml", $"lib/net8.0/{id}.dll", $"lib/net8.0/{id}.xml",
            ],
            package.Files);
        Assert.Equal(
            own.Concat(["SharpZipLib", "SkiaSharp", "System.IO.Hashing", "TorchSharp", "TorchTrust"]).Order(StringComparer.Ordinal),
            Dependencies(package));
        Assert.All(
            package.Fields("dependency").Where(dependency => (string)dependency.Attribute("id")! == "TorchTrust"),
            dependency => Assert.Equal(feed.Version, (string)dependency.Attribute("version")!));
    }

    [Fact]
    public async Task The_templates_have_all_versions_filled_in_and_nothing_that_runs()
    {
        PackageFeed feed = await workshop.Feed;
        PackageFile package = feed.Open("TorchTrust.Templates");

        string[] configurations = [.. package.Files.Where(file => file.EndsWith("/template.json", StringComparison.Ordinal))];
        Assert.Equal(10, configurations.Length);
        Assert.All(configurations, file => Assert.Contains($"\"{feed.Version}\"", Text(package, file), StringComparison.Ordinal));
        foreach (string project in package.Files.Where(file => file.EndsWith("proj", StringComparison.Ordinal)))
        {
            string configuration = Text(package, $"{project[..project.LastIndexOf('/')]}/.template.config/template.json");
            Assert.All(
                System.Text.RegularExpressions.Regex.Matches(Text(package, project), @"VERSION\([^)]+\)"),
                version => Assert.Contains($"\"replaces\": \"{version.Value}\"", configuration, StringComparison.Ordinal));
        }

        Assert.Equal("Template", (string?)package.Fields("packageType").Single().Attribute("name"));
        Assert.DoesNotContain(package.Files, file => file.EndsWith(".dll", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_reports_bring_themselves_alone()
    {
        PackageFile package = (await workshop.Feed).Open("TorchTrust.Reporting");

        Assert.Equal(
            [
                Readme, Icon,
                "lib/net10.0/TorchTrust.Reporting.dll", "lib/net10.0/TorchTrust.Reporting.xml",
                "lib/net8.0/TorchTrust.Reporting.dll", "lib/net8.0/TorchTrust.Reporting.xml",
            ],
            package.Files);
    }

    // Fields are walked by reflection, and a program that was trimmed has lost some of them.
    [Theory]
    [MemberData(nameof(OwnAssemblies))]
    public async Task No_assembly_says_that_it_may_be_trimmed_or_compiled_ahead(string id, string assembly)
    {
        using var reader = new PEReader(new MemoryStream((await workshop.Feed).Open(id).Read(assembly)));
        MetadataReader metadata = reader.GetMetadataReader();

        string[] said =
        [
            .. metadata.GetAssemblyDefinition().GetCustomAttributes().Select(metadata.GetCustomAttribute)
                .Select(attribute => System.Text.Encoding.UTF8.GetString(metadata.GetBlobBytes(attribute.Value))),
        ];
        Assert.NotEmpty(said);
        Assert.DoesNotContain(
            said,
            text => text.Contains("IsTrimmable", StringComparison.Ordinal) || text.Contains("IsAotCompatible", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_tool_is_small_and_brings_nothing_native()
    {
        PackageFile package = (await workshop.Feed).Open("TorchTrust.Cli");

        Assert.True(package.Size < 10_000_000, $"{package.Size} bytes");
        Assert.All(package.Files, file => Assert.DoesNotContain("/runtimes/", file, StringComparison.Ordinal));
        Assert.All(
            package.Files.Where(file => Path.GetExtension(file) is ".dll" or ".exe" or ".so" or ".dylib"),
            file => Assert.True(IsManaged(package.Read(file)), $"{file} is native"));
        Assert.Contains(package.Files, file => file.EndsWith("/TorchTrust.Host.dll", StringComparison.Ordinal));
        Assert.Equal("torchtrust", (string?)System.Xml.Linq.XDocument.Parse(System.Text.Encoding.UTF8.GetString(package.Read(
            package.Files.Single(file => file.EndsWith("/DotnetToolSettings.xml", StringComparison.Ordinal)))).TrimStart('\uFEFF'))
            .Descendants("Command").Single().Attribute("Name"));
    }

    [Theory]
    [InlineData("TorchTrust")]
    [InlineData("TorchTrust.Cli")]
    [InlineData("TorchTrust.MSTest")]
    [InlineData("TorchTrust.NUnit")]
    [InlineData("TorchTrust.Reporting")]
    [InlineData("TorchTrust.Templates")]
    [InlineData("TorchTrust.TUnit")]
    [InlineData("TorchTrust.Xunit")]
    public async Task A_package_says_what_it_is_whose_it_is_and_where_it_comes_from(string id)
    {
        PackageFeed feed = await workshop.Feed;
        PackageFile package = feed.Open(id);

        Assert.Equal(id, package.Field("id"));
        Assert.Equal(feed.Version, package.Field("version"));
        Assert.Equal("MIT", package.Field("license"));
        Assert.Equal((Icon, Readme), (package.Field("icon"), package.Field("readme")));
        Assert.Equal("The TorchTrust maintainers", package.Field("authors"));
        Assert.True(package.Field("description").Length > 40, package.Field("description"));
        Assert.Contains("TorchSharp", package.Field("tags"), StringComparison.Ordinal);
        Assert.Matches("^https://", package.Field("projectUrl"));
        Assert.Equal("git", (string?)package.Fields("repository").Single().Attribute("type"));
        Assert.Contains(id, System.Text.Encoding.UTF8.GetString(package.Read(Readme)), StringComparison.Ordinal);
        Assert.Equal([0x89, 0x50, 0x4e, 0x47], package.Read(Icon)[..4]);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public async Task The_package_of_symbols_has_those_of_each_assembly(string id)
    {
        PackageFile symbols = (await workshop.Feed).Open(id, "snupkg");

        Assert.Equal([$"lib/net10.0/{id}.pdb", $"lib/net8.0/{id}.pdb"], symbols.Files);
    }

    [Theory]
    [MemberData(nameof(OwnAssemblies))]
    public async Task Assemblies_are_built_deterministically(string id, string assembly)
    {
        using var reader = new PEReader(new MemoryStream((await workshop.Feed).Open(id).Read(assembly)));

        Assert.Contains(reader.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
    }

    // Members without a comment are errors of the build; this is what becomes of the comments.
    [Theory]
    [MemberData(nameof(Libraries))]
    public async Task The_documentation_of_a_library_tells_of_its_types_for_both_frameworks(string id)
    {
        PackageFile package = (await workshop.Feed).Open(id);

        string[] newer = Documented(package, $"lib/net10.0/{id}.xml");
        Assert.Contains(newer, member => member.StartsWith("T:TorchTrust.", StringComparison.Ordinal));
        Assert.Contains(newer, member => member.StartsWith("M:TorchTrust.", StringComparison.Ordinal));
        Assert.Contains(
            Documented(package, $"lib/net8.0/{id}.xml"), member => member.StartsWith("T:TorchTrust.", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void What_a_library_offers_stands_in_an_approved_text(string id)
    {
        string place = id switch
        {
            "TorchTrust" => "TorchTrust.Tests/Architecture/PublicApi.approved.txt",
            "TorchTrust.Reporting" => "TorchTrust.Reporting.Tests/PublicApi.approved.txt",
            _ => $"TorchTrust.Adapters.Tests/PublicApi.{id["TorchTrust.".Length..]}.approved.txt",
        };

        Assert.Contains($"namespace {id}", File.ReadAllText(Path.Combine(Repository.Root, "tests", place)), StringComparison.Ordinal);
    }

    // What a program compiled for .NET 8 calls must be there when it runs on .NET 10.
    [Fact]
    public async Task What_one_framework_has_and_the_newer_lacks_makes_no_package()
    {
        using SourceRepository repository = await SourceRepository.Small("TorchTrust.Small", origin: null, "net8.0;net10.0", """
            #if !NET10_0
                /// <summary>Gone with the next framework.</summary>
                public static int CountOfOld(int[] sizes) => sizes.Length;
            #endif
            """);

        Dotnet packed = (await repository.Pack("TorchTrust.Small")).EndedWith(1);

        Assert.Contains("CP0002", packed.Output, StringComparison.Ordinal);
        Assert.Contains("CountOfOld", packed.Output, StringComparison.Ordinal);
    }

    private static string[] Documented(PackageFile package, string file) =>
    [
        .. System.Xml.Linq.XDocument.Load(new MemoryStream(package.Read(file))).Descendants("member")
            .Select(member => (string)member.Attribute("name")!),
    ];

    private static string Text(PackageFile package, string file) => System.Text.Encoding.UTF8.GetString(package.Read(file));

    private static bool IsManaged(byte[] assembly)
    {
        using var reader = new PEReader(new MemoryStream(assembly));
        return reader.HasMetadata && reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size == 0;
    }

    private static IEnumerable<string> Dependencies(PackageFile package) => package.Fields("dependency")
        .Select(dependency => (string)dependency.Attribute("id")!).Distinct().Order(StringComparer.Ordinal);
}
