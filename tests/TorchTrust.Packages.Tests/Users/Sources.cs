namespace TorchTrust.Packages.Tests.Users;

/// <summary>What users write.</summary>
internal static class Sources
{
    /// <summary>A classifier whose hidden layers stand in a list of .NET, and whose columns become rows.</summary>
    public const string FaultyModel = """
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        namespace Shop;

        public sealed class Classifier : nn.Module<Tensor, Tensor>
        {
            private readonly List<Linear> hidden = [nn.Linear(8, 6)];
            private readonly Linear head = nn.Linear(6, 3);

            public Classifier() : base(nameof(Classifier)) => RegisterComponents();

            public override Tensor forward(Tensor images)
            {
                Tensor rows = images.t().reshape(images.shape[0], 8);
                Tensor features = nn.functional.relu(hidden[0].call(rows));
                return head.call(features);
            }
        }
        """;

    /// <summary>The same, mended.</summary>
    public static string MendedModel { get; } = FaultyModel
        .Replace(
            "List<Linear> hidden = [nn.Linear(8, 6)]",
            "ModuleList<Linear> hidden = nn.ModuleList(nn.Linear(8, 6))",
            StringComparison.Ordinal)
        .Replace("images.t().reshape", "images.reshape", StringComparison.Ordinal);

    /// <summary>The tests of the classifier.</summary>
    public const string Tests = """
        using TorchSharp;
        using TorchTrust;
        using TorchTrust.Xunit;

        namespace Shop;

        public sealed class ClassifierTrust : ModelTrustTests
        {
            protected override ModelSubject Subject => ModelSubject
                .For(() => new Classifier())
                .WithInput(n => torch.randn(n, 8));
        }
        """;

    /// <summary>A program that checks the classifier and writes the report.</summary>
    public const string Program = """
        using Shop;
        using TorchSharp;
        using TorchTrust;

        TrustReport report = Trust.Check(Subjects.Classifier, new TrustOptions { Isolation = Isolation.Host });
        Console.WriteLine($"framework {AppContext.TargetFrameworkName}");
        Console.WriteLine($"runtime {report.Environment?.Runtime}");
        foreach (CheckResult result in report.Results)
        {
            Console.WriteLine($"{result.CheckId}: {result.Verdict}");
        }

        internal static class Subjects
        {
            [TrustSubject]
            public static ModelSubject Classifier => ModelSubject.For(() => new Classifier()).WithInput(n => torch.randn(n, 8));
        }
        """;

    /// <summary>A project file.</summary>
    /// <param name="framework">The target framework.</param>
    /// <param name="properties">More properties, as XML.</param>
    /// <param name="packages">The packages and their versions.</param>
    public static string Project(string framework, string properties, params (string Id, string Version)[] packages) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>{framework}</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            {string.Join("\n    ", packages.Select(package => $"<PackageReference Include=\"{package.Id}\" Version=\"{package.Version}\" />"))}
          </ItemGroup>
        </Project>
        """;

    /// <summary>The native backend of this machine.</summary>
    public static (string Id, string Version) Backend { get; } = BackendOf(
        OperatingSystem.IsWindows()
            ? "libtorch-cpu-win-x64"
            : OperatingSystem.IsMacOS()
            ? "libtorch-cpu-osx-arm64"
            : "libtorch-cpu-linux-x64");

    private static (string Id, string Version) BackendOf(string package) => (package, Repository.VersionOf(package));
}
