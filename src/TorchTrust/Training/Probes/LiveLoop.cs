using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>
/// One loop that was built: the one place where a user's loop is fed, stepped, evaluated, saved and loaded. Noise is set before
/// each of these, so that another loop of the same seed does the same whatever was drawn in between.
/// </summary>
internal sealed class LiveLoop : IDisposable
{
    private readonly TrainingSubject _subject;
    private readonly long _seed;
    private readonly IReadOnlyList<LoopFault> _faults;
    private LoopMembers? _members;
    private EpochCursor? _epochs;
    private Action? _giveBack;

    /// <summary>Builds a loop.</summary>
    /// <param name="subject">The recipe.</param>
    /// <param name="weights">The seed that the loop is built with.</param>
    /// <param name="seed">The seed of batches and noise.</param>
    /// <param name="faults">What is broken in it on purpose.</param>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public LiveLoop(TrainingSubject subject, long weights, long seed, IReadOnlyList<LoopFault> faults)
    {
        _subject = subject;
        _seed = seed;
        _faults = faults;
        Loop = Build(subject, faults.Aggregate(weights, (drawn, fault) => fault.Seed?.Invoke(drawn) ?? drawn));
        using RandomState _ = RandomState.Fork(weights);
        Each(fault => fault.Built?.Invoke(this));
    }

    /// <summary>Takes a loop that is as it was built.</summary>
    /// <param name="subject">The recipe.</param>
    /// <param name="loop">What was built.</param>
    /// <param name="seed">The seed of batches and noise.</param>
    /// <param name="faults">What is broken in it on purpose.</param>
    /// <param name="giveBack">Takes the loop back in place of disposing it.</param>
    public LiveLoop(TrainingSubject subject, object loop, long seed, IReadOnlyList<LoopFault> faults, Action giveBack)
    {
        _subject = subject;
        _seed = seed;
        _faults = faults;
        _giveBack = giveBack;
        Loop = loop;
        using RandomState _ = RandomState.Fork(seed);
        Each(fault => fault.Built?.Invoke(this));
    }

    /// <summary>What the user built.</summary>
    public object Loop { get; private set; }

    /// <summary>Its models, optimizers, schedules and tensors, as they are now.</summary>
    public LoopMembers Members => _members ??= new LoopMembers(Loop);

    /// <summary>Whether the loop has done anything since it was built.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>The number of calls of the step, of those before it was loaded, too.</summary>
    public long StepsTaken { get; set; }

    /// <summary>A hash of the state of torch's generator when the last call of the user's code returned.</summary>
    public int NoiseLeft { get; private set; }

    /// <summary>
    /// A copy of the n-th batch, in memory of the native allocator: what was made from an array lies elsewhere from run to run,
    /// and then bits differ.
    /// </summary>
    /// <returns>The batch; null where steps take none.</returns>
    /// <exception cref="SubjectException">The user's code threw, or gave no batch.</exception>
    public object? Batch(long n)
    {
        if (!_subject.HasBatches)
        {
            return null;
        }

        using RandomState _ = RandomState.Fork(_seed + 1_000_000 + n);
        IsUsed = true;
        object? batch = _subject.Batch is { } make
            ? SubjectException.Guard($"making batch {n}", () => make(Loop, n))
            : (_epochs ??= new EpochCursor(_subject.Epoch!, Loop)).At(n);
        return TensorTree.Map(batch, (_, tensor) => TensorBits.NativeCopy(tensor).requires_grad_(tensor.requires_grad));
    }

    /// <summary>Takes a step on a batch.</summary>
    /// <param name="batch">The batch; of no meaning where steps take none.</param>
    /// <param name="noise">Which noise the step draws.</param>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public ReportedNumbers Step(object? batch, long noise)
    {
        StepsTaken++;
        return Run($"taking step {StepsTaken}", 2_000_000 + noise, () =>
        {
            object? handed = _faults.Aggregate(batch, (given, fault) => fault.Handed is { } change ? change(this, given) : given);
            ReportedNumbers numbers = TakeStep(handed);
            return _faults.Aggregate(numbers, (given, fault) => fault.Stepped?.Invoke(this, batch, given) ?? given);
        });
    }

    /// <summary>Takes the n-th step, from 0, on the n-th batch with the n-th noise.</summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public ReportedNumbers Step(long n)
    {
        object? batch = Batch(n);
        return Step(batch, n);
    }

    /// <summary>Takes the first steps as a training does: with the end of an epoch after its last step.</summary>
    /// <param name="count">The number of steps.</param>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public IReadOnlyList<ReportedNumbers> Train(long count)
    {
        var numbers = new List<ReportedNumbers>();
        for (long end = StepsTaken + count; StepsTaken < end;)
        {
            numbers.Add(Step(StepsTaken));
            if (_subject.EndOfEpoch is { } epoch && StepsTaken % epoch.StepsPerEpoch == 0)
            {
                EndEpoch();
            }
        }

        return numbers;
    }

