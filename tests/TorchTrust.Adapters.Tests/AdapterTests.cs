namespace TorchTrust.Adapters.Tests;

/// <summary>What the runner of each framework shows of the same classes.</summary>
public sealed class AdapterTests
{
    private const string Independent = "Samples_of_a_batch_do_not_influence_each_other_in_eval_mode";
    private const string Registered = "Every_layer_parameter_and_tensor_of_a_module_is_registered";
    private const string Answers = "Every_question_is_answered";
    private const string Guard = "At_least_one_check_passes_with_its_power_shown";

    public static TheoryData<string> Frameworks => ["NUnit", "MSTest", "TUnit"];

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Every_check_of_a_right_subject_is_a_test_that_passes_or_says_why_not(string framework)
    {
        FixtureRun run = await FixtureRun.Of(framework);
        Assert.All(["RightModel", "RightLoss", "RightData"], name =>
        {
            ReportedTest[] tests = [.. run.Tests.Where(test => test.Name.StartsWith($"{name}.", StringComparison.Ordinal))];

            Assert.True(tests.Length > 15, $"{name} has {tests.Length} tests");
            Assert.DoesNotContain(tests, test => test.Outcome == "Failed");
            Assert.Equal("Passed", run[$"{name}.{Guard}"].Outcome);
            Assert.Equal("Passed", run[$"{name}.{Answers}"].Outcome);
            Assert.All(tests.Where(test => test.Outcome == "NotExecuted"), test => Assert.NotEqual("", test.Message.Trim()));
        });
        Assert.Equal("Passed", run[$"RightModel.{Independent}"].Outcome);
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task A_fault_fails_with_check_subject_and_remedy_and_what_follows_from_it_says_so(string framework)
    {
        FixtureRun run = await FixtureRun.Of(framework);
        ReportedTest test = run[$"UnregisteredLayers.{Registered}"];

        Assert.Equal("Failed", test.Outcome);
        Assert.Contains("everything-is-registered (UnregisteredLayersNet)", test.Message, StringComparison.Ordinal);
        Assert.Contains("ModuleList", test.Message, StringComparison.Ordinal);
        Assert.Contains(
            run.Tests,
            other => other.Name.StartsWith("UnregisteredLayers.", StringComparison.Ordinal) && other.Outcome != "Failed"
                && other.Message.Contains("Follows from everything-is-registered", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task A_loss_that_is_not_what_is_declared_fails(string framework)
    {
        FixtureRun run = await FixtureRun.Of(framework);

        Assert.Contains(run.Tests, test => test.Name.StartsWith("MeanOverClasses.", StringComparison.Ordinal) && test.Outcome == "Failed");
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task A_class_in_which_nothing_passed_fails_in_a_test_of_its_own(string framework)
    {
        FixtureRun run = await FixtureRun.Of(framework);
        ReportedTest guard = run[$"AllSwitchedOff.{Guard}"];

        Assert.Equal("Failed", guard.Outcome);
        Assert.Contains("None of 2 checks of RightNet passed", guard.Message, StringComparison.Ordinal);
        Assert.Single(
            run.Tests, test => test is { Outcome: "Failed" } && test.Name.StartsWith("AllSwitchedOff.", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Open_questions_fail_one_test_of_their_class_and_the_baseline_answers_them(string framework)
    {
        FixtureRun run = await FixtureRun.Of(framework);
        Assert.Equal("NotExecuted", run[$"Asked.{Registered}"].Outcome);
        Assert.Equal("Failed", run[$"Asked.{Answers}"].Outcome);
        Assert.Contains("QUESTION everything-is-registered (TableNet)", run[$"Asked.{Answers}"].Message, StringComparison.Ordinal);

        Assert.Contains(
            "Known to the baseline: The table moves with the next version.", run[$"Known.{Registered}"].Message, StringComparison.Ordinal);
        Assert.Equal("Passed", run[$"Known.{Answers}"].Outcome);
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task What_the_settings_of_the_project_switch_off_is_skipped_with_their_reason(string framework)
    {
        FixtureRun run = await FixtureRun.Of(framework);

        ReportedTest skipped = Assert.Single(
            run.Tests, test => test.Message.Contains("Switched off in torchtrust.json", StringComparison.Ordinal));
        Assert.Equal("NotExecuted", skipped.Outcome);
        Assert.StartsWith("RightModel.", skipped.Name, StringComparison.Ordinal);
        Assert.Contains("The project says so.", skipped.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Checks_in_the_process_of_the_tests_are_refused_beside_other_tests_and_run_alone(string framework)
    {
        FixtureRun run = await FixtureRun.Of(framework);
        ReportedTest refused = run[$"InProcessBesideOthers.{Independent}"];

        Assert.Equal("Failed", refused.Outcome);
        Assert.Contains("Mark the class with [", refused.Message, StringComparison.Ordinal);
        Assert.Equal("Passed", run[$"InProcessAlone.{Independent}"].Outcome);
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task A_test_of_the_users_that_draws_beside_the_checks_sees_its_own_sequence(string framework) => Assert.Equal(
        "Passed", (await FixtureRun.Of(framework))["DrawingNeighbour.The_sequence_of_a_seed_is_the_same_each_time"].Outcome);

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task The_run_fails_as_a_whole(string framework) => Assert.Equal(2, (await FixtureRun.Of(framework)).ExitCode);
}
