using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;
using TorchTrust.Losses.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Losses;

/// <summary>A live loss with its arguments: the one place where checks build, feed and call a loss.</summary>
internal sealed class LossSession : ISubjectSession
{
    /// <summary>The number of samples that checks use unless they ask for another.</summary>
    public const long BatchSize = 4;

    private const long OtherBatchSize = 3;

    private readonly StateSnapshot _asBuilt;
    private readonly bool _gradients = is_grad_enabled();
    private readonly LossSession? _origin;
    private readonly Dictionary<(long Count, long Draw), LossArguments> _sourced = [];
    private ISubjectSession? _source;
    private SampleLayout? _argumentLayout;
    private LossSession? _twin;
    private Func<LossCall, Tensor>? _fault;

    /// <summary>Builds the loss.</summary>
    /// <param name="subject">The recipe.</param>
    /// <param name="seed">The seed of weights, arguments and noise.</param>
    /// <param name="isDouble">Whether the loss and its floating arguments are converted to float64.</param>
    /// <exception cref="SubjectException">The recipe threw.</exception>
    public LossSession(LossSubject subject, long seed, bool isDouble = false)
        : this(subject, seed, isDouble, null)
    {
    }

    private LossSession(LossSubject subject, long seed, bool isDouble, LossSession? origin)
    {
        _origin = origin;
        Subject = subject;
        Seed = seed;
        IsDouble = isDouble;
        Loss = Build();
        _asBuilt = StateSnapshot.Take(Loss);
    }

    /// <summary>The recipe.</summary>
    public LossSubject Subject { get; }

    /// <inheritdoc/>
    public long Seed { get; }

    /// <summary>Whether the loss and its floating arguments are float64.</summary>
    public bool IsDouble { get; }

    /// <summary>What computes the loss: a module, an object, or the function itself.</summary>
    public object Loss { get; }

    /// <summary>
    /// The same loss in float64, built once; it has the faults of this one. Checks share it, since each call begins from the
    /// state as built.
    /// </summary>
    /// <exception cref="AlteredSubjectException">The loss refuses to be built so, which may be right.</exception>
    public LossSession Twin => _twin ??= InDouble();

    /// <summary>A fault in the loss: gives the value of a call in another way; null for none.</summary>
    public Func<LossCall, Tensor>? Fault
    {
        get => _origin is null ? _fault : _origin.Fault;
        set => _fault = value;
    }

    /// <summary>The names of the arguments, as the user wrote them.</summary>
    public IReadOnlyList<string> ArgumentNames => Subject.Recipe.ArgumentNames ?? NamesOfModule();

    /// <summary>Where the samples are in the arguments.</summary>
    public SampleLayout ArgumentLayout => _argumentLayout ??= DeriveLayout();

    Subject ISubjectSession.Subject => Subject;

    /// <summary>How a user would name the tensor at a path: <c>target</c>, <c>posterior.Mean</c>.</summary>
    public string NameOf(string path) =>
        ArgumentNames[LossArguments.ArgumentOf(path)] + path[(path.IndexOf(']', StringComparison.Ordinal) + 1)..];

    /// <summary>Whether the tensor at a path is of a prediction, and could take a gradient.</summary>
    public bool IsPrediction(string path, Tensor tensor) =>
        CanTakeGradient(tensor) && Subject.Facts.Predictions.Contains(LossArguments.ArgumentOf(path));

    /// <summary>The first tensor that is of a prediction, and could take a gradient.</summary>
    /// <exception cref="InvalidOperationException">No prediction could take a gradient.</exception>
    public (string Path, Tensor Tensor) FirstPrediction(LossArguments arguments) =>
        arguments.Leaves.First(leaf => IsPrediction(leaf.Path, leaf.Tensor));

    /// <summary>Makes arguments; the same draw gives the same content.</summary>
    /// <exception cref="SubjectException">The recipe of the arguments threw, or there is none.</exception>
    public LossArguments Arguments(long count = BatchSize, long draw = 0)
    {
        if (_origin is not null)
        {
            return _origin.Arguments(count, draw);
        }

        if (Subject is { MakeArguments: null, Source: { } source })
        {
            return Sourced(source, count, draw);
        }

        using RandomState _ = RandomState.Fork(Seed + 1 + draw);
        using var scope = NewDisposeScope();
        object?[] values = SubjectException.Guard(
            $"making arguments for {count} samples",
            () => Subject.MakeArguments?.Invoke(count) ?? throw new InvalidOperationException(
                "No arguments are declared: subject.WithArguments(n => (torch.randn(n, …), …))."));
        return Kept(scope, new LossArguments(values, count));
    }

