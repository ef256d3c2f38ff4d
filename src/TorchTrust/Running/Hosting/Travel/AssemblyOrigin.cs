using System.Reflection;

namespace TorchTrust.Running.Hosting.Travel;

/// <summary>Where an assembly lies, and which build of it this is; a woven copy is of the same build.</summary>
/// <param name="Path">The file.</param>
/// <param name="Build">The id of the build.</param>
internal sealed record AssemblyOrigin(string Path, Guid Build)
{
    /// <summary>Reads the origin of a loaded assembly.</summary>
    /// <exception cref="CannotTravelException">It is in memory only.</exception>
    public static AssemblyOrigin Of(Assembly assembly) => assembly.IsDynamic || assembly.Location.Length == 0
        ? throw new CannotTravelException(
            $"The subject cannot be rebuilt in another process: its assembly {assembly.GetName().Name} is no file of its own "
                + "(a script, a notebook, a single-file program).")
        : new AssemblyOrigin(assembly.Location, assembly.ManifestModule.ModuleVersionId);
}
