using TorchTrust.Packages.Tests.Users;

namespace TorchTrust.Packages.Tests;

/// <summary>A user's tests, as the runner's own result file has them.</summary>
public sealed class TestProjectTests(Workshop workshop)
{
    private const string Registered = "ClassifierTrust.Every_layer_parameter_and_tensor_of_a_module_is_registered";
    private const string Independent = "ClassifierTrust.Samples_of_a_batch_do_not_influence_each_other_in_eval_mode";
    private const string Guard = "ClassifierTrust.At_least_one_check_passes_with_its_power_shown";

    [Fact]
    public async Task A_faulty_model_fails_in_the_tests_of_its_faults_with_evidence_and_remedy()
    {
        TestProject project = await workshop.TestProject;

        (string outcome, string message) = project.Faulty[Registered];
        Assert.True(outcome == "Failed", $"{outcome}: {message}");
        Assert.Contains("hidden[0] (Linear) stands in a List", message, StringComparison.Ordinal);
        Assert.Contains("ModuleList", message, StringComparison.Ordinal);
        (outcome, message) = project.Faulty[Independent];
        Assert.True(outcome == "Failed", $"{outcome}: {message}");
        Assert.Equal("Passed", project.Faulty[Guard].Outcome);
    }

    [Fact]
    public async Task The_mended_model_passes_every_test_that_applies()
    {
        TestProject project = await workshop.TestProject;

        Assert.Equal(project.Faulty.Names, project.Mended.Names);
        Assert.Empty(project.Mended.Of("Failed"));
        Assert.All([Registered, Independent, Guard], test => Assert.Equal("Passed", project.Mended[test].Outcome));
    }

    [Fact]
    public async Task The_host_lies_beside_the_output() =>
        Assert.True(File.Exists(Path.Combine((await workshop.TestProject).Output, "TorchTrust.Host.dll")));
}
