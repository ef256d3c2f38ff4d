using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using TorchTrust.Checks;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Docs;

/// <summary>The list of all checks, made from their classes and their pages.</summary>
internal static class CheckIndex
{
    /// <summary>What says how a subject is run, and what switches off: no facts about it.</summary>
    private static readonly string[] _noFacts =
    [
        nameof(ModelSubject.WithInput), nameof(ModelSubject.WithInputs), nameof(ModelSubject.WithFixedInputs),
        nameof(ModelSubject.WithForward), nameof(ModelSubject.Skip), nameof(LossSubject<Tensor>.WithArguments),
        nameof(DatasetSubject<object>.WithSplit), nameof(DatasetSubject<object>.WithBatches),
    ];

    /// <summary>The facts that can be declared, by kind of subject.</summary>
    private static readonly Dictionary<string, string[]> _facts = new()
    {
        ["model"] = FactsOf(typeof(ModelSubject)),
        ["dataset"] = FactsOf(typeof(DatasetSubject<object>)),
        ["loss"] = FactsOf(typeof(LossSubject<Tensor, Tensor>)),
    };

    /// <summary>The text of the list.</summary>
    public static string Write(IReadOnlyList<Check> checks)
    {
        var text = new StringBuilder(
            """
            # Checks

            Made from the check classes and their pages by a test, which fails when this list is out of date.

            - *Severity*: a failure of the check, unless its page says that some findings weigh less. Only errors fail a run.
            - *Hazard*: `CanAbort` checks do what native code may answer by ending the process, so they run in a process of their own.
            - *Need*: what a check does to the subject, which is put back after it.
            - *Facts*: what can be declared on the subject where it does on purpose what the check looks for.
            - *Mutants*: the faults that are put into the live subject after a pass, to show that the check would have noticed them.

            """);
        foreach (IGrouping<(string Kind, CheckArea Area), Check> section in checks.GroupBy(check => (KindOf(check), check.Description.Area))
            .OrderBy(section => section.Key.Item1 == "model" ? 0 : 1).ThenBy(section => section.Key.Item1, StringComparer.Ordinal))
        {
            text.Append("\n## ").Append(section.Key.Kind == "model" ? "" : $"{section.Key.Kind}: ").Append(section.Key.Area).Append("\n\n")
                .Append("| check | property | severity | hazard | need | facts | mutants |\n| --- | --- | --- | --- | --- | --- | --- |\n");
            foreach (Check check in section)
            {
                text.AppendJoin(" | ", Row(check)).Append(" |\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Row(Check check)
    {
        CheckAttribute description = check.Description;
        yield return $"| [{description.Id}]({description.Id}.md)";
        yield return description.Title;
        yield return $"{description.Severity}";
        yield return $"{description.Hazard}";
        yield return $"{description.Need}";
        yield return Listed(_facts.GetValueOrDefault(KindOf(check), []).Where(fact => Concerns(check, fact)));
        yield return Listed(check.Mutants.Select(mutant => mutant.Name).Distinct());
    }

    private static string[] FactsOf(Type subject) =>
    [
        .. subject.GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method.ReturnType == subject).Select(method => method.Name)
            .Except(_noFacts).Distinct().Order(StringComparer.Ordinal),
    ];

    private static string KindOf(Check check) => check.GetType().GetCustomAttribute<CheckKindAttribute>(inherit: true)!.Kind;

    /// <summary>A fact concerns a check if its remedy or its page names it.</summary>
    private static bool Concerns(Check check, string fact) =>
        Regex.IsMatch($"{check.Remedy}\n{CheckPages.Text(check.Description.Id)}", $@"\b{fact}\b");

    private static string Listed(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length == 0 ? "none" : string.Join(", ", all.Select(name => $"`{name}`"));
    }
}