    /// <summary>The same arguments as this session takes them: in float64, if it is of float64.</summary>
    public LossArguments Fitting(LossArguments arguments) => IsDouble ? arguments.InDouble() : arguments;

    /// <summary>Calls the loss from its state as built, and takes the gradients of its predictions.</summary>
    /// <param name="arguments">The arguments; a call gets copies, so they stay as they are.</param>
    /// <param name="noise">The seed of what the loss draws.</param>
    /// <param name="alsoTargets">Whether all arguments that could take a gradient are differentiated, and not only predictions.</param>
    /// <param name="continues">Whether the loss goes on from the state that the last call left.</param>
    /// <exception cref="SubjectException">The loss threw, or gave no loss.</exception>
    public LossResult Differentiate(LossArguments arguments, long noise = 0, bool alsoTargets = false, bool continues = false) =>
        Call(arguments, noise, continues, (path, tensor) => alsoTargets ? CanTakeGradient(tensor) : IsPrediction(path, tensor));

    /// <summary>Calls the loss from its state as built, and takes no gradient.</summary>
    /// <inheritdoc cref="Differentiate"/>
    public LossResult Evaluate(LossArguments arguments, long noise = 0, bool continues = false) =>
        Call(arguments, noise, continues, (_, _) => false);

    /// <summary>Calls the loss as training does, and tells which arguments it changed (<see cref="LossResult.Changed"/>).</summary>
    /// <inheritdoc cref="Differentiate"/>
    public LossResult Watch(LossArguments arguments) => Call(arguments, 0, false, IsPrediction, watchesArguments: true);

