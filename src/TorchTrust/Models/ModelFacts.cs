using TorchTrust.Subjects;

namespace TorchTrust.Models;

/// <summary>What is declared about a model because it cannot be derived. Each fact carries its reason.</summary>
internal sealed record ModelFacts
{
    /// <summary>Path patterns of parameters that are frozen on purpose.</summary>
    public IReadOnlyList<DeclaredFact> Frozen { get; init; } = [];

    /// <summary>Path patterns of parameters that may have no gradient on purpose (stop-gradient, codebooks).</summary>
    public IReadOnlyList<DeclaredFact> StoppedGradients { get; init; } = [];

    /// <summary>Paths of fields that hold tensors or modules which are kept out of the state on purpose.</summary>
    public IReadOnlyList<DeclaredFact> Unregistered { get; init; } = [];

    /// <summary>Path patterns of inputs that have no influence on purpose.</summary>
    public IReadOnlyList<DeclaredFact> IgnoredInputs { get; init; } = [];

    /// <summary>Path patterns of modules that a call leaves unused on purpose.</summary>
    public IReadOnlyList<DeclaredFact> Unused { get; init; } = [];

    /// <summary>Path patterns of parameters whose start is special on purpose.</summary>
    public IReadOnlyList<DeclaredFact> SpecialStarts { get; init; } = [];

    /// <summary>Path patterns of modules that stand at several places on purpose.</summary>
    public IReadOnlyList<DeclaredFact> Shared { get; init; } = [];

    /// <summary>The first call registers on purpose.</summary>
    public DeclaredFact? RegistersInFirstCall { get; init; }

    /// <summary>A call changes its inputs on purpose.</summary>
    public DeclaredFact? ChangesInputs { get; init; }

    /// <summary>A call keeps tensors alive on purpose.</summary>
    public DeclaredFact? KeepsTensors { get; init; }

    /// <summary>Weights do not follow the seed on purpose.</summary>
    public DeclaredFact? FixedWeights { get; init; }

    /// <summary>Samples influence each other on purpose.</summary>
    public DeclaredFact? MixesSamples { get; init; }

    /// <summary>The output in eval mode is random on purpose.</summary>
    public DeclaredFact? RandomInEval { get; init; }

    /// <summary>The model keeps state from call to call on purpose.</summary>
    public DeclaredFact? KeepsState { get; init; }

    /// <summary>The sequence dimension along which the past must not see the future.</summary>
    public int? CausalDimension { get; init; }

    /// <summary>The closed range of values that inputs may take; null where any finite value may occur.</summary>
    public (double Minimum, double Maximum)? InputRange { get; init; }

    /// <summary>What becomes of the output when the input is changed.</summary>
    public IReadOnlyList<Relation> Relations { get; init; } = [];

    /// <summary>Checks that are switched off: id to reason.</summary>
    public IReadOnlyDictionary<string, string> SwitchedOff { get; init; } = new Dictionary<string, string>();
}
