namespace TorchTrust.Bench;

/// <summary>The verdicts on one subject at one seed with so many threads.</summary>
internal sealed record FlakeRow(string Subject, long Seed, int Threads, Dictionary<string, Verdict> Verdicts);
