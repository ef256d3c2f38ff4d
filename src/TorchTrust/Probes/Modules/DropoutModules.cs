using System.Reflection;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Knows TorchSharp's dropout modules, which have no base class of their own.</summary>
internal static class DropoutModules
{
    /// <summary>The probability with which a module drops; null if it is no dropout.</summary>
    public static double? Probability(nn.Module module)
    {
        Type type = module.GetType();
        return type.Assembly == typeof(Tensor).Assembly && type.Name.Contains("Dropout", StringComparison.Ordinal)
            && type.GetProperty("p", BindingFlags.Instance | BindingFlags.Public)?.GetValue(module) is double probability
                ? probability
                : null;
    }
}
