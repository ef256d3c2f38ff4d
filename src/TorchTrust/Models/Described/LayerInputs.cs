using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchTrust.Models.Described;

/// <summary>Reads off the layers of a model what they take.</summary>
internal static class LayerInputs
{
    /// <summary>What each layer of a known kind takes, in the order in which they are registered.</summary>
    public static IEnumerable<LayerInput> Of(nn.Module model)
    {
        foreach ((string name, nn.Module layer) in model.named_modules())
        {
            if (What(layer) is ({ } kind, var size))
            {
                yield return new LayerInput(kind, size, name);
            }
        }
    }

    private static (LayerKind Kind, long Size)? What(nn.Module layer) => layer switch
    {
        Linear linear => (LayerKind.Linear, linear.in_features),
        Conv1d convolution => (LayerKind.Convolution1d, convolution.in_channels),
        Conv2d convolution => (LayerKind.Convolution2d, convolution.in_channels),
        Conv3d convolution => (LayerKind.Convolution3d, convolution.in_channels),
        Embedding embedding => (LayerKind.Embedding, embedding.weight!.shape[0]),
        LSTM or GRU
            or RNN when layer.named_parameters().FirstOrDefault(entry => entry.name == "weight_ih_l0") is { parameter: { } weight } =>
            (LayerKind.Recurrent, weight.shape[1]),
        _ => null,
    };
}
