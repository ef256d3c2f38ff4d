using System.Diagnostics;
using System.Reflection;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training;

/// <summary>A training loop with its batches: the one place where checks build and replay loops.</summary>
internal sealed class TrainingSession : ISubjectSession
{
    /// <summary>From here on a loop is put back in place of being built; below, that would cost as much.</summary>
    private static readonly TimeSpan SlowBuild = TimeSpan.FromMilliseconds(200);

    private readonly StateSnapshot _asBuilt;
    private readonly bool _isSlow;
    private readonly List<LoopFault> _faults = [];
    private int _builds;
    private TrainingTrace? _trace;
    private LoopCalls? _calls;
    private (bool IsKnown, string? Cause) _gate;
    private (bool IsKnown, LoopShelf? Shelf) _shelf;

    /// <summary>Builds the subject.</summary>
    /// <param name="subject">The recipe.</param>
    /// <param name="seed">The seed of weights, batches and noise.</param>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public TrainingSession(TrainingSubject subject, long seed)
    {
        Subject = subject;
        Seed = seed;
        var time = Stopwatch.StartNew();
        Live = Build();
        _isSlow = time.Elapsed >= SlowBuild;
        _asBuilt = StateSnapshot.Take(Live.Loop);
    }

    /// <summary>The recipe.</summary>
    public TrainingSubject Subject { get; }

    /// <inheritdoc/>
    public long Seed { get; }

    /// <inheritdoc/>
    public int Builds => _builds;

    /// <summary>The loop that this session holds, to be looked at. Whoever trains it uses it up; a replay takes a fresh one.</summary>
    public LiveLoop Live { get; }

    Subject ISubjectSession.Subject => Subject;

    /// <summary>
    /// A loop as it is built, of the same batches and noise; the caller disposes it. Where building is slow it may be one that was put
    /// back.
    /// </summary>
    /// <param name="weights">The seed that the loop is built with; the session's own if left out.</param>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public LiveLoop Fresh(long? weights = null) =>
        (weights ?? Seed) == Seed && _faults.TrueForAll(fault => fault.Seed is null) && Shelf() is { } shelf
            ? new LiveLoop(Subject, shelf.Take(out Action giveBack), Seed, [.. _faults], giveBack)
            : Build(weights);

    /// <summary>A loop that is built now, of the same batches and noise. The caller disposes it.</summary>
    /// <inheritdoc cref="Fresh" path="/param|/exception"/>
    public LiveLoop Build(long? weights = null)
    {
        _builds++;
        return new LiveLoop(Subject, weights ?? Seed, Seed, [.. _faults]);
    }

    /// <summary>What the recipe builds, for whoever puts it back.</summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public object BuildBare()
    {
        _builds++;
        return LiveLoop.Build(Subject, Seed);
    }

    /// <summary>A loop that stays whoever's it is.</summary>
    public LiveLoop Wrap(object loop) => new(Subject, loop, Seed, [], () => { });

    /// <summary>
    /// The calls of TorchSharp that the user's woven code makes, heard once, while nothing is broken; none where it is not woven.
    /// </summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public LoopCalls Calls() => _calls ??= LoopCalls.Of(this);

    /// <summary>Breaks every loop that is built from now on, until the fault is taken back.</summary>
    public IDisposable Break(LoopFault fault)
    {
        _faults.Add(fault);
        return new Revert(() => _faults.Remove(fault));
    }

    /// <summary>The first calls of a training, watched; kept for all checks while nothing is broken.</summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public TrainingTrace Trace() => _faults.Count > 0 ? TrainingTrace.Of(this) : _trace ??= TrainingTrace.Of(this);

    /// <summary>
    /// Why a fresh loop of the same seed is no replay; null where it is, by the bits of its first calls. Looked at once: a fault
    /// that is put in later is the same in each replay.
    /// </summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public string? WhyNotRepeatable()
    {
        if (!_gate.IsKnown && _faults.Count == 0)
        {
            _gate = (true, Replays.WhyNotRepeatable(this));
        }

        return _gate.Cause;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ModuleNode> DescribeModules() =>
        [.. Live.Members.Modules.Select(entry => new ModuleNode(entry.Path, entry.Module.GetType().Name.Split('`')[0])
        {
            ParameterCount = entry.Module.parameters().Where(parameter => !parameter.IsInvalid)
                .DistinctBy(parameter => parameter.Handle).Sum(parameter => parameter.numel()),
        })];

    /// <inheritdoc/>
    public IReadOnlyList<MemberInfo> MembersAt(string path) => NamedMembers.At(Live.Loop, path);

    /// <inheritdoc/>
    public void Restore()
    {
        if (!Live.IsUsed)
        {
            _asBuilt.Restore();
            Live.Forget();
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Path, string What)> Differences() => Live.IsUsed
        ? [("", "has been used, and optimizers cannot be put back")]
        : [.. _asBuilt.Differences()];

    /// <inheritdoc/>
    public void Dispose()
    {
        _asBuilt.Dispose();
        _shelf.Shelf?.Dispose();
        Live.Dispose();
    }

    /// <summary>
    /// Where loops are put back, if building is slow and it was shown that they can be; looked at once, while nothing is broken.
    /// </summary>
    private LoopShelf? Shelf()
    {
        if (_isSlow && !_shelf.IsKnown && _faults.Count == 0)
        {
            // Known first: what is needed to show it builds.
            _shelf = (true, null);
            _shelf = (true, LoopShelf.Prove(this));
        }

        return _shelf.Shelf;
    }
}