    /// <summary>Tells the loop that an epoch has ended; does nothing where that is not declared.</summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public void EndEpoch()
    {
        if (_subject.EndOfEpoch is { } epoch)
        {
            Run("ending an epoch", 3_000_000 + StepsTaken, () =>
            {
                epoch.End(Loop);
                Each(fault => fault.EpochEnded?.Invoke(this));
                return true;
            });
        }
    }

    /// <summary>Evaluates the loop on data of its own.</summary>
    /// <param name="noise">Which noise the evaluation draws.</param>
    /// <returns>The number that it gives; none where this evaluation is not declared.</returns>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public ReportedNumbers Evaluate(long noise = 0) =>
        Run("evaluating", 4_000_000 + noise, () => Evaluated(null, _subject.Evaluate?.Invoke(Loop)));

    /// <summary>Evaluates the loop on batches.</summary>
    /// <param name="batches">The batches; each is handed over as a copy.</param>
    /// <param name="noise">Which noise the evaluation draws.</param>
    /// <returns>The number that it gives; none where this evaluation is not declared.</returns>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public ReportedNumbers Evaluate(IReadOnlyList<object?> batches, long noise = 0) =>
        Run("evaluating batches", 4_000_000 + noise, () => Evaluated(batches, _subject.EvaluateOn?.Invoke(
            Loop, [.. batches.Select(batch => TensorTree.Map(batch, (_, tensor) => TensorBits.NativeCopy(tensor)))])));

    /// <summary>Saves the loop to a path in a declared way.</summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public void Save(TrainingPersistence way, string path) => Run("saving", 5_000_000, () =>
    {
        way.Save(Loop, path);
        Each(fault => fault.Saved?.Invoke(this));
        return true;
    });

    /// <summary>Loads from a path in a declared way: into this loop, or in its place.</summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public void Load(TrainingPersistence way, string path)
    {
        object before = Loop;
        try
        {
            Loop = Run("loading", 5_000_001, () => Keep(way.Load(Loop, path)));
        }
        catch (SubjectException) when (_faults.Any(fault => fault.SwallowsLoading))
        {
            Loop = before;
        }

        if (!ReferenceEquals(before, Loop))
        {
            Free(before);
        }

        Forget();
        Each(fault => fault.Loaded?.Invoke(this));
    }

    /// <summary>Makes the loop tell what it logs, until the result is disposed; does nothing where it is not declared how.</summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public IDisposable Attach(ScalarRecorder record)
    {
        IDisposable? attached = Run(
            "attaching a logger",
            6_000_000,
            () => _subject.AttachLogger?.Invoke(Loop, _faults.Aggregate(record, (to, fault) => fault.Logged?.Invoke(to) ?? to)));
        return new Revert(() => attached?.Dispose());
    }

    /// <summary>Looks for models and optimizers anew, after a step may have replaced them.</summary>
    public void Forget() => _members = null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _epochs?.Dispose();
        Free(Loop);
    }

    /// <summary>Builds what a subject describes, with torch's generator seeded.</summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public static object Build(TrainingSubject subject, long weights)
    {
        using RandomState _ = RandomState.Fork(weights);
        return Keep(SubjectException.Guard("building the training loop", () => subject.Build(weights)));
    }

    /// <summary>What was borrowed is given back, once; what was built or loaded is disposed.</summary>
    private void Free(object loop)
    {
        if (Interlocked.Exchange(ref _giveBack, null) is { } giveBack)
        {
            giveBack();
        }
        else
        {
            LoopMembers.Dispose(loop);
        }
    }

    private ReportedNumbers TakeStep(object? batch)
    {
        if (_subject.Step is { } step)
        {
            return ReportedNumbers.Of(step(Loop, batch));
        }

        (_subject.Steps ?? throw new InvalidOperationException(
            "no step is declared: WithStep((loop, batch) => …) or WithSteps((loop, count) => …)"))(Loop, 1);
        return ReportedNumbers.Of(null);
    }

    private ReportedNumbers Evaluated(IReadOnlyList<object?>? batches, object? given) =>
        _faults.Aggregate(ReportedNumbers.Of(given), (numbers, fault) => fault.Evaluated?.Invoke(this, batches, numbers) ?? numbers);

    private void Each(Action<LoopFault> apply)
    {
        foreach (LoopFault fault in _faults)
        {
            apply(fault);
        }
    }

    private T Run<T>(string doing, long noise, Func<T> run)
    {
        using RandomState _ = RandomState.Fork(_seed + noise);
        IsUsed = true;
        T result = SubjectException.Guard(doing, run);
        NoiseLeft = RandomState.Hash();
        return result;
    }

    /// <summary>What is built inside a dispose scope of ours would lose its tensors when that ends.</summary>
    private static object Keep(object loop)
    {
        foreach (ObjectGraphNode node in ObjectGraph.Walk(loop))
        {
            (node.Value as Tensor)?.DetachFromDisposeScope();
        }

        return loop;
    }
}
