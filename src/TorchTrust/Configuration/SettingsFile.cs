using System.Globalization;
using System.Text.Json;

namespace TorchTrust.Configuration;

/// <summary>Finds and reads <c>torchtrust.json</c>.</summary>
internal static class SettingsFile
{
    private static readonly JsonDocumentOptions _lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads the settings of a project.</summary>
    /// <param name="home">The folder of the project; the file may lie in it or above it.</param>
    /// <returns>What it says; null if there is none.</returns>
    /// <exception cref="SettingsException">Something else stands in it.</exception>
    public static Settings? Find(string home)
    {
        for (DirectoryInfo? folder = new(home); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, Settings.FileName);
            if (File.Exists(path))
            {
                return Read(path);
            }
        }

        return null;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="SettingsException">Something else stands in it.</exception>
    public static Settings Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path), _lenient);
            return Read(new JsonNodeReader(json.RootElement, ""), path);
        }
        catch (JsonException problem)
        {
            string what = problem.Message.Split(" LineNumber")[0];
            throw new SettingsException($"{path}({problem.LineNumber + 1},{problem.BytePositionInLine + 1}): this is no JSON: {what}");
        }
        catch (JsonFileException problem)
        {
            throw new SettingsException($"{path}: {problem.Message}");
        }
    }

    private static Settings Read(JsonNodeReader document, string path)
    {
        IReadOnlyDictionary<string, JsonNodeReader> keys = document.Object(
            "seed", "level", "failOn", "allowUnproven", "allowQuestions", "timeLimit", "timeout", "memoryLimit", "jobs", "baseline", "skip",
            "answers");
        JsonNodeReader? Of(string key) => keys.GetValueOrDefault(key);
        return new Settings
        {
            Path = path,
            Seed = Of("seed")?.Number(),
            Level = Of("level") is { } level ? Count(level) : null,
            FailOn = Of("failOn")?.Parsed(Quantities.Severity, Quantities.Severities),
            AllowUnproven = Of("allowUnproven")?.Flag(),
            AllowQuestions = Of("allowQuestions")?.Flag(),
            TimeLimit = Of("timeLimit")?.Parsed(Quantities.Duration, Quantities.Durations),
            Timeout = Of("timeout")?.Parsed(Quantities.Duration, Quantities.Durations),
            MemoryLimit = Of("memoryLimit")?.Parsed(Quantities.Bytes, Quantities.Sizes),
            Jobs = Of("jobs") is { } jobs ? Count(jobs) : null,
            Baseline = Of("baseline") is { } baseline ? Path.GetFullPath(baseline.Text(), Path.GetDirectoryName(path)!) : null,
            Skips = [.. (Of("skip")?.Items() ?? []).Select(Skip)],
            Answers = [.. (Of("answers")?.Items() ?? []).Select(Answer)],
        };
    }

    private static int Count(JsonNodeReader number) => Quantities.Count(number.Number().ToString(CultureInfo.InvariantCulture))
        ?? throw number.Wrong($"must be {Quantities.Counts}");

    private static WatchAnswer Answer(JsonNodeReader item)
    {
        IReadOnlyDictionary<string, JsonNodeReader> keys = item.Object("rule", "place", "reason");
        string rule = keys.GetValueOrDefault("rule")?.Text()
            ?? throw item.Wrong("names no rule: add \"rule\": the id of one, such as those that torchtrust watch tells");
        if (!WatchedRun.IsRule(rule))
        {
            throw keys["rule"].Wrong($"is '{rule}', which is no rule of torchtrust watch: their ids begin with watch-");
        }

        string place = keys.GetValueOrDefault("place")?.Text()
            ?? throw item.Wrong(
                $"answers {rule} without a place: add \"place\": a parameter, a module or File.cs:line, in which * stands for anything");
        string reason = keys.GetValueOrDefault("reason")?.Text()
            ?? throw item.Wrong($"answers {rule} without a reason: add \"reason\": why it is right");
        return new WatchAnswer(rule, place, reason);
    }

    private static Skip Skip(JsonNodeReader item)
    {
        IReadOnlyDictionary<string, JsonNodeReader> keys = item.Object("check", "subject", "reason");
        string check = keys.GetValueOrDefault("check")?.Text()
            ?? throw item.Wrong("names no check: add \"check\": the id of one, or a pattern");
        string reason = keys.GetValueOrDefault("reason")?.Text()
            ?? throw item.Wrong($"skips {check} without a reason: add \"reason\": why");
        if (!check.Contains('*', StringComparison.Ordinal) && CheckNames.Unknown(check) is { } unknown)
        {
            throw keys["check"].Wrong($"is {unknown}");
        }

        return new Skip(check, keys.GetValueOrDefault("subject")?.Text(), reason);
    }
}
