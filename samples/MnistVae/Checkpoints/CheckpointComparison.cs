using static TorchSharp.torch;

namespace MnistVae.Checkpoints;

/// <summary>Compares what a checkpoint holds with what it is to be loaded into, before anything is loaded.</summary>
internal static class CheckpointComparison
{
    /// <summary>Refuses tensors that are missing, superfluous, or of another shape or type.</summary>
    /// <param name="path">The checkpoint's file.</param>
    /// <param name="expected">The tensors to load into.</param>
    /// <param name="found">The tensors of the checkpoint.</param>
    /// <exception cref="CheckpointException">They differ; every difference is named.</exception>
    public static void RequireSameTensors(
        string path, IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> found)
    {
        var differences = new List<string>();
        foreach ((string name, Tensor tensor) in expected)
        {
            if (!found.TryGetValue(name, out Tensor? other))
            {
                differences.Add($"'{name}' is missing");
            }
            else if (Describe(other) != Describe(tensor))
            {
                differences.Add($"'{name}' is {Describe(other)}, expected {Describe(tensor)}");
            }
        }

        differences.AddRange(
            found.Keys.Where(name => !expected.ContainsKey(name)).Select(name => $"'{name}' is unknown"));
        Refuse(path, "its tensors do not fit", differences);
    }

    /// <summary>Refuses settings that differ.</summary>
    /// <param name="path">The checkpoint's file.</param>
    /// <param name="expected">The settings of the run that is to go on.</param>
    /// <param name="found">The settings of the checkpoint.</param>
    /// <exception cref="CheckpointException">They differ; every difference is named.</exception>
    public static void RequireSameSettings(
        string path, IReadOnlyDictionary<string, string> expected, IReadOnlyDictionary<string, string> found)
        => Refuse(
            path,
            "it was made with other settings, so training would not go on as it was",
            expected.Keys.Union(found.Keys).Order(StringComparer.Ordinal)
                .Select(name => (
                    Name: name, Found: found.GetValueOrDefault(name), Expected: expected.GetValueOrDefault(name)))
                .Where(setting => setting.Found != setting.Expected)
                .Select(setting
                    => $"{setting.Name} is {setting.Found ?? "missing"}, now {setting.Expected ?? "unknown"}")
                .ToList());

    private static void Refuse(string path, string reason, List<string> differences)
    {
        if (differences.Count > 0)
        {
            throw new CheckpointException(path, $"{reason}: {string.Join("; ", differences)}.");
        }
    }

    private static string Describe(Tensor tensor) => $"{tensor.dtype} [{string.Join(", ", tensor.shape)}]";
}
