namespace TorchTrust.Training;

/// <summary>What is declared about a training loop because it cannot be derived. What is on purpose carries its reason.</summary>
internal sealed record TrainingFacts
{
    /// <summary>What the numbers that a step reports are.</summary>
    public IReadOnlyList<DeclaredReport> Reports { get; init; } = [];

    /// <summary>Under which tags the numbers that a step reports are logged, and which part of it each is.</summary>
    public IReadOnlyList<(string Tag, int Part)> LoggedTags { get; init; } = [];

    /// <summary>Which tensors of a batch are targets of which others.</summary>
    public IReadOnlyList<DeclaredTarget> Targets { get; init; } = [];

    /// <summary>Path patterns of parameters, with the buffers beside them, that no step changes on purpose.</summary>
    public IReadOnlyList<DeclaredFact> Frozen { get; init; } = [];

    /// <summary>Path patterns of parameters that are frozen at first and trained later.</summary>
    public IReadOnlyList<DeclaredFact> UnfrozenLater { get; init; } = [];

    /// <summary>Path patterns of parameters that no step needs on purpose.</summary>
    public IReadOnlyList<DeclaredFact> Unused { get; init; } = [];

    /// <summary>Path patterns of parameters that follow others as an average.</summary>
    public IReadOnlyList<DeclaredFact> Averaged { get; init; } = [];

    /// <summary>Parameters that are copied from others every so often.</summary>
    public IReadOnlyList<DeclaredCopy> Copied { get; init; } = [];

    /// <summary>Path patterns of parameters that several optimizers move on purpose.</summary>
    public IReadOnlyList<DeclaredFact> Shared { get; init; } = [];

    /// <summary>Path patterns of modules that a step runs in evaluation mode on purpose.</summary>
    public IReadOnlyList<DeclaredFact> InEvaluationMode { get; init; } = [];

    /// <summary>The largest norm of all gradients of an optimizer together; null where it is not declared.</summary>
    public double? LargestGradientNorm { get; init; }

    /// <summary>The largest magnitude of each gradient; null where it is not declared.</summary>
    public double? LargestGradientValue { get; init; }

    /// <summary>How long a training is; null where it is not declared.</summary>
    public (long Count, TrainingUnit Unit)? Length { get; init; }

    /// <summary>How often the schedule changes the rates; null where it is not declared.</summary>
    public TrainingUnit? ScheduleUnit { get; init; }

    /// <summary>The number of steps within which every trainable parameter moves; null to find it.</summary>
    public long? Window { get; init; }

    /// <summary>The gradient of an update is taken elsewhere than at the weights that it moves, on purpose.</summary>
    public DeclaredFact? GradientElsewhere { get; init; }

    /// <summary>Optimizers are made anew during the training on purpose.</summary>
    public DeclaredFact? RenewsOptimizers { get; init; }

    /// <summary>The evaluation is random on purpose.</summary>
    public DeclaredFact? RandomEvaluation { get; init; }

    /// <summary>The evaluation estimates statistics anew on purpose.</summary>
    public DeclaredFact? ReestimatesInEvaluation { get; init; }

    /// <summary>Tensors are kept from step to step on purpose.</summary>
    public DeclaredFact? KeepsTensors { get; init; }

    /// <summary>The largest number of tensors that are kept; null where it is not declared.</summary>
    public long? MostTensorsKept { get; init; }

    /// <summary>State is carried from step to step on purpose, beside parameters, buffers and optimizers.</summary>
    public DeclaredFact? CarriesState { get; init; }

    /// <summary>Samples at the end of a batch are dropped on purpose.</summary>
    public DeclaredFact? DropsRest { get; init; }

    /// <summary>Only some samples of a batch are trained on, by what they are, on purpose.</summary>
    public DeclaredFact? Mines { get; init; }

    /// <summary>Training on after loading differs by its noise, on purpose.</summary>
    public DeclaredFact? OtherNoiseAfterResuming { get; init; }

    /// <summary>The same seed does not give the same bits, on purpose.</summary>
    public DeclaredFact? NotRepeatable { get; init; }

    /// <summary>Checks that are switched off: id to reason.</summary>
    public IReadOnlyDictionary<string, string> SwitchedOff { get; init; } = new Dictionary<string, string>();
}
