using TorchTrust.Cli.Described;
using TorchTrust.Cli.Projects;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Tests.Described;

/// <summary>Models of the program that never heard of TorchTrust, as a command line describes them.</summary>
internal static class StrangerModel
{
    /// <summary>Reads a description.</summary>
    public static DescribedSubject Of(string? model, string? build, string input, params string[] arguments)
    {
        using var types = new ProgramTypes(new UserProgram(Place.Stranger, Place.Stranger));
        var binding = new ValueBinding(types);
        WrittenModel written = WrittenModel.Find(new ModelOptions { Model = model, Build = build, Arguments = arguments }, types, binding);
        return new DescribedSubject(written, InputReader.Read(new OptionText("--input", input), written.Type, binding), input);
    }

    /// <summary>What is wrong with a description.</summary>
    public static ToolException Problem(string? model, string? build, string input, params string[] arguments) =>
        Assert.Throws<ToolException>(() => Of(model, build, input, arguments));
}
