using System.Text.Json;
using System.Text.Json.Nodes;
using TorchTrust.Cli.Projects;

namespace TorchTrust.Cli.Watching;

/// <summary>
/// Watching begins by a startup hook of .NET, which programs that may be compiled ahead of time refuse, as all programs of one file do: the
/// copy that is run has a configuration that allows it. The user's output is left as it is.
/// </summary>
internal sealed class HookPermission : IDisposable
{
    private const string Switch = "System.StartupHookProvider.IsSupported";

    private readonly string? _folder;

    private HookPermission(string? folder, IReadOnlyDictionary<string, string> files) => (_folder, Files) = (folder, files);

    /// <summary>What stands in the copy: places, and full paths; nothing where nothing refuses.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>Looks at the configuration of a program.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static HookPermission For(UserProgram program)
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        JsonNode configuration = JsonNode.Parse(File.ReadAllText(program.Configuration), documentOptions: options)!;
        if (configuration["runtimeOptions"]?["configProperties"] is not JsonObject properties || properties[Switch] is not { } isAllowed
            || isAllowed.GetValueKind() != JsonValueKind.False)
        {
            return new HookPermission(null, new Dictionary<string, string>());
        }

        properties[Switch] = true;
        string folder = Directory.CreateTempSubdirectory("torchtrust-hooks-").FullName;
        string name = Path.GetFileName(program.Configuration);
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, configuration.ToJsonString());
        return new HookPermission(folder, new Dictionary<string, string> { [name] = path });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
