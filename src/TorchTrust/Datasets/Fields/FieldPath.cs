namespace TorchTrust.Datasets.Fields;

/// <summary>The paths of fields: <c>label</c>, <c>target.boxes</c>, <c>views[1].image</c>.</summary>
internal static class FieldPath
{
    /// <summary>The path of an item that is one value.</summary>
    public const string Item = "item";

    /// <summary>The path as items have it, of one that a user wrote: <c>["label"]</c> and <c>.label</c> mean <c>label</c>.</summary>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static string Parse(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new ArgumentException(
                "A field has a path: the key of a dictionary (label), the member of a record (Tokens), Item1 of a tuple, [0] of a list, "
                    + $"or {Item} where an item is one value.",
                nameof(path));
        }

        return path.Replace("[\"", ".", StringComparison.Ordinal).Replace("\"]", "", StringComparison.Ordinal).TrimStart('.');
    }

    /// <summary>The path of a member or of a dictionary's entry.</summary>
    public static string Member(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>The path of an element of a list.</summary>
    public static string Element(string path, int index) => $"{path}[{index}]";
}
