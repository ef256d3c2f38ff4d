using System.Reflection;
using Mono.Cecil;
using TorchTrust.Probes;
using TorchTrust.Running.Hosting;
using static TorchSharp.torch;

namespace TorchTrust.Weaving.Tests;

/// <summary>Assemblies of other kinds than a plain build makes.</summary>
public sealed class VariantTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("torchtrust-variant-").FullName;

    private static string Original => typeof(Fixture.TwoLayers).Assembly.Location;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(typeof(Fixture.Constructs), "Constructs.cs")]
    [InlineData(typeof(Fixture.VisualBasic.Constructs), "Constructs.vb")]
    [InlineData(typeof(Fixture.FSharp.Constructs), null)]
    public void Lines_are_told_by_portable_and_embedded_symbols_and_none_without(Type program, string? file)
    {
        Type woven = Weaver.Copy(program.Assembly).Assembly.GetType(program.FullName!)!;
        using var scope = NewDisposeScope();
        IReadOnlyList<CallEvent> calls = CallRecorder.During(() => woven.GetMethod("Plain")!.Invoke(null, null), CallKind.Forward);

        CallPlace place = calls[0].Site.Place;
        Assert.Equal(file, Path.GetFileName(place.File));
        Assert.Equal("Constructs.Plain", place.Method);
        Assert.Equal(file is not null, place.Line > 0);
    }

    [Fact]
    public void A_strong_named_assembly_is_woven_and_keeps_its_name()
    {
        byte[] key = [.. typeof(object).Assembly.GetName().GetPublicKey()!];
        string signed = Changed(module =>
        {
            module.Assembly.Name.PublicKey = key;
            module.Assembly.Name.HasPublicKey = true;
            module.Attributes |= ModuleAttributes.StrongNameSigned;
        });

        Assembly woven = WovenCopyOfTests.Of(signed).Assembly;

        Assert.Equal(key, woven.GetName().GetPublicKey());
        Assert.Equal(0, Run(woven).dim() - 2);
    }

    [Fact]
    public void Shims_ask_for_no_other_torchsharp_than_the_program()
    {
        var older = new Version(0, 106, 0, 0);
        string changed = Changed(module => module.AssemblyReferences.Single(reference => reference.Name == "TorchSharp").Version = older);

        Assembly woven = WovenCopyOfTests.Of(changed).Assembly;

        Assert.Equal([older], woven.GetReferencedAssemblies().Where(name => name.Name == "TorchSharp").Select(name => name.Version!));
        Assert.Equal(2, Run(woven).dim());
    }

    [Fact]
    public void The_id_of_the_build_stays()
    {
        Assembly woven = Weaver.Copy(typeof(Fixture.TwoLayers).Assembly).Assembly;

        Assert.Equal(typeof(Fixture.TwoLayers).Assembly.ManifestModule.ModuleVersionId, woven.ManifestModule.ModuleVersionId);
        Assert.NotNull(WovenAssembly.Find(woven));
        Assert.Null(WovenAssembly.Find(typeof(Fixture.TwoLayers).Assembly));
    }

    [Fact]
    public void What_is_woven_is_not_woven_twice()
    {
        string once = Path.Combine(_folder, "once");
        string twice = Path.Combine(_folder, "twice");
        Directory.CreateDirectory(once);
        Directory.CreateDirectory(twice);
        Weaver.Run(new WeaverOrder([(Original, once)], [AppContext.BaseDirectory]));

        WeaverReply reply = Assert.Single(
            Weaver.Run(new WeaverOrder([(Path.Combine(once, Path.GetFileName(Original)), twice)], [AppContext.BaseDirectory])));

        Assert.Equal("it is woven already", reply.Refusal);
    }

    [Fact]
    public void Where_nothing_can_be_kept_the_program_runs_as_it_is_and_it_is_said()
    {
        string? before = Environment.GetEnvironmentVariable(OwnFolder.Variable);
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        try
        {
            Environment.SetEnvironmentVariable(OwnFolder.Variable, Path.Combine(file, "below"));
            HostLocation location = HostLocation.Find();
            using WovenProgram program = WovenProgram.Begin(location, new TrustOptions());

            Assert.Same(location, program.Location);
            Assert.StartsWith("Nothing is woven: ", program.Summary.Off, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(OwnFolder.Variable, before);
        }
    }

    private static Tensor Run(Assembly assembly)
    {
        manual_seed(1);
        return (Tensor)assembly.GetType("TorchTrust.Weaving.Fixture.Constructs")!.GetMethod("Plain")!.Invoke(null, null)!;
    }

    private string Changed(Action<ModuleDefinition> change)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(Original);
        change(module);
        string path = Path.Combine(_folder, Path.GetFileName(Original));
        module.Write(path);
        return path;
    }
}
