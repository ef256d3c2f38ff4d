using TorchTrust.Mutants;
using TorchTrust.Probes;
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

    /// <summary>A training whose second half changes nothing.</summary>
    public static Mutant StopHalfway { get; } = new LoopMutant(
        "stop-halfway",
        "makes no update from the middle of the declared training on",
        session => session.Subject.Length > 0 ? [""] : [],
        (session, _) => new LoopFault
        {
            Built = loop => loop.Members.Optimizers.ToList().ForEach(entry => OptimizerGroups.Watch(
                entry.Optimizer,
                (_, reader, parameters) => reader == ParameterReader.Update && loop.StepsTaken > session.Subject.Length / 2 ? []
                    : parameters)),
        });

    /// <summary>A schedule that stands still.</summary>
    public static Mutant FreezeSchedule { get; } = new LoopMutant(
        "freeze-schedule",
        "never lets a schedule go on",
        session => session.Live.Members.Schedules.Select(entry => entry.Path),
        (_, site) =>
        {
            var built = new Dictionary<LiveLoop, ScheduleState>();
            void Restore(LiveLoop loop)
            {
                if (built.TryGetValue(loop, out ScheduleState? state))
                {
                    state.Restore();
                }
            }

            return new LoopFault
            {
                Built = loop =>
                {
                    if (loop.Members.Schedules.Where(entry => entry.Path == site).Select(entry => entry.Schedule)
                        .FirstOrDefault() is { } schedule)
                    {
                        built[loop] = new ScheduleState(schedule);
                    }
                },
                Stepped = (loop, _, numbers) =>
                {
                    Restore(loop);
                    return numbers;
                },
                EpochEnded = Restore,
            };
        });
}
