namespace TorchTrust.Datasets;

/// <summary>What is declared about a data set because it cannot be derived. Fields are paths; splits are names.</summary>
internal sealed record DatasetFacts
{
    /// <summary>The splits that are trained on; the first one if none is named.</summary>
    public IReadOnlyList<string?> TrainingSplits { get; init; } = [];

    /// <summary>The closed range of a field's values.</summary>
    public IReadOnlyList<(string Field, double Minimum, double Maximum)> Bounds { get; init; } = [];

    /// <summary>The two ends that a field's values come near to.</summary>
    public IReadOnlyList<(string Field, double Minimum, double Maximum)> Spans { get; init; } = [];

    /// <summary>Fields that are to be predicted, and the number of classes of those that are classes.</summary>
    public IReadOnlyList<(string Field, long? Classes)> Targets { get; init; } = [];

    /// <summary>Values of a target that do not count, such as 255 at the edge of a mask.</summary>
    public IReadOnlyList<(string Field, double Value)> IgnoredTargets { get; init; } = [];

    /// <summary>The value that stands for a missing one in a field.</summary>
    public IReadOnlyList<(string Field, double Marker)> MissingValues { get; init; } = [];

    /// <summary>Fields by which items belong together, such as the patient.</summary>
    public IReadOnlyList<string> GroupFields { get; init; } = [];

    /// <summary>What an item of a split belongs to, from the open data set and the index.</summary>
    public IReadOnlyList<(string Split, Func<object, long, object> Group)> Groups { get; init; } = [];

    /// <summary>Fields that hold the first and the last moment that an item covers.</summary>
    public (string From, string To)? CoveredFields { get; init; }

    /// <summary>The closed span of time that an item of a split covers, from the open data set and the index.</summary>
    public IReadOnlyList<(string Split, Func<object, long, (double From, double To)> Covers)> Covered { get; init; } = [];

    /// <summary>The dimension of a field that is time.</summary>
    public IReadOnlyList<(string Field, int Dimension)> Times { get; init; } = [];

    /// <summary>Whether targets lie after what is given.</summary>
    public bool IsCausal { get; init; }

    /// <summary>Fields whose next position, or one further on, another field holds.</summary>
    public IReadOnlyList<(string Field, string Target, int Offset)> Next { get; init; } = [];

    /// <summary>Fields that have mean 0 and deviation 1 over a split.</summary>
    public IReadOnlyList<(string Field, string Split)> Standardized { get; init; } = [];

    /// <summary>Fields that a draw changes together.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Together { get; init; } = [];

    /// <summary>Fields of which each has draws of its own.</summary>
    public IReadOnlyList<(string First, string Second, string Reason)> Independent { get; init; } = [];

    /// <summary>Fields whose size differs from item to item, and the dimension that does; null for any.</summary>
    public IReadOnlyList<(string Field, int? Dimension)> SeveralLengths { get; init; } = [];

    /// <summary>The value that fills a field up to the length of the longest.</summary>
    public IReadOnlyList<(string Field, double Value)> Padding { get; init; } = [];

    /// <summary>Targets that are the input itself.</summary>
    public IReadOnlyList<(string Target, string Input, string Reason)> Reconstructions { get; init; } = [];

    /// <summary>Targets that few values of the input give away by nature.</summary>
    public IReadOnlyList<DeclaredFact> EasyTargets { get; init; } = [];

    /// <summary>Fields that hold the same value at several places on purpose.</summary>
    public IReadOnlyList<DeclaredFact> RepeatedValues { get; init; } = [];

    /// <summary>Splits in which no item occurs twice.</summary>
    public IReadOnlyList<string> UniqueItems { get; init; } = [];

    /// <summary>Splits that hold equal items on purpose.</summary>
    public IReadOnlyList<DeclaredFact> RepeatedItems { get; init; } = [];

    /// <summary>Pairs of splits that hold equal items on purpose.</summary>
    public IReadOnlyList<(string First, string Second, string Reason)> SharedItems { get; init; } = [];

    /// <summary>Splits that are random when they are read although they are not augmented training data.</summary>
    public IReadOnlyList<DeclaredFact> RandomSplits { get; init; } = [];

    /// <summary>Splits in which some classes are missing on purpose.</summary>
    public IReadOnlyList<DeclaredFact> AbsentClasses { get; init; } = [];

    /// <summary>Splits whose values are distributed otherwise on purpose.</summary>
    public IReadOnlyList<DeclaredFact> ShiftedSplits { get; init; } = [];

    /// <summary>Splits whose loader draws with replacement.</summary>
    public IReadOnlyList<DeclaredFact> WithReplacement { get; init; } = [];

    /// <summary>Splits whose loader leaves out a last batch that is not full.</summary>
    public IReadOnlyList<DeclaredFact> DroppedBatches { get; init; } = [];

    /// <summary>Splits whose loader has the same order in each epoch.</summary>
    public IReadOnlyList<DeclaredFact> FixedOrders { get; init; } = [];

    /// <summary>Whether several threads may read at once.</summary>
    public bool IsSafeToReadInParallel { get; init; }

    /// <summary>What the user says of each item of a split; null for every split.</summary>
    public IReadOnlyList<(string Text, string? Split, Func<object?, bool> Holds)> Properties { get; init; } = [];

    /// <summary>Checks that are switched off: id to reason.</summary>
    public IReadOnlyDictionary<string, string> SwitchedOff { get; init; } = new Dictionary<string, string>();
}
