using Mono.Cecil;
using TorchTrust.Cli.Tool;
using TorchTrust.Models.Described;
using TorchTrust.Running.Hosting;

namespace TorchTrust.Cli.Described;

/// <summary>Finds an input that a model takes, by building it and calling it in a host.</summary>
/// <param name="written">The model.</param>
/// <param name="binding">Gives values to parameters.</param>
/// <param name="options">The program, and what is brought to it.</param>
internal sealed class InputSearch(WrittenModel written, ValueBinding binding, TrustOptions options)
{
    private const int MostTried = 12;

    /// <summary>Finds one.</summary>
    /// <returns>A text for <c>--input</c>, and the layer that it is proposed from.</returns>
    /// <exception cref="ToolException">None is found, or the model cannot be built.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public (string Text, LayerInput Layer) Find()
    {
        MethodDefinition forward = InputReader.CallOf(written.Type);
        string signature = InputReader.Signature(written.Type, forward);
        using HostQuestions host = Host();
        LayerInput[] layers = [.. Layers(host).Select(LayerInput.Read)];
        string[] proposals = [.. InputProposals.Of(layers, forward, written.Model).Take(MostTried)];
        List<string> refusals = [];
        foreach (string proposal in proposals)
        {
            WrittenInput[] inputs = InputReader.Read(new OptionText("--input", proposal), written.Type, binding);
            var model = new DescribedModel(written.Model, [.. inputs.Select(input => input.Argument)]);
            IReadOnlyList<string>? answer = host.Ask(model.AskWhetherTaken, out string? ending);
            if (answer is [])
            {
                return (proposal, layers[0]);
            }

            refusals.Add($"  {proposal}: {answer?[0] ?? ending}");
        }

        string tried = refusals.Count == 0
            ? "Its layers tell nothing: "
                + (layers.Length == 0 ? "none is linear, a convolution, an embedding or recurrent." : "the call takes what is no tensor.")
            : $"None of these is taken:\n{string.Join('\n', refusals)}";
        throw ToolException.WrongUse(
            $"--input is missing, and no input can be proposed for {signature}. {tried}\n"
                + "Say it, as in --input \"float[n,3,64,64]\" (docs/cli.md has the forms).");
    }

    private IReadOnlyList<string> Layers(HostQuestions host) => host.Ask(
        new DescribedModel(written.Model, []).AskLayers, out string? ending)
        ?? throw ToolException.WrongUse(
            $"--input is missing, and none can be proposed: the model was built to ask for its layers, and {ending}.");

    private HostQuestions Host()
    {
        try
        {
            return new HostQuestions(HostLocation.Find(null, options.Program).Brought(), options);
        }
        catch (HostUnavailableException reason)
        {
            throw ToolException.CannotRun(reason.Message);
        }
    }
}
