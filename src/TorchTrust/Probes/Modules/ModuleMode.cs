using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Sets the mode of single modules, children left as they are.</summary>
internal static class ModuleMode
{
    private static readonly ConcurrentDictionary<Type, bool> _hasOwnTrain = new();

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

    /// <summary>
    /// Whether modules are in a mode already, so that nobody need be told: to set it anew takes as long as a small network takes to run.
    /// One whose class has a <c>train</c> of its own is always told.
    /// </summary>
    public static bool AreSet(IEnumerable<nn.Module> modules, bool training) =>
        modules.All(module => module.training == training && !_hasOwnTrain.GetOrAdd(module.GetType(), HasOwnTrain));

    /// <summary>Sets the training mode of several modules, each for itself.</summary>
    /// <param name="modes">The modules, outermost first, so that each leaves less to do for those below.</param>
    public static void SetEach(IReadOnlyList<(nn.Module Module, bool Training)> modes)
    {
        foreach ((nn.Module module, bool training) in modes.Where(mode => mode.Module.training != mode.Training))
        {
            module.train(training);
        }

        // One that two others hold may have been set again with the second of them.
        foreach ((nn.Module module, bool training) in modes)
        {
            SetOwn(module, training);
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

    private static bool HasOwnTrain(Type type) =>
        ObjectGraph.IsUserType(type.GetMethod(nameof(nn.Module.train), [typeof(bool)])?.DeclaringType ?? typeof(nn.Module));
}
