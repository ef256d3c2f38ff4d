using System.Text.Json;
using TorchTrust.Packages.Tests.Feed;
using TorchTrust.Packages.Tests.Users;

namespace TorchTrust.Packages.Tests;

/// <summary>The installed tool, beside the projects of users.</summary>
public sealed class ToolTests(Workshop workshop)
{
    [Fact]
    public async Task It_lists_and_explains_the_checks_in_a_folder_without_a_project()
    {
        InstalledTool tool = await workshop.Tool;

        using var list = JsonDocument.Parse((await tool.Run(tool.Folder, "list", "--json")).EndedWith(0).Output);
        string page = (await tool.Run(tool.Folder, "explain", "batch-sizes-work")).EndedWith(0).Output;

        Assert.True(list.RootElement.GetArrayLength() > 20);
        Assert.Contains("return head.call(x).squeeze(1);", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_faulty_program_for_net_8_is_checked_with_1_and_a_report()
    {
        OlderProgram program = await workshop.OlderProgram;

        Dotnet run = (await (await workshop.Tool).Run(program.Folder, "check", "--no-build", "-c", "Release")).EndedWith(1);

        Assert.Contains("everything-is-registered", run.Output, StringComparison.Ordinal);
        Assert.Contains("hidden[0] (Linear) stands in a List", run.Output, StringComparison.Ordinal);
        string reports = Path.Combine(program.Folder, "torchtrust-report");
        using var json =
            JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(reports, "report.json"), TestContext.Current.CancellationToken));
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
        Assert.Contains(
            "everything-is-registered",
            await File.ReadAllTextAsync(Path.Combine(reports, "report.html"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mended_test_project_is_built_and_proven_through_its_test_class()
    {
        TestProject project = await workshop.TestProject;

        Dotnet run = (await (await workshop.Tool).Run(project.Folder, "check", "-c", "Release", "--allow-unproven")).EndedWith(0);

        Assert.Contains("ClassifierTrust", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_finds_the_user_s_program_well_and_names_its_versions()
    {
        TestProject project = await workshop.TestProject;

        Dotnet run = (await (await workshop.Tool).Run(project.Folder, "doctor")).EndedWith(0);

        Assert.Contains($"TorchSharp        {Repository.VersionOf("TorchSharp")}", run.Output, StringComparison.Ordinal);
        Assert.Contains($"{Sources.Backend.Id} {Sources.Backend.Version}", run.Output, StringComparison.Ordinal);
        Assert.Contains("agree with float64", run.Output, StringComparison.Ordinal);
        Assert.Contains("All is well.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_names_the_trouble_of_a_program_without_the_mend()
    {
        OlderProgram program = await workshop.OlderProgram;
        Assert.SkipUnless(NativeMendTests.IsNeededHere, "This machine's libstdc++ has what TorchSharp asks for.");
        string copy = program.CopyWithout("libLibTorchSharp.so", PackageCache.OfTorchSharp(NativeMendTests.Library));

        Dotnet run = (await (await workshop.Tool).Run(program.Folder, "doctor", copy)).EndedWith(1);

        Assert.Contains("asks for GLIBCXX_3.4.32 of libstdc++", run.Output, StringComparison.Ordinal);
        Assert.Contains("TorchTrustMendNative", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(copy)!, "cpu")), "The doctor left copies behind.");
    }
}
