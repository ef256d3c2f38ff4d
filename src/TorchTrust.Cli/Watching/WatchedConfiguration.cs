using System.Text.Json;
using System.Text.Json.Nodes;
using TorchTrust.Cli.Projects;

namespace TorchTrust.Cli.Watching;

/// <summary>
/// The runtime configuration of the copy that is run; the user's output is left as it is. Watching begins by a startup hook of .NET, which
/// programs that may be compiled ahead of time refuse, as all programs of one file do: it is allowed. And what runs often is compiled
/// twice, not three times: the runtime compiles on a core of its own, which a training on all cores has to wait for.
/// </summary>
internal sealed class WatchedConfiguration : IDisposable
{
    private const string Hooks = "System.StartupHookProvider.IsSupported";
    private const string Profiles = "System.Runtime.TieredPGO";

    private readonly string _folder;

    private WatchedConfiguration(string folder, IReadOnlyDictionary<string, string> files) => (_folder, Files) = (folder, files);

    /// <summary>What stands in the copy: places, and full paths.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>Makes that of a program. What the program's own says of profiles stays.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static WatchedConfiguration Of(UserProgram program)
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        JsonNode configuration = JsonNode.Parse(File.ReadAllText(program.Configuration), documentOptions: options)!;
        JsonObject runtime = Member(configuration.AsObject(), "runtimeOptions");
        JsonObject properties = Member(runtime, "configProperties");
        properties[Hooks] = true;
        properties[Profiles] ??= false;

        string folder = Directory.CreateTempSubdirectory("torchtrust-configuration-").FullName;
        string name = Path.GetFileName(program.Configuration);
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, configuration.ToJsonString());
        return new WatchedConfiguration(folder, new Dictionary<string, string> { [name] = path });
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static JsonObject Member(JsonObject holder, string name)
    {
        if (holder[name] is not JsonObject member)
        {
            holder[name] = member = [];
        }

        return member;
    }
}
