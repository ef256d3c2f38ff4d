using System.Reflection;
using Mono.Cecil;
using static TorchSharp.torch;

namespace TorchTrust.Weaving.Tests;

/// <summary>Packages that hold layers: assemblies that nobody here has built, with no symbols.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("torchtrust-package-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Layers_of_a_package_are_reached_like_ones_own()
    {
        TrustReport report = Check(ModelSubject.For(() => new UsesPackage()));

        Assert.Contains("TorchTrust.Weaving.Fixture.FSharp", report.Weaving!.Woven);
        Assert.Equal(["", "_layers", "_layers.first", "_layers.second"], Killed(report));
    }

    [Fact]
    public void An_assembly_that_is_loaded_from_elsewhere_runs_as_it_is_and_is_named()
    {
        string path = Path.Combine(_folder, "Layers.From.Elsewhere.dll");
        using (ModuleDefinition module = ModuleDefinition.ReadModule(typeof(Fixture.FSharp.Net).Assembly.Location))
        {
            module.Assembly.Name.Name = Path.GetFileNameWithoutExtension(path);
            module.Write(path);
        }

        TrustReport report = Check(ModelSubject.For(() => LayersOf(path)));

        Assert.DoesNotContain("Layers.From.Elsewhere", report.Weaving!.Woven);
        Assert.Equal(
            [$"Layers.From.Elsewhere: it does not lie in the output folder, but was loaded from {path}"], report.Weaving.NotWoven);
        Assert.Equal([""], Killed(report));
    }

    private static nn.Module<Tensor, Tensor> LayersOf(string path) =>
        (nn.Module<Tensor, Tensor>)Activator.CreateInstance(
            Assembly.LoadFrom(path).GetType(typeof(Fixture.FSharp.Net).FullName!, throwOnError: true)!)!;

    private static TrustReport Check(ModelSubject subject) => Trust.Check(
        subject.WithInput(n => randn(n, 4)),
        new TrustOptions { Checks = [CheckIds.SamplesAreIndependentInEval], Isolation = Isolation.Host });

    private static string[] Killed(TrustReport report) =>
        [.. Assert.Single(report.Results).Power!.Mutants.Where(mutant => mutant.Outcome == MutantOutcome.Killed)
            .Select(mutant => mutant.Site).Distinct().Order(StringComparer.Ordinal)];

    private sealed class UsesPackage : nn.Module<Tensor, Tensor>
    {
        private readonly Fixture.FSharp.Net _layers = new();

        public UsesPackage()
            : base(nameof(UsesPackage)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _layers.forward(input);
    }
}
