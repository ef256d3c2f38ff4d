using TorchTrust.Datasets;
using TorchTrust.Subjects;

namespace TorchTrust;

/// <summary>
/// A data set to check: how to open it, what its splits are, how its batches are loaded, and what is declared about it. Every
/// method returns a new subject; nothing is opened before a check needs it.
/// </summary>
/// <remarks>
/// Fields of an item have paths: the key of a dictionary (<c>label</c>), the member of a record or class (<c>Tokens</c>), of a
/// tuple <c>Item1</c>, of a list <c>[0]</c>, joined where they nest (<c>target.boxes</c>, <c>views[1].image</c>). An item that is one
/// tensor, number or text has one field, named <c>item</c>.
/// </remarks>
/// <example>
/// <code>
/// DatasetSubject.For(seed => new Digits(folder, seed))
///     .WithSplit("train", digits => digits.Train, augmented: true)
///     .WithSplit("test", digits => digits.Test)
///     .WithBatches("train", (digits, epoch) => digits.Loader.Epoch(epoch))
///     .HasTarget("label", classes: 10)
///     .Within("image", -1, 1).Spans("image", -1, 1);
/// </code>
/// </example>
public abstract class DatasetSubject : Subject
{
    private protected DatasetSubject(string name, Func<long, object> open)
        : base(name) => Open = open;

    /// <inheritdoc/>
    public override string Kind => "dataset";

    /// <inheritdoc/>
    public override SubjectLifetime Lifetime => SubjectLifetime.SharedReadOnly;

    /// <summary>Opens the data set for a seed.</summary>
    internal Func<long, object> Open { get; }

    /// <summary>The splits, in the order in which they were declared.</summary>
    internal IReadOnlyList<DatasetSplit> Splits { get; private protected set; } = [];

    /// <summary>How batches are loaded; at most one a split.</summary>
    internal IReadOnlyList<DatasetLoader> Loaders { get; private protected set; } = [];

    /// <summary>What is declared.</summary>
    internal DatasetFacts Facts { get; private protected set; } = new();

    /// <summary>A data set that takes no seed: what is random in it follows torch's generator, or is fixed.</summary>
    /// <param name="open">Opens the data set, or makes an object that holds its splits and loaders.</param>
    /// <param name="name">The name in results; the type's name if left out.</param>
    /// <typeparam name="T">The type of what is opened.</typeparam>
    /// <exception cref="ArgumentNullException">There is nothing to open it with.</exception>
    public static DatasetSubject<T> For<T>(Func<T> open, string? name = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(open);
        return new(name ?? NameOf(typeof(T)), _ => open()) { TypeName = name is null ? QualifiedName(typeof(T)) : null };
    }

    /// <summary>A data set that takes the seed of its order and of its augmentation.</summary>
    /// <param name="open">Opens the data set for a seed, or makes an object that holds its splits and loaders.</param>
    /// <param name="name">The name in results; the type's name if left out.</param>
    /// <typeparam name="T">The type of what is opened.</typeparam>
    /// <exception cref="ArgumentNullException">There is nothing to open it with.</exception>
    public static DatasetSubject<T> For<T>(Func<long, T> open, string? name = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(open);
        return new(name ?? NameOf(typeof(T)), open) { TypeName = name is null ? QualifiedName(typeof(T)) : null };
    }

    /// <inheritdoc/>
    internal override ISubjectSession OpenSession(long seed) => new DatasetSession(this, seed);

    /// <inheritdoc/>
    internal override string? SwitchedOff(string checkId) =>
        Facts.SwitchedOff.TryGetValue(checkId, out string? reason) ? $"Switched off: {reason}" : null;

    /// <summary>Whether a split is trained on; the others are held out.</summary>
    internal bool IsTrainedOn(DatasetSplit split) => Facts.TrainingSplits.Count == 0
        ? split == Splits[0] || split.PartOf == Splits[0].Name
        : Facts.TrainingSplits.Contains(split.Name) || Facts.TrainingSplits.Contains(split.PartOf);

    /// <summary>An anonymous type has no name that anybody knows.</summary>
    private static string NameOf(Type type) => type.Name[0] == '<' ? "data set" : type.Name.Split('`')[0];
}
