namespace TorchTrust.Cli.Tests.Projects;

/// <summary>Real projects, built by the real SDK.</summary>
public sealed class ProjectTests
{
    private const string Program = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><UseAppHost>false</UseAppHost></PropertyGroup>
        </Project>
        """;

    [Fact]
    public async Task A_project_that_does_not_build_ends_with_3_and_the_errors_of_the_compiler()
    {
        using var place = new Workplace();
        place.Write("App/App.csproj", Program);
        place.Write("App/Program.cs", "return Nothing.There;\n");
        using ToolRun run = await ToolRun.Of(place, "check", "App");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("App does not build:", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Program.cs(1,8): error CS0103", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_library_ends_with_2_and_says_what_to_name()
    {
        using var place = new Workplace();
        place.Write("Lib.csproj", Program.Replace("<OutputType>Exe</OutputType>", "", StringComparison.Ordinal));
        place.Write("Nothing.cs", "internal static class Nothing;\n".Replace(";", " { }", StringComparison.Ordinal));
        using ToolRun run = await ToolRun.Of(place, "check");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Lib is a class library", run.Errors, StringComparison.Ordinal);
        Assert.Contains("an application or a test project", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_without_subjects_ends_with_2_and_the_lines_to_paste()
    {
        using var place = new Workplace();
        place.Write("App.csproj", Program.Replace(
            "</Project>",
            "<ItemGroup><PackageReference Include=\"TorchSharp\" Version=\"0.107.0\" /></ItemGroup></Project>",
            StringComparison.Ordinal));
        place.Write("Net.cs", """
            using TorchSharp;
            using static TorchSharp.torch;
            _ = new App.Net(4);
            namespace App
            {
                public sealed class Net : nn.Module<Tensor, Tensor>
                {
                    private readonly Part part = new();
                    public Net(long width) : base("Net") => RegisterComponents();
                    public override Tensor forward(Tensor images) => part.call(images);
                }
                public sealed class Part : nn.Module<Tensor, Tensor>
                {
                    public Part() : base("Part") { }
                    public override Tensor forward(Tensor hidden) => hidden;
                }
            }
            """);
        using ToolRun run = await ToolRun.Of(place, "check", "App.csproj");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("new Net(width: /* long */)", run.Errors, StringComparison.Ordinal);
        Assert.Contains("torch.randn(n, /* shape of one images */)", run.Errors, StringComparison.Ordinal);
        Assert.True(run.Errors.IndexOf("ModelSubject Net", StringComparison.Ordinal) < run.Errors.IndexOf(
            "ModelSubject Part", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nowhere", "There is no 'nowhere'")]
    [InlineData("empty", "'empty' holds no project")]
    [InlineData("two", "'two' holds several projects. Name one: ")]
    [InlineData("two/All.slnx", "is a solution. Name the application or test project")]
    [InlineData("note.txt", "is neither a project nor an assembly")]
    public async Task What_is_no_project_is_refused_with_what_to_name(string given, string expected)
    {
        using var place = new Workplace();
        Directory.CreateDirectory(place["empty"]);
        place.Write("two/A.csproj", Program);
        place.Write("two/B.csproj", Program);
        place.Write("two/All.slnx", "<Solution />");
        place.Write("note.txt", "");
        using ToolRun run = await ToolRun.Of(place, "check", given);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
    }
}
