namespace TorchTrust.Xunit.Tests;

/// <summary>What the runner shows of a user's test classes.</summary>
public sealed class AdapterTests(WholeRun whole) : IClassFixture<WholeRun>
{
    private const string Independent = "Samples_of_a_batch_do_not_influence_each_other_in_eval_mode";
    private const string Registered = "Every_layer_parameter_and_tensor_of_a_module_is_registered";
    private const string Cleared = "The_gradients_of_one_update_have_no_part_in_the_next";
    private const string Answers = "Every_question_is_answered";
    private const string Guard = "At_least_one_check_passes_with_its_power_shown";

    private readonly FixtureRun _run = whole.Run;

    [Fact]
    public void Every_check_of_a_right_model_is_a_test_that_passes_or_says_why_not()
    {
        ReportedTest[] tests = [.. _run.Tests.Where(test => test.Name.StartsWith("RightModel.", StringComparison.Ordinal))];

        Assert.True(tests.Length > 20, $"there are {tests.Length} tests");
        Assert.DoesNotContain(tests, test => test.Outcome == "Failed");
        Assert.Equal("Passed", _run[$"RightModel.{Independent}"].Outcome);
        Assert.Equal("Passed", _run[$"RightModel.{Guard}"].Outcome);
        Assert.All(tests.Where(test => test.Outcome == "NotExecuted"), test => Assert.NotEqual("", test.Message.Trim()));
    }

