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

    /// <summary>
    /// One finding for each parameter that is frozen where its module is not: a module that is frozen as a whole was frozen by a line
    /// that says so, since nothing else sets <c>requires_grad</c> to false.
    /// </summary>
    public static List<Finding> Describe(ModelSession session, IReadOnlyList<(string Path, Tensor Parameter)> frozen)
    {
        HashSet<string> all = [.. session.Parameters.Where(entry => !entry.Parameter.requires_grad).Select(entry => entry.Path)];
        HashSet<string> paths =
            [.. frozen.Select(entry => entry.Path).Where(path => OutermostWhole(path, session.Parameters, all.Contains) is null)];
        return
        [
            .. paths.Select(path => new Finding(
                $"{path} does not require a gradient, so training leaves it as it is, while the rest of its module is trained. "
                    + $"If that is on purpose: subject.FreezesOnPurpose(\"{path}\", reason)")
            {
                Module = ObjectGraph.OwnerOf(path),
                Parameter = path,
            }),
        ];
    }
}
