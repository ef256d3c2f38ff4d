namespace TorchTrust.Bench;

/// <summary>The verdicts on one model at one seed with so many threads.</summary>
internal sealed record FlakeRow(string Model, long Seed, int Threads, Dictionary<string, Verdict> Verdicts);
