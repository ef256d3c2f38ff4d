using TorchTrust.Probes;

namespace TorchTrust.Datasets.Reading;

/// <summary>Walks through a sequence of the user's: what it throws is told with its place, and what it makes is not ours.</summary>
internal static class UsersSequence
{
    /// <summary>The elements, each as it comes.</summary>
    /// <param name="open">Gives the sequence.</param>
    /// <param name="doing">Says what is being done at an index.</param>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public static IEnumerable<object?> Of(Func<IEnumerable<object?>> open, Func<long, string> doing)
    {
        long index = 0;
        using IEnumerator<object?> elements = Run(() => open().GetEnumerator());
        while (Run(elements.MoveNext))
        {
            yield return elements.Current;
            index++;
        }

        T Run<T>(Func<T> step) => SubjectException.Guard(doing(index), () => UsersTensors.From(step));
    }
}
