using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Finds where values stop being finite, on the way forward and on the way back.</summary>
internal static class NonFiniteOrigin
{
    /// <summary>Whether a tensor holds NaN.</summary>
    public static bool HasNan(Tensor tensor) => Has(tensor, value => value.isnan());

    /// <summary>Whether a tensor holds an infinity.</summary>
    public static bool HasInfinity(Tensor tensor) => Has(tensor, value => value.isinf());

    /// <summary>The first module that gives NaN, or infinity, and takes none.</summary>
    /// <param name="session">The session.</param>
    /// <param name="run">Runs it as when it was seen.</param>
    /// <param name="isBad">Whether a tensor holds what is looked for.</param>
    /// <returns>The path of the module; null where no call shows it.</returns>
    public static string? Forward(ModelSession session, Action run, Func<Tensor, bool> isBad)
    {
        using var scope = NewDisposeScope();
        return ModuleTrace.During(session, run, keepsContent: true).Calls
            .FirstOrDefault(call => call.Outputs.Any(leaf => isBad(leaf.Tensor)) && !call.Inputs.Any(leaf => isBad(leaf.Tensor)))?.Path;
    }

    /// <summary>Where a gradient stops being finite: looks from the end of the model to its beginning.</summary>
    /// <param name="session">The session.</param>
    /// <param name="inputs">The inputs with which it was seen.</param>
    /// <param name="noise">The noise with which it was seen.</param>
    /// <returns>The module, and words that say where; null where no call shows it.</returns>
    public static (string Module, string Where)? Backward(ModelSession session, ModelInputs inputs, long noise)
    {
        IReadOnlyDictionary<string, GradientReach>? reach = null;
        using GradientTrace trace = GradientTrace.During(
            session, () => reach = GradientFlow.Read(session, inputs, noise));
        string? finite = null;
        foreach (GradientCall call in trace.Calls.Reverse().Where(call => call.GotGradient))
        {
            if (call.GotNonFinite)
            {
                return finite is null ? (call.Path, $"after {Name(call.Path)}")
                    : IsAround(finite, call.Path) ? (finite, $"in {Name(finite)}, after {Name(call.Path)}")
                    : (finite, $"in {Name(finite)}, or between it and {Name(call.Path)}");
            }

            if (call.Module.named_parameters(recurse: false).Any(entry =>
                reach?.GetValueOrDefault(ObjectGraph.Join(call.Path, entry.name)) == GradientReach.NotFinite))
            {
                return (call.Path, $"in {Name(call.Path)}");
            }

            finite = call.Path;
        }

        return finite is null ? null : (finite, $"in {Name(finite)}, before its output");
    }

    /// <summary>The name of a module in a sentence.</summary>
    public static string Name(string module) => module.Length == 0 ? "the model itself" : module;

    private static bool IsAround(string outer, string inner) =>
        outer.Length == 0 || inner.StartsWith(outer + ".", StringComparison.Ordinal);

    private static bool Has(Tensor tensor, Func<Tensor, Tensor> isBad)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        return (tensor.is_floating_point() || tensor.is_complex()) && isBad(tensor.detach()).any().item<bool>();
    }
}
