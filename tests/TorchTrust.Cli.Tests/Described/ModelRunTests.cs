using System.Text.RegularExpressions;

namespace TorchTrust.Cli.Tests.Described;

/// <summary>The tool on models of programs that never heard of TorchTrust: real projects, real processes.</summary>
public sealed class ModelRunTests
{
    private const string Backend = "<PackageReference Include=\"libtorch-cpu-linux-x64\" Version=\"2.10.0\" />";

    /// <summary>
    /// A project of eight lines; SkiaSharp and SharpZipLib are named as TorchSharp's own versions of them are not published.
    /// </summary>
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>OUTPUT</OutputType><UseAppHost>false</UseAppHost>
            <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible></PropertyGroup>
          <ItemGroup>
            <PackageReference Include="TorchSharp" Version="0.107.0" /><PackageReference Include="SharpZipLib" Version="1.4.2" />
            <PackageReference Include="SkiaSharp" Version="2.88.9" />BACKEND
          </ItemGroup>
        </Project>
        """;

    private const string Model = """
        using TorchSharp;
        using static TorchSharp.torch;
        namespace Eight;
        class Net : nn.Module<Tensor, Tensor>
        {
            private readonly TorchSharp.Modules.Linear layer;
            public Net(long width, long classes = 3) : base("Net") { layer = nn.Linear(width, classes); RegisterComponents(); }
            public override Tensor forward(Tensor x) => layer.call(x);
        }
        """;

    [Fact]
    public async Task A_model_is_checked_on_woven_copies_and_its_fault_has_the_line()
    {
        using var place = new Workplace();
        using ToolRun run = await ToolRun.Of(
            place,
            "check", Place.Stranger, "--model", "Mixing", "--input", "float[n,6]", "--check", CheckIds.SamplesAreIndependentInEval,
            "--check", CheckIds.BatchSizesWork,
            "--json", "r.json", "--verbose");

        Assert.Equal(4, run.ExitCode);
        TrustReport report = Assert.Single(place.Run("r.json").Reports);
        Assert.Equal(("Mixing", "model", "Stranger.Mixing"), (report.Subject, report.Kind, report.TypeName));
        Assert.Equal(["TorchTrust.Cli.Stranger"], report.Weaving!.Woven);
        CheckResult mixed = report.Results.Single(result => result.CheckId == CheckIds.SamplesAreIndependentInEval);
        Assert.Equal(Verdict.Failed, mixed.Verdict);
        Assert.All(mixed.Findings, finding => Assert.EndsWith("Models.cs", finding.Source?.File, StringComparison.Ordinal));
        Assert.NotEmpty(mixed.Findings);
        Assert.Contains("public static ModelSubject Mixing => ModelSubject", run.Output, StringComparison.Ordinal);
        Assert.Contains("--model Mixing --input \"float[n,6]\"", place.Run("r.json").Command, StringComparison.Ordinal);
        Assert.DoesNotContain("--subject", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arrays_objects_and_several_arguments_reach_the_model()
    {
        using var place = new Workplace();
        string[] checks = ["--check", CheckIds.BatchSizesWork, "--check", CheckIds.EverythingIsRegistered, "--json", "r.json"];
        using ToolRun tagger = await ToolRun.Of(
            place,
            ["check", Place.Stranger, "--build", "new Tagger([20, 5], new(4, 1, \"name\"))", "--input", "long[n,16] in 0..19", .. checks]);
        TrustReport tagged = Assert.Single(place.Run("r.json").Reports);
        using ToolRun gated = await ToolRun.Of(
            place, ["check", Place.Stranger, "--model", "Gated", "--input", "float[n,8]; bool[n,8]; 2", "--no-weaving", .. checks]);
        TrustReport opened = Assert.Single(place.Run("r.json").Reports);

        Assert.All(tagged.Results.Concat(opened.Results), result => Assert.Equal(Verdict.Passed, result.Verdict));
        Assert.Equal((0, 0), (tagger.ExitCode, gated.ExitCode));
        Assert.Equal(20 * 4, tagged.Modules.Single(module => module.Path == "_table").ParameterCount);
    }

    [Fact]
    public async Task An_input_is_proposed_and_used_only_where_that_is_accepted()
    {
        using var place = new Workplace();
        string[] line = ["check", Place.Stranger, "--build", "new Classifier(10)", "--check", CheckIds.BatchSizesWork];
        using ToolRun asked = await ToolRun.Of(place, line);
        using ToolRun accepted = await ToolRun.Of(place, [.. line, "--yes", "--json", "r.json"]);

        // 8 by 8 pixels are the ones that its head takes.
        Assert.Equal(2, asked.ExitCode);
        Assert.Contains("--input \"float[n,1,8,8]\"", asked.Errors, StringComparison.Ordinal);
        Assert.Contains("proposed from its layer _convolution and tried", asked.Errors, StringComparison.Ordinal);
        Assert.Equal(0, accepted.ExitCode);
        Assert.Contains("--input \"float[n,1,8,8]\"", place.Run("r.json").Command, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lines_that_are_printed_compile_and_give_the_same_subject()
    {
        using var place = new Workplace();
        (string? Model, string? Build, string Input)[] described =
        [
            ("Classifier", "new(10, 2, Activation.Tanh)", "float[n,1,8,8] in -1..1"),
            (null, "new Tagger([20, 5], new(4, 0.25f, \"a\"))", "long[n,16] in 0..19"),
            ("Gated", null, "double[n,8]; bool[n,8]; 3; true"),
            ("Holder.Inner", "new(2, 3.0)", "half[n,2] in 0..1"),
        ];
        string[] lines = [.. described.Select(each => StrangerModel.Of(each.Model, each.Build, each.Input).Lines)];
        place.Write("Pasted.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
              <ItemGroup>
                <Compile Include="{Path.Combine(Place.Repository, "tests", "TorchTrust.Cli.Stranger", "Models.cs")}" />
                <Reference Include="{Path.Combine(Path.GetDirectoryName(Place.Tool)!, "TorchTrust.dll")}" />
                <Reference Include="{Path.Combine(Path.GetDirectoryName(Place.Tool)!, "TorchSharp.dll")}" />
              </ItemGroup>
            </Project>
            """);
        for (int i = 0; i < lines.Length; i++)
        {
            place.Write($"Subjects{i}.cs", lines[i].Replace("class TrustSubjects", $"class TrustSubjects{i}", StringComparison.Ordinal));
        }

        using ToolRun run = await ToolRun.Of(place, "check", "Pasted.csproj", "--verbose");

        // It compiles, and is then refused as what it is.
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Pasted is a class library", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Exe", Backend)]
    [InlineData("Library", "")]
    public async Task An_eight_line_project_is_built_and_checked_without_a_change(string output, string backend)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The project names the backend of Linux.");
        using var place = new Workplace();
        place.Write(
            "Eight/Eight.csproj",
            Project.Replace("OUTPUT", output, StringComparison.Ordinal).Replace("BACKEND", backend, StringComparison.Ordinal));
        place.Write("Eight/Net.cs", Model);
        if (output == "Exe")
        {
            place.Write("Eight/Program.cs", "return 0;\n");
        }

        using ToolRun run = await ToolRun.Of(
            place, "check", "Eight", "--model", "Net", "--argument", "width=5", "--input", "float[n,5]", "--check", CheckIds.BatchSizesWork,
            "--json", "r.json");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal("Eight.Net", Assert.Single(place.Run("r.json").Reports).TypeName);
        Assert.Matches(new Regex("ModelSubject Net => ModelSubject\\s+.For\\(\\(\\) => new Eight.Net\\(width: 5\\)\\)"), run.Output);
        Assert.Equal(
            ["Eight.csproj", "Net.cs", .. output == "Exe" ? ["Program.cs"] : Array.Empty<string>()],
            Directory.EnumerateFiles(place["Eight"]).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("--input says something of a model, and none is named", "--input", "float[n,8]")]
    [InlineData("--model and --subject both say what is checked", "--model", "Gated", "--subject", "A")]
    [InlineData(
        "--build and --argument both say what the constructor is given",
        "--build",
        "new Classifier(3)",
        "--argument",
        "classes=3",
        "--input",
        "float[n,1,8,8]")]
    [InlineData("no input can be proposed for Gated.forward", "--model", "Gated")]
    [InlineData(
        "the model was built to ask for its layers, and it threw InvalidOperationException: There are no weights.",
        "--model",
        "Weightless")]
    public async Task What_does_not_go_together_ends_with_2(string expected, params string[] options)
    {
        using var place = new Workplace();
        using ToolRun run = await ToolRun.Of(place, ["check", Place.Stranger, .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
    }
}
