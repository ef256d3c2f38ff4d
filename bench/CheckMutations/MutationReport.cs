using System.Globalization;
using Spectre.Console;

namespace TorchTrust.CheckMutations;

/// <summary>Shows a table of files, and the survivors.</summary>
internal sealed class MutationReport(IReadOnlyList<Mutation> mutations, Results results, Explanations explanations)
{
    /// <summary>Writes it.</summary>
    /// <param name="isWhole">Whether all files are looked at, so that an explanation without a survivor is one too many.</param>
    /// <returns>1 where a survivor is not explained or something was left untried, else 0.</returns>
    public int Show(bool isWhole)
    {
        var table = new Table().AddColumns(
            new TableColumn("file").NoWrap(), new TableColumn("all"), new("killed"), new("survived"), new("not covered"), new("explained"),
            new("untried"), new TableColumn("score").NoWrap());
        foreach (IGrouping<string, Mutation> file in mutations.GroupBy(mutation => mutation.File))
        {
            AddRow(table, Path.GetFileNameWithoutExtension(file.Key), [.. file]);
        }

        AddRow(table, "all", mutations);
        AnsiConsole.Write(table);
        Mutation[] open =
        [
            .. mutations.Where(mutation => results.Of(mutation) is Fate.Survived or Fate.NotCovered && explanations.For(mutation) is null),
        ];
        foreach (Mutation mutation in open)
        {
            string how = results.Of(mutation) == Fate.NotCovered ? " [not covered]" : "";
            Console.WriteLine($"{mutation.File}:{mutation.Line}: {mutation.Original} → {mutation.Mutated}{how}");
        }

        Explanations.Entry[] gone = isWhole
            ? [.. explanations.Stale([.. mutations.Where(mutation => results.Of(mutation) is Fate.Survived or Fate.NotCovered)])]
            : [];
        foreach (Explanations.Entry entry in gone)
        {
            Console.WriteLine($"explained, but killed or gone: {entry.File}: {entry.Original} → {entry.Mutated}");
        }

        return open.Length > 0 || gone.Length > 0 || mutations.Any(mutation => results.Of(mutation) is null) ? 1 : 0;
    }

    private void AddRow(Table table, string name, IReadOnlyList<Mutation> part)
    {
        int Count(Fate? fate) => part.Count(mutation => results.Of(mutation) == fate);
        int explained =
            part.Count(mutation => results.Of(mutation) is Fate.Survived or Fate.NotCovered && explanations.For(mutation) is not null);
        int tried = part.Count - Count(null);
        int[] numbers = [part.Count, Count(Fate.Killed), Count(Fate.Survived), Count(Fate.NotCovered), explained, Count(null)];
        string score = tried == 0 ? "" : (100.0 * Count(Fate.Killed) / tried).ToString("f1", CultureInfo.InvariantCulture) + " %";
        table.AddRow([name, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)), score]);
    }
}
