using TorchTrust.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Mutants;

/// <summary>Faults of schedules.</summary>
internal static class ScheduleMutants
{
    /// <summary>A rate that falls with each call of the step.</summary>
    public static Mutant DecayEachStep { get; } = new LoopMutant(
        "decay-each-step",
        "lets a rate fall with each step, whatever the schedule counts",
        LoopSites.UpdatingOptimizers,
        (_, site) => new LoopFault
        {
            Stepped = (loop, _, numbers) =>
            {
                foreach (optim.ILearningRateController group in LoopSites.Optimizer(loop, site)?.ParamGroups ?? [])
                {
                    group.LearningRate *= 0.9;
                }

                return numbers;
            },
        });
}
