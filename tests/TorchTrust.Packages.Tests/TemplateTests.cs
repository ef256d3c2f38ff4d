using TorchTrust.Packages.Tests.Users;

namespace TorchTrust.Packages.Tests;

/// <summary>Each template in each language, by the commands that its users type.</summary>
public sealed class TemplateTests(Workshop workshop)
{
    private const string Leak = "ClassifierTrust.Samples_of_a_batch_do_not_influence_each_other_in_eval_mode";

    private static readonly string[] _languages = ["C#", "F#"];

    public static TheoryData<string, string> Tests =>
        new(from adapter in FreshTests.Adapters from language in _languages select (adapter, language));

    public static TheoryData<string, string> TestsOfVSTest =>
        new(from adapter in FreshTests.Adapters.Where(adapter => adapter != "TUnit")
            from language in _languages
            select (adapter, language));

    // Eight projects, each built and run twice: six minutes.
    [Theory(Explicit = true)]
    [MemberData(nameof(Tests))]
    public async Task A_test_project_is_green_and_red_after_its_line_is_uncommented(string adapter, string language)
    {
        FreshProject project = await Make(adapter, language);

        await project.Build();
        ResultFile green = await project.RunTests(adapter, exitCode: 0);
        Assert.Equal("Passed", green[Leak].Outcome);
        Assert.Empty(green.Of("Failed"));

        project.UncommentTheLine();
        await project.Build();
        ResultFile red = await project.RunTests(adapter, exitCode: 2);
        Assert.Equal(green.Names, red.Names);
        Assert.Equal("Failed", red[Leak].Outcome);
        Assert.Contains("samples-independent-in-eval (Classifier)", red[Leak].Message, StringComparison.Ordinal);
        Assert.Contains(language == "F#" ? "Classifier.fs" : "Classifier.cs", red[Leak].Message, StringComparison.Ordinal);
    }

    // Eight projects: three minutes.
    [Theory(Explicit = true)]
    [MemberData(nameof(Tests))]
    public async Task The_testing_platform_runs_it_by_dotnet_test(string adapter, string language)
    {
        FreshProject project = await Make(adapter, language);

        string output = (await Dotnet.Run(project.Folder, "test", "-c", "Release")).EndedWith(0).Output;

        Assert.Matches("(?m)^ *failed: 0$", output);
        Assert.Matches("(?m)^ *succeeded: [1-9][0-9]+$", output);
    }

    // Six projects: three minutes.
    [Theory(Explicit = true)]
    [MemberData(nameof(TestsOfVSTest))]
    public async Task VSTest_runs_it_by_dotnet_test(string adapter, string language)
    {
        FreshProject project = await (await workshop.Templates).Make(
            $"torchtrust-{adapter.ToLowerInvariant()}", language, $"VSTest-{adapter}-{language[..1]}", "--vstest");

        // The projects of these tests lie in a folder that chooses the other runner.
        await File.WriteAllTextAsync(Path.Combine(project.Folder, "global.json"), "{}", TestContext.Current.CancellationToken);
        string[] results = ["--logger", "trx;LogFileName=vstest.trx", "--results-directory", project.Folder];
        (await Dotnet.Run(project.Folder, ["test", "-c", "Release", .. results])).EndedWith(0);

        var written = ResultFile.Read(Path.Combine(project.Folder, "vstest.trx"));
        Assert.Empty(written.Of("Failed"));
        Assert.True(written.Of("Passed").Count > 20, string.Join(", ", written.Of("Passed")));
        Assert.Equal("Passed", written[Leak].Outcome);
    }

    // Eight projects with eight test classes each: eight minutes.
    [Theory(Explicit = true)]
    [MemberData(nameof(Tests))]
    public async Task Of_each_kind_a_faulty_subject_is_red_and_a_mended_one_is_green(string adapter, string language)
    {
        FreshProject project = await Make(adapter, language);
        EveryKind.WriteTo(project, adapter);

        await project.Build();
        ResultFile results = await project.RunTests(adapter, exitCode: 2);

        foreach ((string kind, string check) in EveryKind.Faults)
        {
            Assert.Contains(
                Of(results, $"Faulty{kind}"),
                test => results[test] is ("Failed", var message) && message.Contains($"{check} (", StringComparison.Ordinal));
            Assert.DoesNotContain(Of(results, $"Mended{kind}"), test => results[test].Outcome == "Failed");
            Assert.Equal("Passed", results[$"Mended{kind}.At_least_one_check_passes_with_its_power_shown"].Outcome);
            Assert.Equal(Of(results, $"Faulty{kind}").Select(Method), Of(results, $"Mended{kind}").Select(Method));
        }
    }

    // Four projects, each built twice: a minute. In C# the framework's own analyzer sees to it, which reads no F#.
    [Theory(Explicit = true)]
    [InlineData("MSTest", "C#", "[TestClass]", "error MSTEST0030: ")]
    [InlineData("TUnit", "C#", "[InheritsTests]", "error TUnit0030: ")]
    [InlineData("MSTest", "F#", "[<TestClass>]", "error TT0002: ClassifierTrust derives from ModelTrustTests and lacks [<TestClass>]")]
    [InlineData(
        "TUnit", "F#", "[<InheritsTests>]", "error TT0002: ClassifierTrust derives from ModelTrustTests and lacks [<InheritsTests>]")]
    public async Task A_class_without_its_mark_fails_the_build(string adapter, string language, string mark, string error)
    {
        FreshProject project = await Make(adapter, language);
        string source = Path.Combine(project.Folder, language == "F#" ? "ClassifierTrust.fs" : "ClassifierTrust.cs");
        string marked = await File.ReadAllTextAsync(source, TestContext.Current.CancellationToken);
        Assert.Contains(mark, marked, StringComparison.Ordinal);

        await File.WriteAllTextAsync(source, marked.Replace(mark, "", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        string output = (await Dotnet.Run(project.Folder, "build", "-c", "Release", "-tl:off")).EndedWith(1).Output;
        Assert.Contains(error, output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(source, marked, TestContext.Current.CancellationToken);
        await project.Build();
    }

    // Two projects, each built, run and checked twice: four minutes.
    [Theory(Explicit = true)]
    [InlineData("C#")]
    [InlineData("F#")]
    public async Task The_training_program_trains_and_is_proven_until_its_line_is_uncommented(string language)
    {
        InstalledTool tool = await workshop.Tool;
        FreshProject project = await (await workshop.Templates).Make("torchtrust-training", language, $"training-{language[..1]}");

        string trained = (await Dotnet.Run(project.Folder, "run", "-c", "Release")).EndedWith(0).Output;
        Assert.Contains("epoch 20: loss 0.", trained, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(project.Folder, "spirals.dat")));
        (await tool.Run(project.Folder, "check", "-c", "Release")).EndedWith(0);

        project.UncommentTheLine();
        Dotnet red = (await tool.Run(project.Folder, "check", "-c", "Release")).EndedWith(1);
        Assert.Contains("loop-gradient-is-the-derivative", red.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Of(ResultFile results, string name) =>
        results.Names.Where(test => test.StartsWith($"{name}.", StringComparison.Ordinal));

    private static string Method(string test) => test.Split('.')[^1];

    private async Task<FreshProject> Make(
        string adapter, string language, [System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        await (await workshop.Templates).Make(
            $"torchtrust-{adapter.ToLowerInvariant()}", language, $"{test[..6]}-{adapter}-{language[..1]}");
}
