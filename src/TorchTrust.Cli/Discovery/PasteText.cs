using System.Text;

namespace TorchTrust.Cli.Discovery;

/// <summary>The lines to paste where a program has no subject: nothing is guessed, what is unknown is left to be filled in.</summary>
internal static class PasteText
{
    private const int MostModules = 12;

    /// <summary>Writes them.</summary>
    /// <param name="name">The name of the program.</param>
    /// <param name="metadata">What was found in it.</param>
    /// <param name="all">Whether to write those of all modules.</param>
    public static string Write(string name, ProgramMetadata metadata, bool all)
    {
        if (metadata.Modules.Count == 0)
        {
            return $"{name} has no subject, and no class that derives from torch.nn.Module. Mark a static member that gives a Subject with "
                + "[TrustSubject], or name the project that has one.";
        }

        FoundModule[] shown = [.. metadata.Modules.Take(all ? int.MaxValue : MostModules)];
        var text = new StringBuilder();
        text.Append($"{name} has no subject: nothing says how its models are built and fed. Paste what follows into a file of\n");
        text.Append(
            "the project, fill in what stands in comments, and run the command again. Or check a model as it is, without a subject:\n");
        text.Append($"--model {shown[0].FullName} --input \"float[n,3,64,64]\" (docs/cli.md has the forms).\n\n");
        if (!metadata.HasTorchTrust)
        {
            text.Append("    dotnet add package TorchTrust\n\n");
        }

        IEnumerable<string> spaces = shown.Select(module => module.Namespace).Where(space => space.Length > 0);
        foreach (string space in spaces.Prepend("TorchTrust").Prepend("TorchSharp").Distinct())
        {
            text.Append($"    using {space};\n");
        }

        text.Append("\n    internal static class TrustSubjects\n    {\n");
        text.AppendJoin('\n', shown.Select(Lines));
        text.Append("    }\n");
        if (shown.Length < metadata.Modules.Count)
        {
            text.Append($"\n{metadata.Modules.Count - shown.Length} more modules, most of them parts of others: --verbose shows them.\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Lines(FoundModule module)
    {
        string arguments = string.Join(", ", module.Arguments.Select(argument => $"{argument.Name}: /* {argument.Type} */"));
        string input = module.Inputs.Count == 1
            ? $".WithInput(n => {Tensor(module.Inputs[0])});"
            : $".WithInputs(n => [{string.Join(", ", module.Inputs.Select(Tensor))}]);";
        return $"        [TrustSubject]\n        public static ModelSubject {Identifier(module.Name)} => ModelSubject\n"
            + $"            .For(() => new {module.Name}({arguments}))\n            {input}\n";
    }

    private static string Tensor(string input) => $"torch.randn(n, /* shape of one {input} */)";

    private static string Identifier(string name) => name.Replace(".", "", StringComparison.Ordinal);
}
