using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Probes;

/// <summary>The modes of a model's modules.</summary>
internal static class ModeLook
{
    /// <summary>Whether it holds a module that drops, or that takes statistics of batches: what its mode decides.</summary>
    public static bool IsSensitive(nn.Module model) => All(model).Any(IsDecidedByMode);

    /// <summary>Whether all of it is in evaluation mode.</summary>
    public static bool IsInEvaluation(nn.Module model) => !model.training && All(model).All(module => !module.training);

    /// <summary>Whether a module that its mode decides is in training mode.</summary>
    public static bool ActsAsInTraining(nn.Module model) => model.training
        && All(model).Any(module => module.training && IsDecidedByMode(module));

    private static IEnumerable<nn.Module> All(nn.Module model) => model.modules().Prepend(model);

    private static bool IsDecidedByMode(nn.Module module) =>
        module is TorchSharp.Modules.BatchNorm || DropoutModules.Probability(module) is > 0;
}
