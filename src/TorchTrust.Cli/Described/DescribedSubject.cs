using TorchTrust.Cli.Discovery;
using TorchTrust.Models.Described;

namespace TorchTrust.Cli.Described;

/// <summary>A model of the command line, ready to be checked.</summary>
/// <param name="Model">How it is built.</param>
/// <param name="Inputs">What it is called with.</param>
/// <param name="InputText">The same as it is written behind <c>--input</c>.</param>
internal sealed record DescribedSubject(WrittenModel Model, IReadOnlyList<WrittenInput> Inputs, string InputText)
{
    /// <summary>What is looked up in the place of a subject of the program.</summary>
    public FoundSubject Found => new(null)
    {
        ShortName = Model.Type.Name,
        Described = new DescribedModel(Model.Model, [.. Inputs.Select(input => input.Argument)]),
    };

    /// <summary>The lines that a subject would have, ready to paste.</summary>
    public string Lines
    {
        get
        {
            string input = Inputs.Count == 1
                ? $".WithInput(n => {Inputs[0].Code})"
                : $".WithInputs(n => [{string.Join(", ", Inputs.Select(each => each.Code))}])";
            return $$"""
                using TorchSharp;
                using TorchTrust;

                internal static class TrustSubjects
                {
                    [TrustSubject]
                    public static ModelSubject {{Model.Type.Name}} => ModelSubject
                        .For(() => {{Model.Code}})
                        {{input}};
                }
                """;
        }
    }
}
