namespace TorchTrust.Tests.Architecture;

/// <summary>The rooms of <c>src/TorchTrust</c> and who may enter which: dependencies point downwards, and no wing knows another.</summary>
internal static class House
{
    /// <summary>What serves all kinds of subjects, from the bottom up; the wings stand on it.</summary>
    private static readonly string[] _shared = ["Results", "Subjects", "Weaving", "Probes", "Mutants", "Checks", "Configuration"];

    private static readonly string[] _wings = ["Models", "Datasets", "Losses", "Training", "Watching"];

    /// <summary>The wings whose subjects one derives as parts of its own: it knows their doors, the subjects at their roots.</summary>
    private static readonly Dictionary<string, string[]> _parts = new() { ["Models"] = ["Losses"], ["Training"] = ["Models", "Losses"] };

    /// <summary>
    /// Within a wing, a subject, its session and its probes are one; above them stand those who break and those who decide.
    /// </summary>
    private static readonly string[] _upperFloors = ["Mutants", "Checks"];

    /// <summary>Why a type may not refer to another; null if it may.</summary>
    /// <param name="from">The folder of the one that refers, below <c>src/TorchTrust</c>, with <c>/</c>.</param>
    /// <param name="to">The folder of the one that is referred to.</param>
    public static string? WhyNot(string from, string to)
    {
        (int Floor, string? Wing, int Inner) a = PlaceOf(from), b = PlaceOf(to);
        if (a.Wing is not null && b.Wing is not null)
        {
            // A training loop trains models: it looks at them through the models' own probes.
            return a.Wing == b.Wing
                ? (b.Inner > a.Inner ? $"{to} stands above {from}" : null)
                : ((a.Wing == "Training" && b is { Wing: "Models", Inner: 0 }) || DerivesParts(from, to)
                    ? null
                    : $"{a.Wing} must not know {b.Wing}");
        }

        // Running knows the wings by what they register: the catalogue of checks, and the session that each subject opens.
        return b.Floor > a.Floor || (a.Wing is null && b.Wing is not null) ? $"{from} must not know {to}" : null;
    }

    private static bool DerivesParts(string from, string to) =>
        from.Split('/') is [var wing, .. var room]
            && (room is [] or ["Parts"])
            && _parts.TryGetValue(wing, out string[]? parts)
            && parts.Contains(to);

    private static (int Floor, string? Wing, int Inner) PlaceOf(string folder)
    {
        string[] parts = folder.Split('/');
        if (_wings.Contains(parts[0]))
        {
            return (_shared.Length, parts[0], parts.Length > 1 ? Array.IndexOf(_upperFloors, parts[1]) + 1 : 0);
        }

        return Array.IndexOf([.. _shared, "", "Running"], parts[0]) is >= 0 and int floor
            ? (floor, null, 0)
            : throw new ArgumentException($"{folder} has no place in the house: give it one.", nameof(folder));
    }
}
