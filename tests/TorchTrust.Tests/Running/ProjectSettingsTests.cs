using TorchTrust.Checks;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Running;

public sealed class ProjectSettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("torchtrust-settings-");

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_program_belongs_to_the_project_above_it_and_shares_its_settings_and_baseline()
    {
        string output = _folder.CreateSubdirectory("App/bin/Release/net10.0").FullName;
        Write("App/App.csproj", "");
        Write("torchtrust.json", """{ "level": 3, "skip": [{ "check": "values-*", "subject": "Net", "reason": "We know." }] }""");
        Write(
            "App/torchtrust.baseline.json",
            """{ "schemaVersion": 1, "known": [{ "subject": "Net", "checkId": "a", "fingerprint": "a: b", "reason": "Later." }] }""");

        var settings = ProjectSettings.Find(output);

        Assert.Equal((3, Path.Combine(_folder.FullName, "torchtrust.json")), (settings.Level, settings.Path));
        Assert.Equal([new KnownFailure("Net", "a", "a: b", "Later.")], settings.KnownFailures);
        Assert.Equal("Switched off in torchtrust.json: We know.", settings.SwitchedOff("values-are-finite", 1, ["Net"]));
        Assert.Null(settings.SwitchedOff("values-are-finite", 1, ["Other"]));
    }

    [Fact]
    public void Without_any_file_nothing_is_said()
    {
        var settings = ProjectSettings.Find(_folder.FullName);

        Assert.Null(settings.SwitchedOff("values-are-finite", 99, ["Net"]));
        Assert.Empty(settings.KnownFailures);
    }

    [Fact]
    public void A_file_that_is_not_as_it_must_be_is_refused_with_its_name()
    {
        Write("App.csproj", "");
        Write("torchtrust.json", """{ "levle": 3 }""");

        Assert.Contains("torchtrust.json: the document has the unknown key 'levle'. Did you mean level?", Assert.Throws<SettingsException>(
            () => ProjectSettings.Find(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_that_is_newer_than_the_level_of_the_project_is_skipped_and_says_so()
    {
        CheckResult Run(int? level) => Assert.Single(Trust.Check(
            ModelSubject.For(() => nn.Linear(2, 2)).WithInput(n => randn(n, 2)),
            new TrustOptions
            {
                Catalogue = [new CameLater()],
                Isolation = Isolation.InProcess,
                Project = new ProjectSettings { Level = level }
            }).Results);

        Assert.Equal((Verdict.Skipped, Verdict.Passed, Verdict.Passed), (Run(1).Verdict, Run(2).Verdict, Run(null).Verdict));
        Assert.Equal("The check came with level 2, and torchtrust.json has chosen level 1: raise it to be asked.", Run(1).Reason);
    }

    [Fact]
    public void Every_check_that_there_was_when_levels_began_is_of_level_1() =>
        Assert.Equal(1, Catalogue.All.Single(check => check.Description.Id == CheckIds.ValuesAreFinite).Description.Level);

    [Fact]
    public void A_failure_of_the_baseline_is_known_to_a_report_by_the_name_with_its_namespace()
    {
        ModelSubject subject = ModelSubject.For(() => new Unregistered()).WithInput(n => randn(n, 4));
        TrustOptions options = new() { Checks = [CheckIds.EverythingIsRegistered, CheckIds.ValuesAreFinite], IsHost = true };
        CheckResult failed = Assert.Single(Trust.Check(subject, options).Errors);
        var known = new KnownFailure("ProjectSettingsTests.Unregistered", failed.CheckId, failed.Fingerprint, "Later.");

        TrustReport report = Trust.Check(subject, options with { Project = new ProjectSettings { KnownFailures = [known] } });

        Assert.Equal(
            (ReportStanding.Proven, "Later."),
            (report.Standing, report.Known(report.Results.Single(result => result.CheckId == failed.CheckId))?.Reason));
        report.ThrowUnlessProven();
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private sealed class Unregistered : nn.Module<Tensor, Tensor>
    {
        private readonly List<nn.Module<Tensor, Tensor>> _layers = [nn.Linear(4, 4)];

        public Unregistered()
            : base(nameof(Unregistered)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _layers[0].call(input);
    }
}
