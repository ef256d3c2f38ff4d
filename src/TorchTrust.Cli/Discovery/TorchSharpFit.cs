using Mono.Cecil;
using TorchTrust.Cli.Projects;

namespace TorchTrust.Cli.Discovery;

/// <summary>
/// Whether the TorchSharp of a program has what its TorchTrust calls: looked up member by member in the metadata, before
/// anything is started.
/// </summary>
internal static class TorchSharpFit
{
    private const string Library = "TorchSharp";

    /// <summary>The one line that says which version is needed; null if the two go together.</summary>
    public static string? Problem(UserProgram program) => Problem(program, Path.Combine(program.Folder, "TorchTrust.dll"));

    /// <summary>The one line that says which version is needed; null if the two go together.</summary>
    /// <param name="program">The program.</param>
    /// <param name="trust">The TorchTrust that runs in it.</param>
    public static string? Problem(UserProgram program, string trust)
    {
        string torch = Path.Combine(program.Folder, "TorchSharp.dll");
        if (!File.Exists(trust) || !File.Exists(torch))
        {
            return null;
        }

        using DefaultAssemblyResolver resolver = OutputResolver.Of(program.Folder);
        using ModuleDefinition library = ModuleDefinition.ReadModule(trust, new ReaderParameters { AssemblyResolver = resolver });
        using ModuleDefinition present = ModuleDefinition.ReadModule(torch);
        Version needed = library.AssemblyReferences.First(reference => reference.Name == Library).Version;
        Version found = present.Assembly.Name.Version;
        string[] missing = found < needed ? [] : [.. Missing(library)];
        return found >= needed && missing.Length == 0
            ? null
            : $"{program.Name} uses TorchSharp {found.ToString(3)}, and TorchTrust {library.Assembly.Name.Version.ToString(3)} needs "
                + $"{needed.ToString(3)}{(missing.Length == 0 ? " or newer" : $": {missing[0]} is not there{And(missing.Length - 1)}")}. "
                + $"Mend it: dotnet add package TorchSharp --version {needed.ToString(3)}";
    }

    private static IEnumerable<string> Missing(ModuleDefinition library)
    {
        foreach (TypeReference type in library.GetTypeReferences().Where(type => IsTorch(type) && type.Resolve() is null))
        {
            yield return type.FullName;
        }

        foreach (MemberReference member in library.GetMemberReferences().Where(member => IsTorch(member.DeclaringType)))
        {
            if (member.DeclaringType.Resolve() is not null && member.Resolve() is null)
            {
                yield return member.FullName;
            }
        }
    }

    private static bool IsTorch(TypeReference type) => type.GetElementType() is { IsArray: false } element && element.Scope.Name == Library;

    private static string And(int more) => more switch
    {
        0 => "",
        1 => " (and one more)",
        _ => $" (and {more} more)",
    };
}
