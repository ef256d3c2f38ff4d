namespace TorchTrust.Reporting.Html;

/// <summary>A module with those in it, and how many findings speak of each.</summary>
/// <param name="Node">The module.</param>
/// <param name="Name">The last part of its path.</param>
internal sealed record ModuleBranch(ModuleNode Node, string Name)
{
    private static readonly char[] _separators = ['.', '['];

    /// <summary>The modules in it.</summary>
    public List<ModuleBranch> Children { get; } = [];

    /// <summary>How many findings speak of the module itself.</summary>
    public int Findings { get; private set; }

    /// <summary>Whether findings speak of it or of a module in it.</summary>
    public bool HoldsCulprit => Findings > 0 || Children.Any(child => child.HoldsCulprit);

    /// <summary>The trees of a model: one, or several where no module holds all others.</summary>
    /// <param name="nodes">The modules, each after the one that holds it.</param>
    /// <param name="findings">What was found.</param>
    public static IReadOnlyList<ModuleBranch> Grow(IReadOnlyList<ModuleNode> nodes, IEnumerable<Finding> findings)
    {
        var byPath = new Dictionary<string, ModuleBranch>();
        var roots = new List<ModuleBranch>();
        foreach (ModuleNode node in nodes)
        {
            string? parent = Parents(node.Path).FirstOrDefault(byPath.ContainsKey);
            var branch = new ModuleBranch(node, parent is { Length: > 0 } ? node.Path[parent.Length..].TrimStart('.') : node.Path);
            if (byPath.TryAdd(node.Path, branch))
            {
                (parent is null ? roots : byPath[parent].Children).Add(branch);
            }
        }

        foreach (Finding finding in findings)
        {
            string? path = finding.Parameter ?? finding.Module;
            string? owner = path is null ? null : Parents(path).Prepend(path).FirstOrDefault(byPath.ContainsKey);
            if (owner is not null)
            {
                byPath[owner].Findings++;
            }
        }

        return roots;
    }

    /// <summary>The paths around a path, from the inside out; the last is the model itself.</summary>
    private static IEnumerable<string> Parents(string path)
    {
        while (path.Length > 0)
        {
            int cut = path.LastIndexOfAny(_separators);
            path = cut > 0 ? path[..cut] : "";
            yield return path;
        }
    }
}
