using TorchTrust.Cli.Discovery;
using TorchTrust.Cli.Projects;

namespace TorchTrust.Cli.Tests.Discovery;

public sealed class MetadataTests
{
    private static readonly ProgramMetadata _fixture = MetadataReader.Read(new UserProgram("fixture", Place.Fixture));

    [Fact]
    public void Members_and_derived_classes_are_found()
    {
        string[] names = [.. _fixture.Subjects.Select(subject => subject.ShortName)];

        Assert.Contains("Subjects.Right", names);
        Assert.Contains("Subjects.Crashing", names);
        Assert.Contains("Derived.Subject", names);
        Assert.DoesNotContain("InClass.Subject", names);
        Assert.Equal(30, names.Count(name => name.StartsWith("Many.", StringComparison.Ordinal)));
        Assert.Empty(_fixture.Misplaced);
    }

    [Fact]
    public void Modules_are_found_with_what_their_constructors_take()
    {
        FoundModule small = _fixture.Modules.Single(module => module.Name == "SmallNet");

        Assert.Equal("TorchTrust.Cli.Fixture", small.Namespace);
        Assert.Equal(["input"], small.Inputs);
        Assert.Empty(small.Arguments);
        Assert.Contains(_fixture.Modules, module => module.Name == "MixingNet");
    }

    [Fact]
    public void The_lines_to_paste_guess_no_shape()
    {
        FoundModule module =
            new("My.Models", "Encoder", [("width", "long"), ("activation", "Module<Tensor, Tensor>")], ["tokens", "mask"], IsPart: false);

        string text = PasteText.Write("App", new ProgramMetadata([], [module], []), all: false);

        Assert.Contains("dotnet add package TorchTrust", text, StringComparison.Ordinal);
        Assert.Contains("using My.Models;", text, StringComparison.Ordinal);
        Assert.Contains(
            ".For(() => new Encoder(width: /* long */, activation: /* Module<Tensor, Tensor> */))", text, StringComparison.Ordinal);
        Assert.Contains(
            ".WithInputs(n => [torch.randn(n, /* shape of one tokens */), torch.randn(n, /* shape of one mask */)]);", text,
            StringComparison.Ordinal);
    }
}
