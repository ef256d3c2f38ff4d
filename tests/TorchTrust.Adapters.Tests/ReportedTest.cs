namespace TorchTrust.Adapters.Tests;

/// <summary>A test as a runner reported it.</summary>
/// <param name="Name">The class and the method.</param>
/// <param name="Outcome">Such as <c>Passed</c>, <c>Failed</c> or <c>NotExecuted</c>.</param>
/// <param name="Message">What it said; empty if nothing.</param>
internal sealed record ReportedTest(string Name, string Outcome, string Message);
