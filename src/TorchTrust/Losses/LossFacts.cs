using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Losses;

/// <summary>What is declared about a loss because it cannot be derived. Each purpose carries its reason.</summary>
internal sealed record LossFacts
{
    /// <summary>The arguments that a network gives, counted from 0.</summary>
    public IReadOnlyList<int> Predictions { get; init; } = [0];

    /// <summary>A tensor of a prediction need not matter, since what gives it was not made for this loss alone.</summary>
    public bool MayLeaveOutPredictions { get; init; }

    /// <summary>What the network gives in them, at most one fact an argument.</summary>
    public IReadOnlyList<PredictionFact> Given { get; init; } = [];

    /// <summary>What becomes of the samples; null where it is not declared.</summary>
    public nn.Reduction? Reduction { get; init; }

    /// <summary>What becomes of other dimensions of the first prediction.</summary>
    public IReadOnlyDictionary<int, nn.Reduction> DimensionReductions { get; init; } = new Dictionary<int, nn.Reduction>();

    /// <summary>Gives, from all arguments, arguments of least loss.</summary>
    public Func<object?[], object?[]>? Best { get; init; }

    /// <summary>The loss is never below 0.</summary>
    public bool IsNeverNegative { get; init; }

    /// <summary>The loss is 0 where it is least.</summary>
    public bool IsZeroAtBest { get; init; }

    /// <summary>A prediction without any preference costs the logarithm of the number of classes.</summary>
    public bool IsCrossEntropy { get; init; }

    /// <summary>Gives, from all arguments, what counts.</summary>
    public Func<object?[], Tensor>? Mask { get; init; }

    /// <summary>The value in a target that marks what does not count, and the argument.</summary>
    public (int Argument, double Value)? Ignored { get; init; }

    /// <summary>How many positions count, by argument.</summary>
    public IReadOnlyList<LengthsFact> Lengths { get; init; } = [];

    /// <summary>The dimension of positions of the first prediction.</summary>
    public int? TimeDimension { get; init; }

    /// <summary>How many positions ahead the target of a position lies; null where that is not declared.</summary>
    public int? StepsAhead { get; init; }

    /// <summary>Values that the loss must have.</summary>
    public IReadOnlyList<LossReference> References { get; init; } = [];

    /// <summary>What becomes of the value when arguments are changed.</summary>
    public IReadOnlyList<Relation> Relations { get; init; } = [];

    /// <summary>Samples of a batch are compared with each other on purpose.</summary>
    public DeclaredFact? SamplesMeet { get; init; }

    /// <summary>Each sample is told apart from the others of its batch: one alone costs nothing.</summary>
    public bool IsContrastive { get; init; }

    /// <summary>Gradients stop within the loss on purpose.</summary>
    public DeclaredFact? StopsGradients { get; init; }

    /// <summary>No gradient may reach an argument that is no prediction.</summary>
    public bool HasFixedTargets { get; init; }

    /// <summary>The loss draws at random on purpose.</summary>
    public DeclaredFact? IsRandom { get; init; }

    /// <summary>The loss keeps state from call to call on purpose.</summary>
    public DeclaredFact? KeepsState { get; init; }

    /// <summary>Arguments that have no influence on purpose, with the reasons.</summary>
    public IReadOnlyDictionary<int, string> IgnoredArguments { get; init; } = new Dictionary<int, string>();

    /// <summary>Checks that are switched off: id to reason.</summary>
    public IReadOnlyDictionary<string, string> SwitchedOff { get; init; } = new Dictionary<string, string>();
}
