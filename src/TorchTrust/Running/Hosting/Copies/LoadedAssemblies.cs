using System.Reflection;

namespace TorchTrust.Running.Hosting;

/// <summary>
/// What a host has loaded of the user's assemblies. It is said, since a link in a wrong place would load the originals in
/// silence, and since a program may bring in assemblies that its output folder does not hold.
/// </summary>
/// <param name="Woven">The names of those that are woven.</param>
/// <param name="Originals">The names of those that are not, although there are woven copies.</param>
/// <param name="Elsewhere">Those that refer to TorchSharp and have no woven copy, each with where it was loaded from.</param>
internal sealed record LoadedAssemblies(
    IReadOnlyList<string> Woven, IReadOnlyList<string> Originals, IReadOnlyDictionary<string, string> Elsewhere)
{
    /// <summary>What this process has loaded by now.</summary>
    /// <param name="paths">The program and its copy.</param>
    public static LoadedAssemblies Now(ProgramPaths paths)
    {
        string[] woven = [.. WovenAssembly.Loaded().Select(assembly => assembly.Name)];
        Assembly[] plain = [.. AppDomain.CurrentDomain.GetAssemblies().Where(assembly => WovenAssembly.Find(assembly) is null)];
        return new LoadedAssemblies(
            woven,
            [.. plain.Select(Name).Intersect(paths.Woven)],
            plain.Where(UserAssemblies.IsOne).ExceptBy(paths.Woven, Name).DistinctBy(Name)
                .ToDictionary(Name, assembly => assembly.Location));
    }

    private static string Name(Assembly assembly) => assembly.GetName().Name!;
}
