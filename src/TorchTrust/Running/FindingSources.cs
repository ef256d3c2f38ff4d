namespace TorchTrust.Running;

/// <summary>Says of each finding where the code of its module is.</summary>
internal static class FindingSources
{
    private static readonly string[] _madeByConstructors = [nameof(CheckArea.Structure), nameof(CheckArea.State)];

    /// <summary>The same result, with source lines where debug symbols tell them.</summary>
    public static CheckResult Attach(CheckResult result, IReadOnlyList<ModuleNode> modules) =>
        result.Findings.Count == 0 || modules.Count == 0
            ? result
            : result with
            {
                Findings = [.. result.Findings.Select(finding => finding with
                {
                    Source = finding.Source ?? SourceOf(
                        finding.Parameter ?? finding.Module ?? "", modules, _madeByConstructors.Contains(result.Area)),
                })],
            };

    /// <summary>The innermost module around a path that has source code: layers of the library have none.</summary>
    private static SourceLocation? SourceOf(string path, IReadOnlyList<ModuleNode> modules, bool isMadeByConstructor)
    {
        ModuleNode? module = modules
            .Where(module => module.Class is not null && IsAround(module.Path, path))
            .MaxBy(module => module.Path.Length);
        return (isMadeByConstructor ? module?.Constructor : module?.Forward) ?? module?.Class;
    }

    private static bool IsAround(string module, string path) => module.Length == 0 || path == module
        || path.StartsWith($"{module}.", StringComparison.Ordinal) || path.StartsWith($"{module}[", StringComparison.Ordinal);
}
