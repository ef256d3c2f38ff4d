using System.Globalization;

namespace TorchTrust.Tests.Results;

public sealed class ReportTextTests
{
    private static readonly CheckResult _failed = new("samples-independent-in-eval", "samples do not influence each other", Verdict.Failed)
    {
        Subject = "CnnVae",
        Findings =
        [
            new Finding("sample 1 changes when sample 0 does; it arises in encoder, before its call of encoder.2")
            {
                Module = "encoder",
                Sample = 1,
                Numbers = new Dictionary<string, double> { ["largest change"] = 0.01234, ["own sensitivity to rounding"] = 3.2e-8 },
            },
        ],
        Why = "Predictions depend on which other samples happen to be in the batch.",
        Remedy = "Look for a view, reshape, mean, softmax or normalization over the batch dimension in the named module.",
    };

    private static readonly CheckResult _passed = new("eval-changes-nothing", "eval changes nothing", Verdict.Passed)
    {
        Power = new PowerProof(
        [
            new MutantResult("drift-state", "changes its state", "encoder.0", MutantOutcome.Killed),
            new MutantResult("drift-state", "changes its state", "", MutantOutcome.Survived),
            new MutantResult("drift-state", "changes its state", "encoder.1", MutantOutcome.NotApplicable),
        ]),
    };

    private static readonly PowerProof _shown = new([new MutantResult("m", "", "", MutantOutcome.Killed)]);

    private static readonly CheckResult _weak =
        new("dropout-acts-in-training", "dropout acts", Verdict.Passed) { Power = new PowerProof([]) };

    private static readonly CheckResult _undecided = new("tensors-follow-device", "tensors follow", Verdict.Inconclusive)
    {
        Reason = "Without a second device it cannot be told whether what is made in Net.forward (Net.cs:12) follows its neighbours.",
    };

    private static readonly CheckResult _skipped = new("future-does-not-leak", "the future does not leak", Verdict.Skipped)
    {
        Reason = "Nothing is declared to be causal.",
    };

    [Fact]
    public void A_report_reads_failures_first_at_80_columns()
    {
        TrustReport report = new("CnnVae", "model", 42, [_passed, _skipped, _weak, _undecided, _failed])
        {
            Builds = 3,
            Duration = TimeSpan.FromSeconds(12.34),
            Environment = new RunEnvironment("Debian 12", "X64", ".NET 10.0.0", "0.107.0", "1.0.0", 2),
        };
        string text = report.ToString();

        Approved.Text(text, "report.approved.txt");
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80 || line.Contains("https://", StringComparison.Ordinal), line));
    }

    [Fact]
    public void A_result_alone_names_check_and_subject_in_its_first_line()
    {
        Assert.StartsWith("✗ FAILED samples-independent-in-eval (CnnVae)\n", _failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_question_keeps_a_subject_from_being_proven_and_says_which_it_is()
    {
        TrustReport report = new("Net", "model", 1, [_failed with { Severity = Severity.Question }, _passed with { Power = _shown }]);

        Assert.StartsWith(
            "Net: not proven: the question of samples-independent-in-eval is open\n0 failed, 1 question,",
            report.ToString(),
            StringComparison.Ordinal);
        Assert.Equal((ReportStanding.Open, false), (report.Standing, report.IsProven));
        report.ThrowIfFailed();
        Assert.Throws<TrustException>(report.ThrowUnlessProven);
    }

    [Fact]
    public void Without_a_pass_whose_power_was_shown_nothing_is_proven()
    {
        var report = new TrustReport("Net", "model", 1, [_weak, _undecided]);

        Assert.StartsWith("Net: not proven: no check passed with its power shown\n", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(report.ToString(), Assert.Throws<TrustException>(report.ThrowUnlessProven).Message);
    }

    [Fact]
    public void What_follows_from_another_finding_is_told_under_it_with_a_count()
    {
        CheckResult following = new("eval-changes-nothing", "eval changes nothing", Verdict.Failed)
        {
            Findings = [new("encoder changes") { Module = "encoder", ExplainedBy = _failed.CheckId },
                new("encoder.1 changes") { Module = "encoder.1", ExplainedBy = _failed.CheckId }],
        };
        string text = new TrustReport("Net", "model", 1, [following, _failed]).ToString();

        Assert.Contains("1 failed, 0 questions, 1 following from another,", text, StringComparison.Ordinal);
        Assert.Contains("    so:   2 findings of eval-changes-nothing follow from it and go when it is", text, StringComparison.Ordinal);
        Assert.DoesNotContain("FAILED eval-changes-nothing", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_of_many_places_is_told_once_with_their_number()
    {
        CheckResult result = _failed with
        {
            Findings =
            [
                .. Enumerable.Range(0, 88).Select(i =>
                    new Finding($"layers[{i}] ({(i % 2 == 0 ? "Linear" : "Conv2d")}) is not registered") { Module = $"layers[{i}]" }),
                new Finding("head is lost") { Module = "head" },
            ],
        };
        string[] lines = result.ToString().Split('\n');

        Assert.Equal(
            ["layers[0] (Linear) is not registered", "head is lost"],
            lines.Where(line => line.Contains('•')).Select(line => line.Trim(' ', '•')));
        Assert.Contains(lines, line => line.StartsWith("      the same of 87 more: layers[1], layers[2],", StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_read_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Contains("largest change 0.0123", _failed.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_fact_without_a_reason_is_refused(string reason)
    {
        ModelSubject subject = ModelSubject.For(() => new object());

        Assert.Throws<ArgumentException>(() => subject.FreezesOnPurpose("backbone.*", reason));
        Assert.Throws<ArgumentException>(() => subject.MixesSamplesOnPurpose(reason));
        Assert.Throws<ArgumentException>(() => subject.Skip(CheckIds.EvalIsDeterministic, reason));
    }
}