    /// <summary>Another session of the same loss in float64.</summary>
    /// <exception cref="AlteredSubjectException">The loss refuses to be built so, which may be right.</exception>
    public LossSession InDouble()
    {
        try
        {
            return new LossSession(Subject, Seed, isDouble: true, this);
        }
        catch (SubjectException thrown)
        {
            throw new AlteredSubjectException(thrown);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A finding names an argument, which is no member: an answer stands on what computes the loss.</remarks>
    public IReadOnlyList<MemberInfo> MembersAt(string path) =>
        Loss is Delegate function ? NamedMembers.Of(function) : NamedMembers.At(Loss, "");

    /// <inheritdoc/>
    public void Restore()
    {
        _asBuilt.Restore();
        _twin?.Restore();
        _source?.Restore();
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Path, string What)> Differences() => [.. _asBuilt.Differences(), .. _source?.Differences() ?? []];

    /// <inheritdoc/>
    public void Dispose()
    {
        _twin?.Dispose();
        _source?.Dispose();
        foreach (Tensor tensor in _sourced.Values.SelectMany(arguments => arguments.Leaves).Select(leaf => leaf.Tensor))
        {
            tensor.Dispose();
        }

        _asBuilt.Dispose();
        (Loss as IDisposable)?.Dispose();
    }

    private static bool CanTakeGradient(Tensor tensor) => tensor.is_floating_point() || tensor.is_complex();

    private static LossArguments Kept(DisposeScope scope, LossArguments arguments)
    {
        scope.MoveToOuter(arguments.Leaves.Select(leaf => leaf.Tensor));
        return arguments;
    }

    /// <summary>Made once, since a source may be a whole network, and kept as long as this session.</summary>
    private LossArguments Sourced(ArgumentSource source, long count, long draw)
    {
        if (!_sourced.TryGetValue((count, draw), out LossArguments? arguments))
        {
            using var scope = NewDisposeScope();
            _source ??= source.Open(Seed);
            arguments = Kept(scope, new LossArguments(source.Make(_source, count, draw), count));
            foreach ((string _, Tensor tensor) in arguments.Leaves)
            {
                tensor.DetachFromDisposeScope();
            }

            _sourced[(count, draw)] = arguments;
        }

        return arguments;
    }

    private object Build()
    {
        using RandomState _ = RandomState.Fork(Seed);
        object loss = SubjectException.Guard("building the loss", Subject.Recipe.Build);
        foreach (ObjectGraphNode node in ObjectGraph.Walk(loss))
        {
            // A module that is built inside a dispose scope loses its own parameters when the scope ends.
            (node.Value as Tensor)?.DetachFromDisposeScope();
        }

        if (Subject.DeviceName is { } device && loss is not Delegate)
        {
            foreach (nn.Module root in ModelStructure.RootsOf(loss))
            {
                root.to(new Device(device));
            }
        }

        // What a function captures is the user's own, and stays as it is.
        if (IsDouble && loss is not Delegate)
        {
            DoublePrecision.Convert(loss);
        }

        return loss;
    }

    private LossResult Call(
        LossArguments arguments,
        long noise,
        bool continues,
        Func<string, Tensor, bool> isDifferentiated,
        bool watchesArguments = false)
    {
        if (!continues)
        {
            _asBuilt.RestoreVolatile();
        }

        using RandomState _ = RandomState.Fork(Seed + 1000 + noise);
        using var scope = NewDisposeScope();
        using IDisposable mode = set_grad_enabled(_gradients);
        var leaves = new Dictionary<string, Tensor>();
        object?[] given = (object?[])TensorTree.Map(Subject.Placed(Fitting(arguments).Values), (path, tensor) =>
        {
            if (isDifferentiated(path, tensor))
            {
                leaves[path] = tensor.detach().requires_grad_(true);
            }

            // As a network gives it: no leaf, so that it may be changed in place.
            return (leaves.GetValueOrDefault(path) ?? tensor).clone();
        })!;
        object?[]? before = watchesArguments ? (object?[])TensorTree.Map(given, (_, tensor) => TensorBits.NativeCopy(tensor))! : null;
        LossResult result;
        try
        {
            result = Differentiated(given, arguments.Count, leaves);
        }
        catch (SubjectException thrown) when (arguments.IsAltered || IsDouble)
        {
            throw new AlteredSubjectException(thrown);
        }

        if (before is not null)
        {
            result = result with { Changed = Differing(before, given) };
        }

        scope.MoveToOuter(result.Gradients.Values.OfType<Tensor>().Append(result.Value).Append(result.Noise));
        if (_asBuilt.HasReplacedReferences())
        {
            // Caches that the call put into fields must outlive it, as they do for the user.
            scope.MoveToOuter(ObjectGraph.Walk(Loss).Select(node => node.Value).OfType<Tensor>());
        }

        return result;
    }

    private LossResult Differentiated(object?[] given, long count, Dictionary<string, Tensor> leaves)
    {
        Tensor value = SubjectException.Guard(
            $"calling the loss with {count} samples", () => ValueOf(new LossCall(given, count, Own)));
        Tensor noise = get_rng_state();
        if (leaves.Count > 0 && value.requires_grad)
        {
            SubjectException.Guard($"differentiating the loss of {count} samples", () =>
            {
                value.sum().backward();
                return true;
            });
        }

        return new LossResult(
            TensorBits.NativeCopy(value),
            value.requires_grad,
            leaves.ToDictionary(leaf => leaf.Key, leaf => leaf.Value.grad is { } gradient ? TensorBits.NativeCopy(gradient) : null),
            noise);
    }

    private Tensor Own(object?[] arguments) => LossOf(Subject.Recipe.Call(Loss, arguments));

    private Tensor ValueOf(LossCall call) => Fault is { } fault ? fault(call) : call.Value;

    private static IReadOnlyList<string> Differing(object?[] before, object?[] after) =>
    [
        .. TensorTree.Flatten(before).Zip(TensorTree.Flatten(after))
            .Where(pair => !TensorBits.AreEqual(pair.First.Tensor, pair.Second.Tensor))
            .Select(pair => pair.First.Path),
    ];

    private static Tensor LossOf(object? output) => output switch
    {
        Tensor value => value,
        ITuple { Length: > 0 } tuple when tuple[0] is Tensor value => value,
        _ => throw new InvalidOperationException(
            $"It gave {output?.GetType().Name ?? "null"}. A loss gives a tensor, or a tuple whose first item is one."),
    };

    private string[] NamesOfModule()
    {
        int arity = Subject.Recipe.Arity;
        ParameterInfo[]? parameters = Loss.GetType().GetMethods()
            .Where(method => method.Name == "forward").Select(method => method.GetParameters())
            .FirstOrDefault(candidates => candidates.Length == arity);
        return [.. Enumerable.Range(0, arity).Select(index => parameters?[index].Name ?? $"argument {index}")];
    }

    private SampleLayout DeriveLayout()
    {
        using var scope = NewDisposeScope();
        return SampleLayout.Derive(Arguments(BatchSize).Leaves, BatchSize, Arguments(OtherBatchSize).Leaves, OtherBatchSize);
    }
}
