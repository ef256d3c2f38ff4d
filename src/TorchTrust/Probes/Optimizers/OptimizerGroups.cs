using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>The groups of an optimizer, whose parameters can be read and replaced. LBFGS is native and has none.</summary>
internal static class OptimizerGroups
{
    /// <summary>The groups; none where the optimizer is native.</summary>
    public static IReadOnlyList<ParamGroup> Of(optim.Optimizer optimizer) =>
        optimizer is OptimizerHelper ? [.. optimizer.ParamGroups.OfType<ParamGroup>()] : [];

    /// <summary>The rates of all groups, as they are now.</summary>
    public static IReadOnlyList<double> Rates(optim.Optimizer optimizer) =>
        optimizer is OptimizerHelper ? [.. optimizer.ParamGroups.Select(group => group.LearningRate)] : [];

    /// <summary>Whether an optimizer shrinks weights whatever their gradients; null where it does not tell.</summary>
    public static bool? Decays(optim.Optimizer optimizer)
    {
        double?[] decays = [.. Of(optimizer).Select(group => WeightDecay(group.Options))];
        return decays.Length == 0 || decays.Contains(null) ? null : decays.Any(decay => decay != 0);
    }

    /// <summary>Puts somebody between an optimizer and its parameters.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="read">Told the index of the group, who reads, and what; gives what is read.</param>
    public static void Watch(
        optim.Optimizer optimizer, Func<int, ParameterReader, IEnumerable<Parameter>, IEnumerable<Parameter>> read)
    {
        IReadOnlyList<ParamGroup> groups = Of(optimizer);
        for (int i = 0; i < groups.Count; i++)
        {
            int index = i;
            groups[i].Parameters = new WatchedParameters(groups[i].Parameters, (reader, parameters) => read(index, reader, parameters));
        }
    }

    /// <summary>The classes of options have nothing in common but the name of this member.</summary>
    private static double? WeightDecay(OptimizerOptions? options) =>
        options?.GetType().GetField("weight_decay")?.GetValue(options) as double?
            ?? options?.GetType().GetProperty("weight_decay")?.GetValue(options) as double?;
}
