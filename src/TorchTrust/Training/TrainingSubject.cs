using System.Runtime.CompilerServices;
using TorchTrust.Subjects;
using TorchTrust.Training;

namespace TorchTrust;

/// <summary>
/// A training loop to check: how to build it, how it takes a step, and what is declared about it. Models and optimizers are
/// found in what is built. Every method returns a new subject; nothing is built before a check needs it.
/// </summary>
/// <example>
/// <code>
/// TrainingSubject subject = TrainingSubject.For(seed => new DigitTrainer(Options(seed)))
///     .WithBatch((trainer, n) => trainer.Batch(n))
///     .WithStep((trainer, batch) => trainer.Step(batch))
///     .ReportsLoss()
///     .WithEvaluation(trainer => trainer.Evaluate())
///     .WithEndOfEpoch(trainer => trainer.EndOfEpoch(), stepsPerEpoch: 8)
///     .SavesForResuming((trainer, path) => trainer.Save(path), (trainer, path) => trainer.Load(path));
/// </code>
/// </example>
public abstract class TrainingSubject : Subject
{
    private protected TrainingSubject(string name, Func<long, object> build)
        : base(name) => Build = build;

    private protected TrainingSubject(TrainingSubject other)
        : base(other.Name)
    {
        Build = other.Build;
        Batch = other.Batch;
        Epoch = other.Epoch;
        Step = other.Step;
        Steps = other.Steps;
        Evaluate = other.Evaluate;
        EvaluateOn = other.EvaluateOn;
        Reference = other.Reference;
        ReferenceOn = other.ReferenceOn;
        EndOfEpoch = other.EndOfEpoch;
        Persistence = other.Persistence;
        AttachLogger = other.AttachLogger;
        PartRecipes = other.PartRecipes;
        Facts = other.Facts;
    }

    /// <inheritdoc/>
    public override string Kind => "training";

    /// <inheritdoc/>
    public override SubjectLifetime Lifetime => SubjectLifetime.Fresh;

    /// <summary>Builds a fresh loop for a seed.</summary>
    internal Func<long, object> Build { get; }

    /// <summary>Makes the n-th batch of a loop; null where steps take none, or where batches come by epoch.</summary>
    internal Func<object, long, object?>? Batch { get; private protected set; }

    /// <summary>Gives the batches of the n-th epoch of a loop; null where steps take none, or where batches come one by one.</summary>
    internal Func<object, long, IEnumerable<object?>>? Epoch { get; private protected set; }

    /// <summary>Takes a step on a batch, and gives the numbers that it reports; null for a closed trainer.</summary>
    internal Func<object, object?, object?>? Step { get; private protected set; }

    /// <summary>Takes so many steps, where a trainer is closed; null where it is open.</summary>
    internal Action<object, long>? Steps { get; private protected set; }

    /// <summary>Evaluates a loop by its own data, and gives the number if there is one; null where it is not declared.</summary>
    internal Func<object, object?>? Evaluate { get; private protected set; }

    /// <summary>Evaluates a loop on batches, and gives the number if there is one; null where it is not declared.</summary>
    internal Func<object, IReadOnlyList<object?>, object?>? EvaluateOn { get; private protected set; }

    /// <summary>What <see cref="Evaluate"/> should give, computed otherwise; null where it is not declared.</summary>
    internal Func<object, double>? Reference { get; private protected set; }

    /// <summary>What <see cref="EvaluateOn"/> should give, computed otherwise; null where it is not declared.</summary>
    internal Func<object, IReadOnlyList<object?>, double>? ReferenceOn { get; private protected set; }

    /// <summary>What is called at the end of an epoch, and how many steps an epoch has; null where it is not declared.</summary>
    internal (Action<object> End, long StepsPerEpoch)? EndOfEpoch { get; private protected set; }

    /// <summary>How the loop is saved and loaded, one entry a purpose.</summary>
    internal IReadOnlyList<TrainingPersistence> Persistence { get; private protected set; } = [];

    /// <summary>
    /// Makes a loop tell a recorder what it logs, until what it gives is disposed; null where it is not declared.
    /// </summary>
    internal Func<object, ScalarRecorder, IDisposable?>? AttachLogger { get; private protected set; }

    /// <summary>How the parts of the loop are derived from it, by name.</summary>
    internal IReadOnlyList<(string Name, Func<TrainingSubject, SubjectPart> Derive)> PartRecipes { get; private protected set; } = [];

    /// <inheritdoc/>
    internal override IReadOnlyList<SubjectPart> Parts => HasBatches ? [.. PartRecipes.Select(part => part.Derive(this))] : [];

    /// <summary>What is declared.</summary>
    internal TrainingFacts Facts { get; private protected set; } = new();

    /// <summary>The number of steps of a whole training; 0 where it is not declared.</summary>
    internal long Length => Facts.Length is not var (count, unit) ? 0
        : unit == TrainingUnit.Step ? count
        : count * (EndOfEpoch?.StepsPerEpoch ?? 1);

    /// <summary>Whether a step takes a batch.</summary>
    internal bool HasBatches => Batch is not null || Epoch is not null;

    /// <summary>A loop that can be built as often as needed, and draws what it draws from torch's default generator.</summary>
    /// <param name="build">
    /// Builds a fresh object that holds models and optimizers; torch's generator is seeded before. A script gives what its
    /// locals were as a tuple or an anonymous object.
    /// </param>
    /// <param name="name">The name in results; the type's name if left out.</param>
    /// <typeparam name="T">The type of the object; a value type other than a tuple is refused, since it would be copied.</typeparam>
    /// <exception cref="ArgumentException">The type is a value type other than a tuple.</exception>
    public static TrainingSubject<T> For<T>(Func<T> build, string? name = null)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(build);
        RequireShared(typeof(T), nameof(build));
        return new TrainingSubject<T>(NameOf(typeof(T), name), _ => build());
    }

    /// <summary>A loop that can be built as often as needed, from a seed.</summary>
    /// <param name="build">
    /// Builds a fresh object that holds models and optimizers, the same for the same seed; torch's generator is seeded before,
    /// too. A script gives what its locals were as a tuple or an anonymous object.
    /// </param>
    /// <param name="name">The name in results; the type's name if left out.</param>
    /// <typeparam name="T">The type of the object; a value type other than a tuple is refused, since it would be copied.</typeparam>
    /// <exception cref="ArgumentException">The type is a value type other than a tuple.</exception>
    public static TrainingSubject<T> For<T>(Func<long, T> build, string? name = null)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(build);
        RequireShared(typeof(T), nameof(build));
        return new TrainingSubject<T>(NameOf(typeof(T), name), seed => build(seed));
    }

    /// <inheritdoc/>
    internal override ISubjectSession OpenSession(long seed) => new TrainingSession(this, seed);

    /// <inheritdoc/>
    internal override string? SwitchedOff(string checkId) =>
        Facts.SwitchedOff.TryGetValue(checkId, out string? reason) ? $"Switched off: {reason}" : null;

    private static void RequireShared(Type type, string parameter)
    {
        if (type.IsValueType && !typeof(ITuple).IsAssignableFrom(type))
        {
            throw new ArgumentException(
                $"{type.Name} is a value type: each step would work on a copy and lose what it changes. Make it a class, or give "
                    + "a tuple of the models and optimizers.",
                parameter);
        }
    }

    private static string NameOf(Type type, string? name)
    {
        if (name is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
            return name;
        }

        bool isUnnamed = typeof(ITuple).IsAssignableFrom(type) || type.Name.StartsWith('<');
        return isUnnamed ? "training" : type.Name.Split('`')[0];
    }
}
