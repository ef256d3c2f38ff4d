using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>A live model with its inputs: the one place where checks build, feed and run a subject.</summary>
internal sealed class ModelSession : IDisposable
{
    /// <summary>The number of samples that checks use unless they ask for another.</summary>
    public const long BatchSize = 4;

    private const long OtherBatchSize = 3;

    private readonly StateSnapshot _asBuilt;
    private SampleLayout? _inputLayout;
    private SampleLayout? _outputLayout;

    /// <summary>Builds the subject.</summary>
    /// <param name="subject">The recipe.</param>
    /// <param name="seed">The seed of weights, inputs and noise.</param>
    public ModelSession(ModelSubject subject, long seed)
    {
        Subject = subject;
        Seed = seed;
        Model = Build(seed);
        _asBuilt = StateSnapshot.Take(Model);
    }

    /// <summary>The recipe.</summary>
    public ModelSubject Subject { get; }

    /// <summary>The seed of weights, inputs and noise.</summary>
    public long Seed { get; }

    /// <summary>What the recipe built: a module, or an object that holds several.</summary>
    public object Model { get; }

    /// <summary>Run on every instance that this session builds from now on, so that a mutant can break those too.</summary>
    public List<Action<object>> OnBuilt { get; } = [];

    /// <summary>All modules that the model reaches, each with its path; the model itself has the empty path.</summary>
    public IReadOnlyList<(string Path, nn.Module Module)> Modules =>
        [.. ObjectGraph.Walk(Model).Where(node => node.Value is nn.Module).Select(node => (node.Path, (nn.Module)node.Value))];

    /// <summary>The modules that no other module holds.</summary>
    public IReadOnlyList<nn.Module> Roots => Model is nn.Module module
        ? [module]
        : [.. ObjectGraph.Walk(Model).Where(node => node is { Value: nn.Module, Owner: not nn.Module }).Select(node => (nn.Module)node.Value)];

    /// <summary>The registered parameters, each once, under the first path that leads to it.</summary>
    public IReadOnlyList<(string Path, Tensor Parameter)> Parameters
    {
        get
        {
            HashSet<nint> registered = [.. Roots.SelectMany(root => root.parameters()).Select(parameter => parameter.Handle)];
            return
            [
                .. ObjectGraph.Walk(Model)
                    .Where(node => node.Value is Tensor { IsInvalid: false } tensor && registered.Contains(tensor.Handle))
                    .Select(node => (node.Path, (Tensor)node.Value)),
            ];
        }
    }

    /// <summary>Where the samples are in the inputs.</summary>
    public SampleLayout InputLayout => _inputLayout ??= Subject.MakeInputs is null
        ? SampleLayout.Guess(Inputs(BatchSize).Leaves, BatchSize)
        : SampleLayout.Derive(Inputs(BatchSize).Leaves, BatchSize, Inputs(OtherBatchSize).Leaves, OtherBatchSize);

    /// <summary>Where the samples are in the outputs.</summary>
    public SampleLayout OutputLayout => _outputLayout ??= DeriveOutputLayout();

    /// <summary>Builds another instance, with its weights drawn from a seed.</summary>
    public object Build(long seed)
    {
        using RandomState _ = RandomState.Fork(seed);
        object model = SubjectException.Guard("building the model", Subject.Build);
        foreach (ObjectGraphNode node in ObjectGraph.Walk(model))
        {
            // A module that is built inside a dispose scope loses its own parameters when the scope ends.
            (node.Value as Tensor)?.DetachFromDisposeScope();
        }

        OnBuilt.ForEach(action => action(model));
        return model;
    }

    /// <summary>Makes inputs; the same draw gives the same content.</summary>
    public ModelInputs Inputs(long count = BatchSize, long draw = 0)
    {
        using RandomState _ = RandomState.Fork(Seed + 1 + draw);
        object?[] arguments = SubjectException.Guard(
            $"making inputs for {count} samples",
            () => Subject.MakeInputs?.Invoke(count) ?? Subject.FixedInputs?.Invoke()
                ?? throw new InvalidOperationException("No inputs are declared: subject.WithInput(n => torch.randn(n, …))."));
        return new ModelInputs(arguments, count);
    }

    /// <summary>Calls the model from its state as built, with noise drawn from a seed.</summary>
    public ForwardResult Run(ModelInputs inputs, bool training, long noise = 0)
    {
        using RandomState _ = RandomState.Fork(Seed + 1000 + noise);
        _asBuilt.RestoreVolatile();
        foreach (nn.Module root in Roots)
        {
            root.train(training);
        }

        object? output = SubjectException.Guard(
            $"calling the model in {(training ? "training" : "eval")} mode with {inputs.Count} samples",
            () => Subject.Forward is { } forward ? forward(Model, inputs.Arguments) : ForwardCall.Invoke(Model, inputs.Arguments));
        return new ForwardResult(output, get_rng_state());
    }

    /// <summary>Puts the model back as it was built.</summary>
    public void Restore() => _asBuilt.Restore();

    /// <summary>What of the model is not as it was built.</summary>
    public IReadOnlyList<(string Path, string What)> Differences() => [.. _asBuilt.Differences()];

    /// <inheritdoc/>
    public void Dispose()
    {
        _asBuilt.Dispose();
        if (Subject.Lifetime == SubjectLifetime.Fresh)
        {
            foreach (nn.Module root in Roots)
            {
                root.Dispose();
            }
        }
    }

    private SampleLayout DeriveOutputLayout()
    {
        IReadOnlyList<(string, Tensor)> leaves = Run(Inputs(BatchSize), training: false).Leaves;
        if (Subject.MakeInputs is null)
        {
            return SampleLayout.Guess(leaves, BatchSize);
        }

        try
        {
            return SampleLayout.Derive(
                leaves, BatchSize, Run(Inputs(OtherBatchSize), training: false).Leaves, OtherBatchSize);
        }
        catch (SubjectException)
        {
            // A model that takes one batch size only is the business of another check.
            return SampleLayout.Guess(leaves, BatchSize);
        }
    }
}
