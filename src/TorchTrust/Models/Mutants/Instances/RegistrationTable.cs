using TorchSharp.Utils;

namespace TorchTrust.Models.Mutants;

/// <summary>Edits what a module has registered, and puts it back in its order.</summary>
internal static class RegistrationTable
{
    /// <summary>Takes an entry out.</summary>
    /// <returns>Puts the table back.</returns>
    public static Action Remove<T>(OrderedDict<string, T> table, string name) => Edit(table, () => table.Remove(name));

    /// <summary>Puts another value under a name that is there, or a new entry at the end.</summary>
    /// <returns>Puts the table back.</returns>
    public static Action Put<T>(OrderedDict<string, T> table, string name, T value) =>
        Edit(table, () => table[name] = value);

    /// <summary>Gives an entry another name.</summary>
    /// <returns>Puts the table back.</returns>
    public static Action Rename<T>(OrderedDict<string, T> table, string name, string newName) => Edit(table, () =>
    {
        T value = table[name];
        table.Remove(name);
        table.Add(newName, value);
    });

    private static Action Edit<T>(OrderedDict<string, T> table, Action edit)
    {
        (string, T)[] before = [.. (IList<(string, T)>)table];
        edit();
        return () =>
        {
            table.clear();
            foreach ((string name, T value) in before)
            {
                table.Add(name, value);
            }
        };
    }
}
