using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Sets the mode of single modules, children left as they are.</summary>
internal static class ModuleMode
{
    /// <summary>Sets the training mode of one module without that of its children, which <c>train</c> would change too.</summary>
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
}
