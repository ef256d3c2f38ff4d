using Mono.Cecil;
using TorchTrust.Cli.Checking;
using TorchTrust.Cli.Projects;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Discovery;

/// <summary>Reads the assemblies of a program as data: the user's code is never loaded into the tool.</summary>
internal static class MetadataReader
{
    /// <summary>Finds subjects and modules.</summary>
    /// <exception cref="ToolException">The file is no assembly of .NET.</exception>
    public static ProgramMetadata Read(UserProgram program)
    {
        using DefaultAssemblyResolver resolver = OutputResolver.Of(program.Folder);
        List<FoundSubject> subjects = [];
        List<FoundModule> modules = [];
        List<string> misplaced = [];
        foreach (string path in program.OwnAssemblies())
        {
            using ModuleDefinition module = Open(path, resolver);
            TypeDefinition[] types = [.. module.GetTypes().Where(type => type.IsClass)];
            foreach (TypeDefinition type in types)
            {
                SubjectMarks.Read(type, path, subjects, misplaced);
            }

            modules.AddRange(ModuleClasses.Read(types));
        }

        return new ProgramMetadata(Named.Apart([.. subjects.DistinctBy(subject => subject.FullName)]), modules, misplaced)
        {
            HasTorchTrust = File.Exists(Path.Combine(program.Folder, "TorchTrust.dll")),
        };
    }

    private static ModuleDefinition Open(string path, DefaultAssemblyResolver resolver)
    {
        try
        {
            return ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = resolver });
        }
        catch (BadImageFormatException)
        {
            throw ToolException.WrongUse($"{path} is no assembly of .NET.");
        }
    }
}
