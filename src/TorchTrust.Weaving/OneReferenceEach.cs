using Mono.Cecil;

namespace TorchTrust.Weaving;

/// <summary>
/// Lets shims refer to the assemblies that the program refers to, whatever version lies beside it: a program that was built with
/// an older TorchSharp asks for no newer one.
/// </summary>
internal sealed class OneReferenceEach : IMetadataImporterProvider
{
    /// <inheritdoc/>
    public IMetadataImporter GetMetadataImporter(ModuleDefinition module) => new Importer(module);

    private sealed class Importer(ModuleDefinition module) : DefaultMetadataImporter(module)
    {
        public override AssemblyNameReference ImportReference(AssemblyNameReference name) =>
            module.AssemblyReferences.FirstOrDefault(reference => reference.Name == name.Name) ?? base.ImportReference(name);
    }
}
