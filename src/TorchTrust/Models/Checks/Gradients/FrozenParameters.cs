using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Gradients;

/// <summary>Names what does not require a gradient, wholly frozen modules at once.</summary>
internal static class FrozenParameters
{
    /// <summary>
    /// The outermost module around a parameter, the model itself excepted, all of whose parameters fulfil something.
    /// </summary>
    /// <returns>Its path; null where the parameter's own module does not.</returns>
    public static string? OutermostWhole(string path, IReadOnlyList<(string Path, Tensor Parameter)> all, Func<string, bool> fulfils)
    {
        string? whole = null;
        for (string outer = ObjectGraph.OwnerOf(path); outer.Length > 0; outer = ObjectGraph.OwnerOf(outer))
        {
            if (!all.Where(entry => entry.Path.StartsWith(outer + ".", StringComparison.Ordinal))
                .All(entry => fulfils(entry.Path)))
            {
                break;
            }

            whole = outer;
        }

        return whole;
    }

    /// <summary>One finding for each frozen module, or parameter where its module is not frozen as a whole.</summary>
    public static List<Finding> Describe(ModelSession session, IReadOnlyList<(string Path, Tensor Parameter)> frozen)
    {
        HashSet<string> paths = [.. frozen.Select(entry => entry.Path)];
        return
        [
            .. paths.GroupBy(path => OutermostWhole(path, session.Parameters, paths.Contains) is { } module ? $"{module}.*" : path)
                .Select(group => new Finding(
                    $"{group.Key} {(group.Count() > 1 ? $"({group.Count()} parameters) do" : "does")} not require a gradient, so training leaves it as it is. "
                        + $"If that is on purpose: subject.FreezesOnPurpose(\"{group.Key}\", reason)")
                {
                    Module = ObjectGraph.OwnerOf(group.Key),
                    Parameter = group.Count() == 1 ? group.Single() : null,
                }),
        ];
    }
}
