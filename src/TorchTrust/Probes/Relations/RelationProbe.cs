using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Runs what a user has declared as a relation: the change, and what must follow from it.</summary>
internal static class RelationProbe
{
    /// <summary>The arguments after the change. It gets copies, and what it draws is the same each time.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="arguments">The arguments before.</param>
    /// <param name="seed">The seed of what the change draws.</param>
    /// <exception cref="SubjectException">The change threw.</exception>
    public static object?[] Changed(Relation relation, object?[] arguments, long seed)
    {
        using RandomState _ = RandomState.Fork(seed);
        using IDisposable __ = no_grad();
        object?[] copies = (object?[])TensorTree.Map(arguments, (_, tensor) => tensor.detach().clone())!;
        return SubjectException.Guard($"changing the arguments: {relation.Change}", () => relation.Given(copies));
    }

    /// <summary>What must come out after the change; what came out before, where that is not told.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="before">What came out before.</param>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public static object? Expected(Relation relation, object? before)
    {
        if (relation.Follow is not { } follow)
        {
            return before;
        }

        using IDisposable _ = no_grad();
        object? copy = TensorTree.Map(before, (_, tensor) => tensor.detach().clone());
        return SubjectException.Guard($"following the change: {relation.Change}", () => follow(copy));
    }
}
