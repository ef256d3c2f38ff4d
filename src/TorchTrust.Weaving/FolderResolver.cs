using Mono.Cecil;

namespace TorchTrust.Weaving;

/// <summary>Finds assemblies by their simple names, in the folders of the user's program and in the runtime's own.</summary>
/// <param name="folders">The folders.</param>
internal sealed class FolderResolver(IReadOnlyList<string> folders) : IAssemblyResolver
{
    private static readonly string _runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private readonly Dictionary<string, AssemblyDefinition?> _known = [];

    /// <inheritdoc/>
    public AssemblyDefinition Resolve(AssemblyNameReference name) => Resolve(name, new ReaderParameters());

    /// <inheritdoc/>
    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
    {
        if (!_known.TryGetValue(name.Name, out AssemblyDefinition? assembly))
        {
            _known[name.Name] = assembly = Find(name.Name);
        }

        return assembly ?? throw new AssemblyResolutionException(name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AssemblyDefinition? assembly in _known.Values)
        {
            assembly?.Dispose();
        }
    }

    private AssemblyDefinition? Find(string name) => folders.Append(_runtime).Select(folder => Path.Combine(folder, $"{name}.dll"))
        .Where(File.Exists)
        .Select(path => AssemblyDefinition.ReadAssembly(path, new ReaderParameters(ReadingMode.Deferred) { AssemblyResolver = this }))
        .FirstOrDefault();
}
