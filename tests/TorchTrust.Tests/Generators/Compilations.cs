using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TorchTrust.Generators;

namespace TorchTrust.Tests.Generators;

/// <summary>Compilations of a few lines, as the generators see them.</summary>
internal static class Compilations
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Threading.Tasks;";

    private const string Attributes = """
        namespace TorchTrust
        {
            public enum CheckArea { Backend, Structure, Behaviour }
            public sealed class CheckTitleAttribute(string title, string kind) : Attribute { public string Title => title + kind; }
            public sealed class CheckTestsAttribute(string test, string kind) : Attribute { public string Test => test + kind; }
        }
        namespace TorchTrust.Checks
        {
            public sealed class CheckKindAttribute(string kind, string idPrefix = "") : Attribute { public string Kind => kind + idPrefix; }
            public abstract class Check { }
            [CheckKind("model")] public abstract class ModelCheck : Check { }
            [CheckKind("dataset", "data-")] public abstract class DatasetCheck : Check { }
            public sealed class CheckAttribute(string id, string title, CheckArea area) : Attribute
            {
                public (string, string, CheckArea) All => (id, title, area);
            }
        }
        """;

    /// <summary>A library of checks with what is generated for it.</summary>
    /// <param name="checks">The check classes.</param>
    /// <returns>The compilation and what the generator reported.</returns>
    public static (Compilation Library, IReadOnlyList<Diagnostic> Reported) Library(string checks) =>
        Run("Library", [Usings, Attributes, $"namespace TorchTrust.Checks {{ {checks} }}"], [], new CatalogueGenerator());

    /// <summary>An adapter that references a library, with what is generated for it.</summary>
    public static Compilation Adapter(Compilation library)
    {
        const string source = """
            namespace Adapter;

            [TorchTrust.CheckTests("Xunit.FactAttribute", "model")]
            public abstract partial class Tests { private Task Require(string checkId) => Task.FromResult(checkId); }

            [TorchTrust.CheckTests("Xunit.FactAttribute", "dataset")]
            public abstract partial class DatasetTests { private Task Require(string checkId) => Task.FromResult(checkId); }
            """;
        return Run("Adapter", [Usings, source], [library.ToMetadataReference()], new CheckTestsGenerator()).Library;
    }

    /// <summary>The errors of a compilation.</summary>
    public static string[] Errors(Compilation compilation) =>
        [.. compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.ToString())];

    private static (Compilation Library, IReadOnlyList<Diagnostic> Reported) Run(
        string name, string[] sources, MetadataReference[] more, IIncrementalGenerator generator)
    {
        string[] paths = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        IEnumerable<MetadataReference> references = paths
            .Where(path => !Path.GetFileName(path).StartsWith("TorchTrust", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var compilation = CSharpCompilation.Create(
            name,
            sources.Select(source => CSharpSyntaxTree.ParseText(source, options)),
            references.Concat(more),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation made, out var reported);
        return (made, reported);
    }
}
