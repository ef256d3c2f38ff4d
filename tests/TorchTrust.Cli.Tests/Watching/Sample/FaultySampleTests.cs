namespace TorchTrust.Cli.Tests.Watching.Sample;

/// <summary>The sample, watched as a stranger's program, right and with one fault each.</summary>
public sealed class FaultySampleTests(SampleCopy sample) : IClassFixture<SampleCopy>
{
    /// <summary>The names of the faults.</summary>
    public static TheoryData<string> Names => [.. SampleFault.All.Select(fault => fault.Name)];

    [Theory(Explicit = true)] // Builds a copy of the sample and trains it twelve times: two minutes.
    [MemberData(nameof(Names))]
    public async Task A_fault_of_the_sample_is_found_with_its_line(string name)
    {
        SampleFault fault = SampleFault.All.Single(fault => fault.Name == name);

        (ToolRun run, TrustReport report) = await sample.Watch(fault);

        using (run)
        {
            CheckResult[] found = [.. report.Errors.Concat(report.Questions)];
            if (fault.Rule is null)
            {
                Assert.Empty(found);
                Assert.True(run.ExitCode == 0, run.Errors);
                return;
            }

            CheckResult result = Assert.Single(found, result => result.CheckId == fault.Rule);
            Assert.Contains(
                sample.LineOf(fault), result.Findings.Select(finding => (Path.GetFileName(finding.Source!.File), finding.Source.Line)));
        }
    }
}
