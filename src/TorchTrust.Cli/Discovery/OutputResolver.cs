using Mono.Cecil;

namespace TorchTrust.Cli.Discovery;

/// <summary>Finds assemblies in the output of a program only, not beside this tool nor in the present folder.</summary>
internal static class OutputResolver
{
    /// <summary>Makes one.</summary>
    /// <param name="folder">The folder of the output.</param>
    public static DefaultAssemblyResolver Of(string folder)
    {
        var resolver = new DefaultAssemblyResolver();
        foreach (string other in resolver.GetSearchDirectories())
        {
            resolver.RemoveSearchDirectory(other);
        }

        resolver.AddSearchDirectory(folder);
        return resolver;
    }
}
