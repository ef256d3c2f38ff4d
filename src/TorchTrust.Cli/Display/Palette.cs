using Spectre.Console;

namespace TorchTrust.Cli.Display;

/// <summary>The marks and colours of verdicts, the same everywhere; never a colour without its mark.</summary>
internal static class Palette
{
    /// <summary>A failure of severity error.</summary>
    public static readonly Style Error = new(Color.Red);

    /// <summary>A failure of severity question.</summary>
    public static readonly Style Question = new(Color.Yellow);

    /// <summary>What could not be decided.</summary>
    public static readonly Style Open = new(Color.Blue);

    /// <summary>A pass.</summary>
    public static readonly Style Good = new(Color.Green);

    /// <summary>What is said in passing.</summary>
    public static readonly Style Dim = new(Color.Grey);

    /// <summary>What the eye should find first.</summary>
    public static readonly Style Strong = new(decoration: Decoration.Bold);

    /// <summary>The mark of a result.</summary>
    public static (string Mark, Style Style) Of(CheckResult result) => result switch
    {
        { ExplainedBy: not null } or { Answer: not null } => ("·", Dim),
        { Verdict: Verdict.Failed, Severity: Severity.Error } => ("✗", Error),
        { Verdict: Verdict.Failed } => ("!", Question),
        { Verdict: Verdict.Passed } => ("✓", Good),
        { Verdict: Verdict.Inconclusive } => ("?", Open),
        _ => ("-", Dim),
    };
}
