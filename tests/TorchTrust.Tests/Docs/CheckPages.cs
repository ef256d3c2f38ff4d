using System.Reflection;

namespace TorchTrust.Tests.Docs;

/// <summary>The pages of the checks.</summary>
internal static class CheckPages
{
    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = Path.GetFullPath(
        typeof(CheckPages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!);

    /// <summary>Where they are.</summary>
    public static string Folder { get; } = Path.Combine(Root, "docs", "checks");

    /// <summary>The list of all checks.</summary>
    public static string Index { get; } = Path.Combine(Folder, "index.md");

    /// <summary>The page of a check, whether there is one or not.</summary>
    public static string Of(string checkId) => Path.Combine(Folder, $"{checkId}.md");

    /// <summary>The text of the page of a check; empty where there is none.</summary>
    public static string Text(string checkId) => File.Exists(Of(checkId)) ? File.ReadAllText(Of(checkId)) : "";
}
