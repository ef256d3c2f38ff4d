using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>The groups of an optimizer, whose parameters can be read and replaced. LBFGS is native and has none.</summary>
internal static class OptimizerGroups
{
    /// <summary>The groups; none where the optimizer is native.</summary>
    public static IReadOnlyList<ParamGroup> Of(optim.Optimizer optimizer) =>
        optimizer is OptimizerHelper ? [.. optimizer.ParamGroups.OfType<ParamGroup>()] : [];

    /// <summary>The rates of all groups, as they are now.</summary>
    public static IReadOnlyList<double> Rates(optim.Optimizer optimizer) =>
        optimizer is OptimizerHelper ? [.. optimizer.ParamGroups.Select(group => group.LearningRate)] : [];

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
}
