using Spectre.Console;
using TorchTrust.Cli.Checking;

namespace TorchTrust.Cli.Display;

/// <summary>How many results of each kind there are.</summary>
/// <param name="results">The results.</param>
internal sealed class Tally(IReadOnlyList<CheckResult> results)
{
    /// <summary>Failures of severity error.</summary>
    public int Errors { get; } =
        results.Count(result => result is { Verdict: Verdict.Failed, Severity: Severity.Error, ExplainedBy: null });

    /// <summary>Questions that are not answered at their place.</summary>
    public int Questions { get; } =
        results.Count(result => result is { Verdict: Verdict.Failed, Severity: Severity.Question, ExplainedBy: null, Answer: null });

    /// <summary>Questions that are answered at their place.</summary>
    public int Answered { get; } = results.Count(result => result.Answer is not null);

    /// <summary>Failures that follow from another one.</summary>
    public int Following { get; } = results.Count(result => result.ExplainedBy is not null);

    /// <summary>What could not be decided.</summary>
    public int Open { get; } = results.Count(result => result.Verdict == Verdict.Inconclusive);

    /// <summary>Passes.</summary>
    public int Passed { get; } = results.Count(result => result.Verdict == Verdict.Passed);

    /// <summary>Passes that were shown to be able to fail.</summary>
    public int Proven { get; } = results.Count(Judgement.IsProof);

    /// <summary>What does not apply or was switched off.</summary>
    public int Skipped { get; } = results.Count(result => result.Verdict == Verdict.Skipped);

    /// <summary>The counts in words, those that are zero left out.</summary>
    public IEnumerable<CountedWord> Counted() => Present(", ",
    [
        (Errors, $"{Errors} failed", Palette.Error),
        (Following, $"{Following} following", Palette.Dim),
        (Questions, Questions == 1 ? "1 question" : $"{Questions} questions", Palette.Question),
        (Answered, $"{Answered} answered", Palette.Dim),
        (Open, $"{Open} inconclusive", Palette.Open),
        (Passed, $"{Passed} passed ({Proven} proven)", Palette.Good),
        (Skipped, $"{Skipped} skipped", Palette.Dim),
    ]);

    /// <summary>The counts as marks, for a line that moves.</summary>
    public IEnumerable<CountedWord> Marks() => Present(" ",
    [
        (Errors, $"✗{Errors}", Palette.Error),
        (Questions, $"!{Questions}", Palette.Question),
        (Open, $"?{Open}", Palette.Open),
        (Passed, $"✓{Passed}", Palette.Good),
    ]);

    private static IEnumerable<CountedWord> Present(string separator, IEnumerable<(int Count, string Text, Style Style)> counts) => counts
        .Where(count => count.Count > 0)
        .Select((count, index) => new CountedWord(index == 0 ? "" : separator, count.Text, count.Style));
}
