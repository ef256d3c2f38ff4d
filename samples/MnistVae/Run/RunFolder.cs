using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MnistVae.Checkpoints;

namespace MnistVae.Run;

/// <summary>The folder of a run, and where its parts lie.</summary>
/// <param name="path">The folder; it need not exist.</param>
internal sealed class RunFolder(string path)
{
    private static readonly JsonSerializerOptions _jsonOptions = new()
    {
        WriteIndented = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>The folder, as the user gave it.</summary>
    public string Path { get; } = path;

    /// <summary>The options of the run; a folder that has this file holds a run.</summary>
    public string OptionsFile => System.IO.Path.Combine(Path, "options.json");

    /// <summary>The folder of the event files.</summary>
    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>The folder of the checkpoints.</summary>
    public string Checkpoints => System.IO.Path.Combine(Path, "checkpoints");

    /// <summary>The folder of the pictures.</summary>
    public string Pictures => System.IO.Path.Combine(Path, "pictures");

    /// <summary>The file of a checkpoint.</summary>
    public string Checkpoint(CheckpointKind kind)
    {
        var store = new CheckpointStore(Checkpoints);
        return kind == CheckpointKind.Best ? store.BestPath : store.LastPath;
    }

    /// <summary>Whether a run was begun here.</summary>
    public bool HoldsRun => File.Exists(OptionsFile);

    /// <summary>A folder below <c>runs</c> that is named after time and model, and does not exist yet.</summary>
    /// <param name="model">The model.</param>
    /// <param name="now">The local time.</param>
    public static RunFolder Unused(ModelKind model, DateTimeOffset now)
    {
        string name = string.Create(
            CultureInfo.InvariantCulture, $"{now:yyyyMMdd-HHmmss}-{model.ToString().ToLowerInvariant()}");
        string path = System.IO.Path.Combine("runs", name);
        for (int i = 2; System.IO.Path.Exists(path); i++)
        {
            path = System.IO.Path.Combine("runs", string.Create(CultureInfo.InvariantCulture, $"{name}-{i}"));
        }

        return new RunFolder(path);
    }

    /// <summary>Makes the folder and writes the options into it.</summary>
    /// <param name="options">The options of the run.</param>
    /// <exception cref="RunException">The folder holds a run or anything else.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Create(RunOptions options)
    {
        if (HoldsRun)
        {
            throw new RunException($"The folder '{Path}' already holds a run; add --resume to go on with it, or choose another.");
        }

        if (Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any())
        {
            throw new RunException($"The folder '{Path}' is not empty and holds no run; choose a new or an empty one.");
        }

        WriteOptions(options);
    }

    /// <summary>Replaces the options of the run.</summary>
    /// <param name="options">The new options.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Update(RunOptions options) => WriteOptions(options);

    /// <summary>Reads the options of the run.</summary>
    /// <exception cref="RunException">There is no run here, or its options are damaged.</exception>
    public RunOptions ReadOptions()
    {
        if (!HoldsRun)
        {
            throw new RunException($"The folder '{Path}' holds no run: there is no '{OptionsFile}'.");
        }

        try
        {
            RunOptions options = JsonSerializer.Deserialize<RunOptions>(File.ReadAllText(OptionsFile), _jsonOptions)
                ?? throw new JsonException("It holds nothing.");
            return options.FindInvalid() is { } name
                ? throw new JsonException($"The value of '{JsonNamingPolicy.CamelCase.ConvertName(name)}' is none that a run can have.")
                : options;
        }
        catch (JsonException exception)
        {
            throw new RunException($"The file '{OptionsFile}' is damaged: {exception.Message}", exception);
        }
    }

    private void WriteOptions(RunOptions options) => AtomicFile.Write(OptionsFile, stream =>
    {
        JsonSerializer.Serialize(stream, options, _jsonOptions);
        stream.Write("\n"u8);
    });
}
