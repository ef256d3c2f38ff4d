using TorchTrust.RightLoops.Accumulation;
using TorchTrust.RightLoops.Adversarial;
using TorchTrust.RightLoops.Averages;
using TorchTrust.RightLoops.Basics;
using TorchTrust.RightLoops.Generative;
using TorchTrust.RightLoops.Numerics;
using TorchTrust.RightLoops.Reinforcement;
using TorchTrust.RightLoops.Sampling;
using TorchTrust.RightLoops.Schedules;
using TorchTrust.RightLoops.Sequences;
using TorchTrust.RightLoops.Teachers;
using TorchTrust.RightLoops.Transfer;

namespace TorchTrust.RightLoops;

/// <summary>All right loops, in an order that stays as it is; new ones are added at the end of their area.</summary>
public static class RightLoopPool
{
    /// <summary>
    /// The loops; each must pass every check with its facts declared, and raise no error without them.
    /// </summary>
    public static IReadOnlyList<RightLoop> All { get; } =
    [
        // Basics
        Autoencoding.Describe(),
        ClearsAfterStep.Describe(),
        ClosedTrainer.Describe(),
        LogLikelihood.Describe(),
        PlainClassifier.Describe(),
        RunningAccuracy.Describe(),
        SumOfSquares.Describe(),
        UnusedHead.Describe(),

        // Accumulation
        AccumulatedInCall.Describe(),
        AccumulatedOverCalls.Describe(),
        ClippedByNorm.Describe(),
        ClippedByValue.Describe(),
        DoubleRegression.Describe(),
        GradientCheckpoint.Describe(),
        MixedPrecision.Describe(),

        // Schedules
        BestCheckpoint.Describe(),
        CosineAnnealing.Describe(),
        CyclicRates.Describe(),
        EarlyStopping.Describe(),
        ExponentialDecay.Describe(),
        MilestoneDecay.Describe(),
        OneCycle.Describe(),
        PolynomialDecay.Describe(),
        ReduceOnPlateau.Describe(),
        StepDecay.Describe(),
        WarmRestarts.Describe(),
        WarmUp.Describe(),

        // Averages
        ExponentialAverage.Describe(),
        Lookahead.Describe(),
        PreciseStatistics.Describe(),
        SharpnessAware.Describe(),
        StochasticWeightAveraging.Describe(),

        // Teachers
        ContrastiveViews.Describe(),
        Distillation.Describe(),
        MeanTeacher.Describe(),
        MomentumEncoder.Describe(),

        // Adversarial
        AdversarialExamples.Describe(),
        Gan.Describe(),
        GradientPenalty.Describe(),

        // Reinforcement
        ActorCritic.Describe(),
        PolicyGradient.Describe(),
        ReplayMemory.Describe(),
        TargetNetwork.Describe(),

        // Generative
        CodebookByAverage.Describe(),
        Diffusion.Describe(),
        Variational.Describe(),

        // Sequences
        CarriedState.Describe(),
        Curriculum.Describe(),
        PaddedLanguage.Describe(),

        // Transfer
        FrozenBackbone.Describe(),
        MetaLearning.Describe(),
        MultiTask.Describe(),
        QuantizationAware.Describe(),
        RenewedOptimizer.Describe(),
        UnfrozenLater.Describe(),

        // Sampling
        DroppedRest.Describe(),
        HardMining.Describe(),
        LossHistory.Describe(),
        Mixup.Describe(),
        MonteCarloDropout.Describe(),

        // Numerics
        EvolutionStrategy.Describe(),
        HandWrittenUpdate.Describe(),
        Lbfgs.Describe(),
        LockFreeThreads.Describe(),
        PhysicsInformed.Describe(),
        ScriptedGan.Describe(),
        TwoThreads.Describe(),
    ];
}
