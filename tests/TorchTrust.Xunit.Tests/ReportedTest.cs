namespace TorchTrust.Xunit.Tests;

/// <summary>One test of the fixture, as the runner's own result file has it.</summary>
/// <param name="Name">Class and method, without the namespace: <c>RightModel.Samples_of_a_batch…</c>.</param>
/// <param name="Outcome"><c>Passed</c>, <c>Failed</c> or <c>NotExecuted</c>.</param>
/// <param name="Message">The message of a failure or the reason of a skip; empty for a pass.</param>
internal sealed record ReportedTest(string Name, string Outcome, string Message);
