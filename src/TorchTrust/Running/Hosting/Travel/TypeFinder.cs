using System.Reflection;
using System.Runtime.Loader;

namespace TorchTrust.Running.Hosting.Travel;

/// <summary>Finds types by the names that another process wrote, in the same builds of their assemblies.</summary>
/// <param name="origins">Where that process has its assemblies from, by their full names.</param>
internal sealed class TypeFinder(IReadOnlyDictionary<string, AssemblyOrigin> origins)
{
    private readonly Dictionary<string, Assembly> _loaded = [];

    /// <summary>Loads an assembly: the one that this program depends on, or else the file.</summary>
    public static Assembly Load(AssemblyName name, string? path)
    {
        try
        {
            return AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name.Name!));
        }
        catch (FileNotFoundException) when (path is not null)
        {
            return AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        }
    }

    /// <summary>Finds a type.</summary>
    /// <param name="name">Its assembly-qualified name.</param>
    /// <exception cref="CannotTravelException">It is not there, or its assembly is of another build.</exception>
    public Type Find(string name) => Type.GetType(name, Resolve, typeResolver: null, throwOnError: false)
        ?? throw new CannotTravelException(
            $"The subject cannot be rebuilt in another process: there is no type {name} there.");

    private Assembly Resolve(AssemblyName name)
    {
        if (_loaded.TryGetValue(name.FullName, out Assembly? known))
        {
            return known;
        }

        AssemblyOrigin? origin = origins.GetValueOrDefault(name.FullName);
        Assembly assembly = Load(name, origin is null ? null : ProgramPaths.Map(origin.Path));
        if (origin is not null && assembly.ManifestModule.ModuleVersionId != origin.Build)
        {
            throw new CannotTravelException(
                $"The subject cannot be rebuilt in another process: {assembly.Location} is another build than {origin.Path}.");
        }

        return _loaded[name.FullName] = assembly;
    }
}
