namespace TorchTrust.RightLoops;

/// <summary>Kinds of training that the pool has an example of, each at least one.</summary>
public enum LoopKind
{
    /// <summary>The input is its own target.</summary>
    Reconstruction,

    /// <summary>Gradients are cleared after the update.</summary>
    ClearedAfterUpdate,

    /// <summary>A trainer that only takes steps.</summary>
    ClosedTrainer,

    /// <summary>An objective is raised.</summary>
    HigherIsBetter,

    /// <summary>A loss, a backward pass, an update.</summary>
    Plain,

    /// <summary>The step reports a number that is no loss.</summary>
    AnotherNumber,

    /// <summary>The loss is a sum over the batch.</summary>
    SummedLoss,

    /// <summary>The optimizer holds parameters that no step needs.</summary>
    UnusedParameters,

    /// <summary>Gradients of several parts of a batch are added up within a call.</summary>
    AccumulatedInCall,

    /// <summary>Gradients are added up over several calls.</summary>
    AccumulatedOverCalls,

    /// <summary>Gradients are clipped by their norm.</summary>
    ClippedByNorm,

    /// <summary>Gradients are clipped by their values.</summary>
    ClippedByValue,

    /// <summary>A model in float64 on batches in float32.</summary>
    DoublePrecision,

    /// <summary>Parts of the forward pass run again on the way back, written by hand.</summary>
    GradientCheckpoint,

    /// <summary>Passes in another dtype than the weights, with a scaled loss.</summary>
    MixedDtypes,

    /// <summary>The best weights are kept.</summary>
    BestCheckpoint,

    /// <summary>The rate falls along half a cosine.</summary>
    CosineSchedule,

    /// <summary>The rate goes up and down.</summary>
    CyclicRates,

    /// <summary>Training ends where the evaluation no longer improves.</summary>
    EarlyStopping,

    /// <summary>The rate falls by a factor each epoch.</summary>
    ExponentialSchedule,

    /// <summary>The rate falls at given epochs.</summary>
    MilestoneSchedule,

    /// <summary>The rate rises and falls once.</summary>
    OneCycle,

    /// <summary>The rate falls as a power to zero.</summary>
    PolynomialSchedule,

    /// <summary>The rate falls where the evaluation no longer improves.</summary>
    PlateauSchedule,

    /// <summary>The rate falls every few epochs.</summary>
    StepSchedule,

    /// <summary>The rate falls and starts again.</summary>
    WarmRestarts,

    /// <summary>The rate rises from zero.</summary>
    WarmUp,

    /// <summary>A moving average of the weights is evaluated.</summary>
    ExponentialAverage,

    /// <summary>Slow weights follow fast ones, which begin again there.</summary>
    Lookahead,

    /// <summary>The evaluation estimates batch statistics anew.</summary>
    StatisticsReestimated,

    /// <summary>Two passes an update, the second at other weights.</summary>
    SharpnessAware,

    /// <summary>The mean of the weights at the ends of epochs is evaluated.</summary>
    StochasticWeightAveraging,

    /// <summary>Two views of a sample attract each other.</summary>
    ContrastiveViews,

    /// <summary>A student and a frozen teacher.</summary>
    Distillation,

    /// <summary>A student and the average of it.</summary>
    TeacherStudent,

    /// <summary>Outputs of earlier steps are used again.</summary>
    KeyQueue,

    /// <summary>Batches are moved against the model.</summary>
    AdversarialExamples,

    /// <summary>Two models against each other.</summary>
    Adversarial,

    /// <summary>A gradient stands in the loss, and models take turns.</summary>
    GradientPenalty,

    /// <summary>Two optimizers in one step.</summary>
    ActorCritic,

    /// <summary>A policy learns from rewards.</summary>
    PolicyGradient,

    /// <summary>Learning from a memory of what was played.</summary>
    ReplayMemory,

    /// <summary>A network is copied every few steps.</summary>
    TargetNetwork,

    /// <summary>A codebook that follows averages.</summary>
    VectorQuantized,

    /// <summary>The noise that was added is predicted.</summary>
    Diffusion,

    /// <summary>Two terms, of which one gains weight.</summary>
    Variational,

    /// <summary>A hidden state goes on from step to step.</summary>
    CarriedState,

    /// <summary>Samples become harder with time.</summary>
    Curriculum,

    /// <summary>The next token, with padding and groups of parameters.</summary>
    LanguageModel,

    /// <summary>A backbone stays as it is.</summary>
    FrozenBackbone,

    /// <summary>Inner steps within the graph.</summary>
    MetaLearning,

    /// <summary>Several optimizers share parameters.</summary>
    MultiTask,

    /// <summary>Weights are rounded in each pass.</summary>
    QuantizationAware,

    /// <summary>Optimizers are made anew.</summary>
    RenewedOptimizer,

    /// <summary>A backbone joins later.</summary>
    UnfrozenLater,

    /// <summary>What fills no group is dropped.</summary>
    DroppedRest,

    /// <summary>Only the hardest samples count.</summary>
    HardMining,

    /// <summary>Losses are kept as tensors.</summary>
    LossHistory,

    /// <summary>Samples are mixed.</summary>
    Mixup,

    /// <summary>The evaluation is random.</summary>
    MonteCarloDropout,

    /// <summary>Gradients without a backward pass.</summary>
    EstimatedGradient,

    /// <summary>No optimizer.</summary>
    UpdateByHand,

    /// <summary>A closure that is called several times an update.</summary>
    Lbfgs,

    /// <summary>Threads update as they come.</summary>
    LockFreeThreads,

    /// <summary>Derivatives of a model, and no data.</summary>
    PhysicsInformed,

    /// <summary>Locals of one method.</summary>
    Script,

    /// <summary>Parts of a batch on several threads.</summary>
    SeveralThreads,
}
