using Mono.Cecil;
using Mono.Cecil.Cil;
using TorchTrust.Probes;

namespace TorchTrust.Weaving;

/// <summary>Weaves one assembly: a copy of it, with its symbols, whose calls of TorchSharp go through shims.</summary>
internal static class AssemblyWeaver
{
    /// <summary>The flag of an image that holds native code beside its complete IL (ready to run).</summary>
    private const ModuleAttributes IlLibrary = (ModuleAttributes)0x4;

    /// <summary>Weaves an assembly into a folder, from memory: nothing keeps a build from writing the original anew.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="folder">Where the copy goes, under the same name.</param>
    /// <param name="resolver">Finds what it refers to.</param>
    public static WeaverReply Weave(string path, string folder, IAssemblyResolver resolver)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        try
        {
            using ModuleDefinition module = Read(path, resolver);
            if (IsMixed(module))
            {
                return new WeaverReply(name, 0, [], "it holds native code without IL (mixed mode)");
            }

            if (module.Resources.Any(resource => resource.Name == WovenIndex.ResourceName))
            {
                return new WeaverReply(name, 0, [], "it is woven already");
            }

            var shims = new ShimFactory(module);
            var weaver = new MethodWeaver(module, shims);
            foreach (TypeDefinition type in module.GetTypes().ToList())
            {
                foreach (MethodDefinition method in type.Methods.Where(method => method.HasBody).ToList())
                {
                    weaver.Weave(method);
                }
            }

            shims.Complete(weaver.Places);
            Write(module, Path.Combine(folder, Path.GetFileName(path)));
            return new WeaverReply(name, weaver.Calls, weaver.Unreached.Counts, null);
        }
        catch (Exception thrown) when (thrown is AssemblyResolutionException
            || thrown is not (OutOfMemoryException or IOException or UnauthorizedAccessException))
        {
            // Whatever Cecil cannot read or write: the assembly runs as it is, and the report says so.
            return new WeaverReply(name, 0, [], $"{thrown.GetType().Name}: {thrown.Message}");
        }
    }

    private static ModuleDefinition Read(string path, IAssemblyResolver resolver)
    {
        var parameters = new ReaderParameters(ReadingMode.Deferred)
        {
            AssemblyResolver = resolver,
            MetadataImporterProvider = new OneReferenceEach(),
            InMemory = true,
            ReadSymbols = true,
            SymbolReaderProvider = new DefaultSymbolReaderProvider(throwIfNoSymbol: false),
        };
        try
        {
            return ModuleDefinition.ReadModule(path, parameters);
        }
        catch (Exception thrown) when (thrown is InvalidOperationException or BadImageFormatException or NotSupportedException
            or SymbolsNotMatchingException)
        {
            // Symbols of another build or of an old format: without lines is better than not at all.
            parameters.ReadSymbols = false;
            parameters.SymbolReaderProvider = null;
            return ModuleDefinition.ReadModule(path, parameters);
        }
    }

    private static bool IsMixed(ModuleDefinition module) =>
        (module.Attributes & ModuleAttributes.ILOnly) == 0 && (module.Attributes & IlLibrary) == 0;

    private static void Write(ModuleDefinition module, string path)
    {
        // Native code would be of the unwoven IL: it is left behind, and the image says so.
        if ((module.Attributes & ModuleAttributes.ILOnly) == 0)
        {
            module.Attributes = (module.Attributes & ~IlLibrary) | ModuleAttributes.ILOnly;
            module.Architecture = TargetArchitecture.I386;
        }

        ISymbolWriterProvider? symbols = module.HasSymbols
            ? module.SymbolReader is EmbeddedPortablePdbReader ? new EmbeddedPortablePdbWriterProvider() : new PortablePdbWriterProvider()
            : null;
        module.Write(path, new WriterParameters { WriteSymbols = symbols is not null, SymbolWriterProvider = symbols });
    }
}
