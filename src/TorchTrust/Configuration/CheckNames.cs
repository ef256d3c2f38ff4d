using TorchTrust.Checks;

namespace TorchTrust.Configuration;

/// <summary>The checks that there are.</summary>
internal static class CheckNames
{
    /// <summary>What is wrong with an id; null if there is such a check.</summary>
    public static string? Unknown(string id)
    {
        string[] known = [.. Catalogue.All.Select(check => check.Description.Id)];
        return known.Contains(id) ? null : $"'{id}', which is no check. {Suggestions.Nearest(id, known)}`torchtrust list` shows all.";
    }

    /// <summary>The part of the catalogue that a check is of; null for a check that this version does not know.</summary>
    public static CheckArea? Area(string id) => Catalogue.All.FirstOrDefault(check => check.Description.Id == id)?.Description.Area;
}
