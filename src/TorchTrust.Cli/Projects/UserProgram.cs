using System.Text.Json;

namespace TorchTrust.Cli.Projects;

/// <summary>A built program of the user: what subjects are looked up in, and what their hosts are started with.</summary>
/// <param name="Given">What the user named, for commands that repeat a result.</param>
/// <param name="AssemblyPath">The full path of its assembly.</param>
internal sealed record UserProgram(string Given, string AssemblyPath)
{
    /// <summary>The full path of the project; null if an assembly was named.</summary>
    public string? Project { get; init; }

    /// <summary>What the user should know about how it was built and runs.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The name of the assembly.</summary>
    public string Name => Path.GetFileNameWithoutExtension(AssemblyPath);

    /// <summary>The folder of its output.</summary>
    public string Folder => Path.GetDirectoryName(AssemblyPath)!;

    /// <summary>The folder in which the user works on it.</summary>
    public string Home => Project is null ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(Project)!;

    /// <summary>The file that says what it depends on.</summary>
    public string Dependencies => Path.ChangeExtension(AssemblyPath, ".deps.json");

    /// <summary>The file that says what runs it.</summary>
    public string Configuration => Path.ChangeExtension(AssemblyPath, ".runtimeconfig.json");

    /// <summary>The assemblies of the user's own projects in it, its own first.</summary>
    public IReadOnlyList<string> OwnAssemblies()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Dependencies));
        IEnumerable<string> projects = json.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.TryGetProperty("type", out JsonElement type) && type.ValueEquals("project"))
            .Select(library => library.Name.Split('/')[0])
            .Where(name => !name.StartsWith(nameof(TorchTrust), StringComparison.Ordinal))
            .Select(name => Path.Combine(Folder, name + ".dll"))
            .Where(File.Exists);
        return [.. projects.Prepend(AssemblyPath).Distinct()];
    }

    /// <summary>The version of .NET that it was built for; null if its configuration does not say.</summary>
    public Version? Runtime()
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        using var json = JsonDocument.Parse(File.ReadAllText(Configuration), options);
        JsonElement runtime = json.RootElement.GetProperty("runtimeOptions");
        IEnumerable<JsonElement> frameworks = runtime.TryGetProperty("frameworks", out JsonElement several) ? several.EnumerateArray()
            : runtime.TryGetProperty("framework", out JsonElement one) ? [one]
            : [];
        return frameworks.Select(framework => framework.GetProperty("version").GetString()!.Split('-')[0])
            .Select(Version.Parse)
            .FirstOrDefault();
    }
}
