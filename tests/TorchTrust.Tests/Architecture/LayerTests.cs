using Mono.Cecil;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.Architecture;

public sealed class LayerTests
{
    /// <summary>The list of all checks is generated from those of the wings: through it they are registered.</summary>
    private const string Registrations = "TorchTrust.Checks.Catalogue";

    private static readonly string _source = Repository.PathOf("src", "TorchTrust");

    /// <summary>Type names to folders: one type a file, and a partial type in files that begin with its name.</summary>
    private static readonly ILookup<string, string> _folders = Directory.EnumerateFiles(_source, "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(_source, path).Replace('\\', '/'))
        .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal))
        .Select(path => (Type: Path.GetFileName(path).Split('.', '{')[0], Folder: Path.GetDirectoryName(path)!.Replace('\\', '/')))
        .Distinct().ToLookup(file => file.Type, file => file.Folder);

    [Fact]
    public void Dependencies_point_downwards_and_no_wing_knows_another()
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(typeof(Trust).Assembly.Location);
        IReadOnlySet<(string From, string To)> references = CompiledReferences.Within(assembly);

        string[] wrong =
        [
            .. from reference in references
               let @from = FolderOf(reference.From)
               let to = FolderOf(reference.To)
               where @from is not null && to is not null && reference.From != Registrations
               let why = House.WhyNot(@from, to)
               where why is not null
               select $"{reference.From} refers to {reference.To}: {why}",
        ];

        Assert.True(references.Count > 1000, $"Only {references.Count} references were found.");
        Assert.True(wrong.Length == 0, string.Join("\n", wrong.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_namespace_is_the_wing_and_the_folder()
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(typeof(Trust).Assembly.Location);

        string[] wrong =
        [
            .. assembly.MainModule.Types.Where(type => !type.IsPublic && FolderOf(type.FullName) is not null)
                .Where(type =>
                    !$"TorchTrust.{FolderOf(type.FullName)!.Replace('/', '.')}.".StartsWith($"{type.Namespace}.", StringComparison.Ordinal))
                .Select(type => $"{type.FullName} stands in {FolderOf(type.FullName)}"),
        ];

        Assert.True(wrong.Length == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("Probes/Bits", "Mutants")]
    [InlineData("Checks", "Models")]
    [InlineData("Mutants", "Datasets/Probes")]
    [InlineData("Models/Probes/Calls", "Models/Mutants/Calls")]
    [InlineData("Models/Mutants", "Models/Checks/State")]
    [InlineData("Models", "Running")]
    [InlineData("Running/Hosting", "Models/Checks")]
    [InlineData("Models/Checks", "Losses")]
    [InlineData("Models/Parts", "Losses/Probes")]
    [InlineData("Losses", "Models")]
    [InlineData("Datasets", "Losses")]
    [InlineData("Losses/Probes", "Models/Probes")]
    [InlineData("Training/Checks", "Models/Checks")]
    [InlineData("Models/Probes", "Training/Probes")]
    public void A_way_up_or_across_is_refused(string from, string to) => Assert.NotNull(House.WhyNot(from, to));

    [Theory]
    [InlineData("Running/Hosting", "Checks")]
    [InlineData("Models/Checks/State", "Models/Mutants/Calls")]
    [InlineData("Models/Checks/State", "Checks")]
    [InlineData("Models/Probes/Calls", "Models")]
    [InlineData("Models", "Models/Probes/Calls")]
    [InlineData("Training/Checks", "Models/Probes/Structure")]
    [InlineData("Datasets/Mutants", "Probes/Bits")]
    [InlineData("Models", "Losses")]
    [InlineData("Models/Parts", "Losses")]
    [InlineData("Training/Parts", "Losses")]
    public void A_way_down_is_open(string from, string to) => Assert.Null(House.WhyNot(from, to));

    [Fact]
    public void A_folder_without_a_place_is_refused() => Assert.Throws<ArgumentException>(() => House.WhyNot("Elsewhere", "Results"));

    /// <summary>Every kind of reference that a compiler writes is one that is found.</summary>
    [Theory]
    [InlineData(nameof(Referring.Derives))]
    [InlineData(nameof(Referring.Holds))]
    [InlineData(nameof(Referring.Takes))]
    [InlineData(nameof(Referring.Makes))]
    [InlineData(nameof(Referring.Names))]
    [InlineData(nameof(Referring.Wraps))]
    [InlineData(nameof(Referring.Catches))]
    [InlineData(nameof(Referring.Marked))]
    [InlineData(nameof(Referring.Lambda))]
    public void A_reference_is_found(string type)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(typeof(LayerTests).Assembly.Location);

        Assert.Contains(
            ($"{typeof(Referring.Derives).Namespace}.{type}", typeof(Referring.Goal).FullName!), CompiledReferences.Within(assembly));
    }

    /// <summary>
    /// The folder of a type; null for what generators and the compiler make. Of two types of one name, the namespace tells.
    /// </summary>
    private static string? FolderOf(string type)
    {
        int dot = type.LastIndexOf('.');
        string[] folders = [.. _folders[type[(dot + 1)..]]];
        return folders.Length < 2
            ? folders.SingleOrDefault()
            : folders.Single(folder => $"TorchTrust.{folder.Replace('/', '.')}.".StartsWith($"{type[..dot]}.", StringComparison.Ordinal));
    }
}
