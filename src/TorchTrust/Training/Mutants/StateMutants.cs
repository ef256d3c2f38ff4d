using TorchTrust.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Mutants;

/// <summary>Faults that change what a loop holds: parameters, buffers, modes, files.</summary>
internal static class StateMutants
{
    /// <summary>Something frozen that each step moves a little.</summary>
    public static Mutant DriftFrozen { get; } = new LoopMutant(
        "drift-frozen",
        "moves something frozen a little with each step",
        session => FrozenMembers.Of(session, session.Trace()),
        (_, site) => new LoopFault
        {
            Stepped = (loop, _, numbers) =>
            {
                Move(loop, site);
                return numbers;
            },
        })
    {
        Kind = LoopSites.LastName,
    };

    /// <summary>An evaluation that moves a parameter.</summary>
    public static Mutant TrainInEvaluation { get; } = new LoopMutant(
        "train-in-evaluation",
        "moves a parameter in the evaluation, as if that took a step",
        LoopSites.MovingParameters,
        (_, site) => new LoopFault
        {
            Evaluated = (loop, _, numbers) =>
            {
                Move(loop, site);
                return numbers;
            },
        })
    {
        Kind = LoopSites.LastName,
    };

    /// <summary>An evaluation that leaves all models in evaluation mode.</summary>
    public static Mutant LeaveInEval { get; } = new LoopMutant(
        "leave-in-eval",
        "leaves the models in evaluation mode after an evaluation or the end of an epoch",
        LoopSites.Whole,
        (_, _) => new LoopFault
        {
            Evaluated = (loop, _, numbers) =>
            {
                Evaluate(loop);
                return numbers;
            },
            EpochEnded = Evaluate,
        });

    /// <summary>Steps that are taken in evaluation mode.</summary>
    public static Mutant TrainInEval { get; } = new LoopMutant(
        "train-in-eval",
        "takes each step in evaluation mode",
        LoopSites.Whole,
        (_, _) => new LoopFault
        {
            Handed = (loop, batch) =>
            {
                Evaluate(loop);
                return batch;
            },
        });

    /// <summary>A parameter that saving forgets.</summary>
    public static Mutant ForgetParameter { get; } = new LoopMutant(
        "forget-parameter-in-saving",
        "leaves a parameter out of what is saved",
        LoopSites.MovingParameters,
        (_, site) => new LoopFault { Loaded = loop => Move(loop, site) })
    {
        Kind = LoopSites.LastName,
    };

    /// <summary>Rates that saving forgets.</summary>
    public static Mutant ForgetRate { get; } = new LoopMutant(
        "forget-rate-in-saving",
        "leaves the rate of an optimizer out of what is saved",
        LoopSites.UpdatingOptimizers,
        (_, site) => new LoopFault
        {
            Loaded = loop =>
            {
                foreach (optim.ILearningRateController group in LoopSites.Optimizer(loop, site)?.ParamGroups ?? [])
                {
                    group.LearningRate *= 0.5;
                }
            },
        });

    /// <summary>Saving that moves a parameter.</summary>
    public static Mutant MoveInSaving { get; } = new LoopMutant(
        "move-in-saving",
        "changes a parameter when it is saved",
        LoopSites.MovingParameters,
        (_, site) => new LoopFault { Saved = loop => Move(loop, site) })
    {
        Kind = LoopSites.LastName,
    };

    /// <summary>A parameter that each step moves, whatever its optimizer does.</summary>
    public static Mutant MoveInStep { get; } = new LoopMutant(
        "move-in-step",
        "moves a parameter a little with each step, beside its optimizer",
        LoopSites.MovingParameters,
        (_, site) => new LoopFault
        {
            Stepped = (loop, _, numbers) =>
            {
                OptimizerMutants.Change(LoopSites.Find(loop, site), tensor => tensor.mul_(0.99).add_(0.01));
                return numbers;
            },
        })
    {
        Kind = LoopSites.LastName,
    };

    /// <summary>Something that gradients should not move, and that has one.</summary>
    public static Mutant GradientForFrozen { get; } = new LoopMutant(
        "gradient-for-frozen",
        "lets something that gradients do not move have a gradient",
        session => LoopSites.Parameters(session)
            .Where(path => FrozenMembers.WithoutGradient(session.Subject.Facts).Any(fact => fact.Covers(path))),
        (_, site) => new LoopFault
        {
            Stepped = (loop, _, numbers) =>
            {
                if (LoopSites.Find(loop, site) is TorchSharp.Modules.Parameter parameter)
                {
                    parameter.grad = ones_like(parameter).DetachFromDisposeScope();
                }

                return numbers;
            },
        })
    {
        Kind = LoopSites.LastName,
    };

    /// <summary>The last state in place of the best.</summary>
    public static Mutant SaveLastForBest { get; } = new LoopMutant(
        "save-last-for-best",
        "saves the last state in place of the best",
        session => session.Subject.Persistence.Any(way => way.Purpose == SavingPurpose.Best) ? [""] : [],
        (_, _) =>
        {
            LoopState? last = null;
            return new LoopFault
            {
                Saved = loop =>
                {
                    last?.Dispose();
                    last = new LoopState(loop, []);
                },
                Loaded = loop => last?.WriteTo(loop),
            };
        });

    /// <summary>A loop that goes on where loading throws.</summary>
    public static Mutant SwallowLoading { get; } = new LoopMutant(
        "swallow-loading",
        "goes on as if nothing were wrong where loading throws",
        session => session.Subject.Persistence.Count > 0 ? [""] : [],
        (_, _) => new LoopFault { SwallowsLoading = true });

    /// <summary>A loop whose weights differ from build to build.</summary>
    public static Mutant ChangeWithEachBuild { get; } = new LoopMutant(
        "change-with-each-build",
        "initializes a parameter otherwise with each build",
        LoopSites.MovingParameters,
        (_, site) =>
        {
            int builds = 0;
            return new LoopFault
            {
                Built = loop =>
                {
                    int build = ++builds;
                    OptimizerMutants.Change(LoopSites.Find(loop, site), tensor => tensor.add_(build * 1e-3));
                },
            };
        })
    {
        Kind = LoopSites.LastName,
    };

    /// <summary>A loop that is built the same whatever the seed.</summary>
    public static Mutant IgnoreSeed { get; } = new LoopMutant(
        "ignore-seed", "is built with one seed, whichever it is given", LoopSites.Whole, (_, _) => new LoopFault { Seed = _ => 1 });

    /// <summary>Moves a parameter or a buffer by a little, so that its bits change.</summary>
    public static void Move(LiveLoop loop, string path) => OptimizerMutants.Change(
        LoopSites.Find(loop, path), tensor => tensor.is_floating_point() ? tensor.add_(1e-3) : tensor.add_(1));

    private static void Evaluate(LiveLoop loop)
    {
        foreach ((string _, nn.Module model) in loop.Members.Models)
        {
            model.eval();
        }
    }
}