    [Fact]
    public void A_list_of_layers_that_is_not_registered_fails_with_check_subject_module_and_remedy()
    {
        ReportedTest test = _run[$"UnregisteredLayers.{Registered}"];

        Assert.Equal("Failed", test.Outcome);
        Assert.Contains("everything-is-registered (UnregisteredLayersNet)", FirstLine(test), StringComparison.Ordinal);
        Assert.Contains("layers", test.Message, StringComparison.Ordinal);
        Assert.Contains("ModuleList", test.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mixed_samples_fail_with_check_subject_and_remedy()
    {
        ReportedTest test = _run[$"MixedSamples.{Independent}"];

        Assert.Equal("Failed", test.Outcome);
        Assert.Contains("samples-independent-in-eval (MixingNet)", FirstLine(test), StringComparison.Ordinal);
        Assert.Contains("reshape", test.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_check_of_a_right_training_loop_is_a_test_that_passes_or_says_why_not()
    {
        ReportedTest[] tests = [.. _run.Tests.Where(test => test.Name.StartsWith("RightLoop.", StringComparison.Ordinal))];

        Assert.True(tests.Length > 30, $"there are {tests.Length} tests");
        Assert.DoesNotContain(tests, test => test.Outcome == "Failed");
        Assert.Equal("Passed", _run[$"RightLoop.{Cleared}"].Outcome);
        Assert.Equal("Passed", _run[$"RightLoop.{Guard}"].Outcome);
        Assert.All(tests.Where(test => test.Outcome == "NotExecuted"), test => Assert.NotEqual("", test.Message.Trim()));
    }

    [Fact]
    public void Gradients_that_are_never_cleared_fail_with_check_loop_and_remedy()
    {
        ReportedTest test = _run[$"LeftOverGradients.{Cleared}"];

        Assert.Equal("Failed", test.Outcome);
        Assert.Contains("loop-gradients-are-cleared (ClassifierLoop)", FirstLine(test), StringComparison.Ordinal);
        Assert.Contains("zero_grad", test.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_that_is_switched_off_is_skipped_with_the_reason() => IsSkipped(
        "MixedSamples.Samples_of_a_batch_do_not_influence_each_other_in_training_mode_batch_statistics_apart",
        "Switched off: issue 12 is open");

    [Fact]
    public void A_check_that_the_options_do_not_name_is_skipped_with_that_reason() =>
        IsSkipped($"MixedSamples.{Registered}", "Checks does not name everything-is-registered");

    [Fact]
    public void A_class_in_which_nothing_passed_fails_in_a_test_of_its_own()
    {
        ReportedTest guard = _run[$"AllSwitchedOff.{Guard}"];

        Assert.Equal("Failed", guard.Outcome);
        Assert.Contains("None of 2 checks of RightNet passed", guard.Message, StringComparison.Ordinal);
        Assert.Contains("off for now", guard.Message, StringComparison.Ordinal);
        Assert.Single(
            _run.Tests, test => test is { Outcome: "Failed" } && test.Name.StartsWith("AllSwitchedOff.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_subject_that_cannot_travel_is_skipped_with_what_it_captures_and_its_class_fails()
    {
        IsSkipped($"CapturedModule.{Independent}", "captures `trained`");

        ReportedTest guard = _run[$"CapturedModule.{Guard}"];
        Assert.Equal("Failed", guard.Outcome);
        Assert.Contains("captures `trained`", guard.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_decided_fails_by_option()
    {
        ReportedTest test = _run[$"CapturedModuleFails.{Independent}"];

        Assert.Equal("Failed", test.Outcome);
        Assert.Contains("inconclusive samples-independent-in-eval (RightNet)", FirstLine(test), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_questions_fail_one_test_of_their_class_with_all_of_them_and_the_lines_to_paste()
    {
        IsSkipped($"Asked.{Registered}", "tables");

        ReportedTest all = _run[$"Asked.{Answers}"];
        Assert.Equal("Failed", all.Outcome);
        Assert.Contains("1 question is open of TableNet.", FirstLine(all), StringComparison.Ordinal);
        Assert.Contains("QUESTION everything-is-registered (TableNet)", all.Message, StringComparison.Ordinal);
        Assert.Contains(
            "meant? add to the subject: .KeepsUnregisteredOnPurpose(\"tables[0]\", \"why it is right\")",
            all.Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "meant? put on TableNet.tables: [TrustAnswer(\"everything-is-registered\", \"why it is right\")]",
            all.Message,
            StringComparison.Ordinal);
        Assert.Matches(@"at TableNet\.tables in .*TableNet\.cs:line \d+", all.Message);
    }

    [Fact]
    public void A_question_fails_its_own_test_by_option_or_none()
    {
        ReportedTest test = _run[$"AskedFails.{Registered}"];
        Assert.Equal("Failed", test.Outcome);
        Assert.Contains("QUESTION everything-is-registered (TableNet)", FirstLine(test), StringComparison.Ordinal);
        IsSkipped($"AskedFails.{Answers}", "Questions is FailEach");

        IsSkipped($"AskedTells.{Registered}", "tables");
        IsSkipped($"AskedTells.{Answers}", "Questions is Tell");
    }

    [Fact]
    public void A_question_that_is_answered_at_its_member_is_open_no_more()
    {
        IsSkipped($"Answered.{Registered}", "Answered: The table is fixed.");
        Assert.Equal(("Passed", "Passed"), (_run[$"Answered.{Answers}"].Outcome, _run[$"Answered.{Guard}"].Outcome));
    }

    [Fact]
    public void A_question_that_the_baseline_of_the_project_knows_is_open_no_more()
    {
        IsSkipped($"Known.{Registered}", "Known to the baseline: The table moves with the next version.");
        Assert.Equal("Passed", _run[$"Known.{Answers}"].Outcome);
    }

    [Fact]
    public void A_model_that_throws_is_told_by_one_test_and_the_others_say_which()
    {
        ReportedTest[] tests = [.. _run.Tests.Where(test => test.Name.StartsWith("Throwing.", StringComparison.Ordinal))];

        ReportedTest[] told = [.. tests.Where(test => test.Message.Contains("The subject threw", StringComparison.Ordinal))];
        Assert.Equal("Failed", Assert.Single(told).Outcome);
        Assert.True(tests.Count(test => test.Message.Contains("Follows from ", StringComparison.Ordinal)) > 10);
        Assert.Equal([told[0].Name], tests.Where(test => test.Outcome == "Failed" && !test.Name.EndsWith(Guard, StringComparison.Ordinal))
            .Select(test => test.Name));
    }

    [Fact]
    public void Checks_in_the_process_of_the_tests_are_refused_beside_other_tests_and_run_alone()
    {
        ReportedTest refused = _run[$"InProcessBesideOthers.{Independent}"];

        Assert.Equal("Failed", refused.Outcome);
        Assert.Contains("DisableParallelization = true", refused.Message, StringComparison.Ordinal);
        Assert.Equal("Failed", _run[$"InProcessBesideOthers.{Guard}"].Outcome);
        Assert.Equal("Passed", _run[$"InProcessAlone.{Independent}"].Outcome);
        Assert.Equal("Passed", _run[$"InProcessAlone.{Guard}"].Outcome);
    }

    [Fact]
    public void Options_that_name_no_check_fail_with_those_that_there_are()
    {
        ReportedTest test = _run[$"UnknownCheck.{Guard}"];

        Assert.Equal("Failed", test.Outcome);
        Assert.Contains("'no-such-check'", test.Message, StringComparison.Ordinal);
        Assert.Contains("samples-independent-in-eval", test.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_of_the_users_that_draws_beside_the_checks_sees_its_own_sequence() =>
        Assert.Equal("Passed", _run["DrawingNeighbour.The_sequence_of_a_seed_is_the_same_each_time"].Outcome);

    [Fact]
    public void The_run_fails_as_a_whole() => Assert.Equal(2, _run.ExitCode);

    private static string FirstLine(ReportedTest test) => test.Message.TrimStart().Split('\n')[0];

    private void IsSkipped(string name, string reason)
    {
        ReportedTest test = _run[name];
        Assert.Equal("NotExecuted", test.Outcome);
        Assert.Contains(reason, test.Message, StringComparison.Ordinal);
    }
}
