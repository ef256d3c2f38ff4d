using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Sets the mode of single modules, children left as they are.</summary>
internal static class ModuleMode
{
    /// <summary>
    /// Sets the training mode of one module without that of its children, which <c>train</c> would change too.
    /// </summary>
    public static void SetOwn(nn.Module module, bool training)
    {
        if (module.training == training)
        {
            return;
        }

        (nn.Module Module, bool Training)[] below = [.. module.modules().Select(child => (child, child.training))];
        module.train(training);
        foreach ((nn.Module child, bool before) in below)
        {
            SetOwn(child, before);
        }
    }

    /// <summary>Whether a module behaves otherwise in training mode.</summary>
    public static ModeSensitivity SensitivityOf(nn.Module module) => module switch
    {
        _ when ObjectGraph.IsUserType(module.GetType()) => ModeSensitivity.Possible,
        TorchSharp.Modules.BatchNorm or TorchSharp.Modules.LSTM or TorchSharp.Modules.GRU or TorchSharp.Modules.RNN
            or TorchSharp.Modules.MultiheadAttention or TorchSharp.Modules.Transformer or TorchSharp.Modules.TransformerEncoder
            or TorchSharp.Modules.TransformerDecoder or TorchSharp.Modules.TransformerEncoderLayer
            or TorchSharp.Modules.TransformerDecoderLayer => ModeSensitivity.Known,
        _ when DropoutModules.Probability(module) > 0 => ModeSensitivity.Known,
        _ => ModeSensitivity.None,
    };
}
