using TorchTrust.Probes;

namespace TorchTrust.Datasets.Reading;

/// <summary>Asks the user's own predicate about an item.</summary>
internal static class UsersProperty
{
    /// <summary>Whether the item has the property.</summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public static bool Holds(string text, Func<object?, bool> holds, DatasetItem item) => SubjectException.Guard(
        $"asking of item {item.Index} of split \"{item.Split}\" whether {text}", () => UsersTensors.From(() => holds(item.Value)));
}
