using System.Reflection;
using TorchTrust.Checks;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models;

/// <summary>A live model with its inputs: the one place where checks build, feed and run a model.</summary>
internal sealed class ModelSession : ISubjectSession
{
    /// <summary>The number of samples that checks use unless they ask for another.</summary>
    public const long BatchSize = 4;

    private readonly CallRegistrations _registrations = new();
    private readonly SampleLayouts _layouts;
    private StateSnapshot _asBuilt;
    private readonly bool _gradients = is_grad_enabled();
    private readonly WholeModel _whole;
    private bool _followsCall;
    private bool _mayTryDouble;
    private ModelStructure? _structure;

    /// <summary>Builds the subject.</summary>
    /// <param name="subject">The recipe.</param>
    /// <param name="seed">The seed of weights, inputs and noise.</param>
    /// <param name="isDouble">Whether floating inputs are converted to float64.</param>
    /// <param name="tally">Counts its passes, where another session has opened it; null for one of its own.</param>
    public ModelSession(ModelSubject subject, long seed, bool isDouble = false, PassTally? tally = null)
    {
        Tally = tally ?? new PassTally();
        _layouts = new SampleLayouts(this);
        _whole = new WholeModel(this);
        Subject = subject;
        Seed = seed;
        IsDouble = isDouble;
        Persistence = subject.Persistence;
        WeightsLoader = subject.WeightsLoader;
        Model = Build(seed);
        _asBuilt = StateSnapshot.Take(Model);
    }

    /// <summary>The recipe.</summary>
    public ModelSubject Subject { get; }

    /// <inheritdoc/>
    public long Seed { get; }

    /// <inheritdoc/>
    public int Builds { get; private set; }

    /// <summary>Counts the passes of this session and of those that it opens.</summary>
    public PassTally Tally { get; }

    /// <inheritdoc/>
    public PassCount Passes => Tally.Count;

    /// <summary>What the recipe built: a module, or an object that holds several.</summary>
    public object Model { get; }

    /// <summary>Whether floating inputs are converted to float64.</summary>
    public bool IsDouble { get; }

    /// <summary>Run on every instance that this session builds from now on, so that a mutant can break those too.</summary>
    public List<Action<object>> OnBuilt { get; } = [];

    /// <summary>The sessions in float64 that stand beside this one, so that a mutant can break those too.</summary>
    public List<ModelSession> Twins { get; } = [];

    /// <summary>The point where the parameters are.</summary>
    public ParameterPoint Point { get; private set; } = ParameterPoint.AsBuilt;

    /// <summary>Changes the arguments on their way into the model, so that a mutant can break what a call is given.</summary>
    public Func<object?[], object?[]>? Rewire { get; set; }

    /// <summary>Changes what a call gives on its way out, so that a mutant can break it.</summary>
    public Func<object?, object?>? Redirect { get; set; }

    /// <summary>Told the arguments of a call when it has ended, so that a mutant can change them as a call may.</summary>
    public Action<object?[]>? AfterCall { get; set; }

    /// <summary>Whether what calls register counts as built from then on; not while a mutant registers, which is taken back.</summary>
    public bool KeepsRegistrations { get; set; } = true;

    /// <summary>What watches the modules while the model runs.</summary>
    public Instruments Instruments { get; } = new();

    /// <summary>What calls have registered, by paths: from then on it is as if it had been built.</summary>
    public IReadOnlyList<string> RegisteredByCalls => _registrations.Paths;

    /// <inheritdoc cref="WholeModel.KeepersOfStatistics"/>
    public IReadOnlyList<string> KeepersOfStatistics => _whole.KeepersOfStatistics;

    /// <summary>How the project saves and loads its model, so that a mutant can break it; null where it is not declared.</summary>
    public (Action<object, string> Save, Action<object, string> Load)? Persistence { get; set; }

    /// <summary>How weights that were trained elsewhere are loaded, so that a mutant can break it; null where it is not declared.</summary>
    public Action<object>? WeightsLoader { get; set; }

    /// <summary>All modules that the model reaches, each with its path; the model itself has the empty path.</summary>
    public IReadOnlyList<(string Path, nn.Module Module)> Modules => Structure.Modules;

    /// <summary>The modules that no other module holds.</summary>
    public IReadOnlyList<nn.Module> Roots => ModelStructure.RootsOf(Model);

    /// <summary>The registered parameters, each once, under the first path that leads to it.</summary>
    public IReadOnlyList<(string Path, Tensor Parameter)> Parameters => Structure.Parameters;

    /// <summary>What a state dictionary holds: parameters and persistent buffers, each under the path that leads to it.</summary>
    public IReadOnlyList<(string Path, Tensor Tensor)> PersistentState => Structure.PersistentState;

    /// <summary>Whether inputs can be had for any number of samples.</summary>
    public bool CanChooseCount => Subject.MakeInputs is not null || HasFixedBatch;

    /// <summary>Where the samples are in the inputs.</summary>
    public SampleLayout InputLayout => _layouts.OfInputs;

    /// <summary>Where the samples are in the outputs.</summary>
    public SampleLayout OutputLayout => _layouts.OfOutputs;

    /// <summary>Whether the samples of a batch can be put into another order, and taken out of it.</summary>
    public bool CanArrange => Subject.Samples is not null
        ? OutputLayout.HasSamples
        : InputLayout.HasBatchDimension && OutputLayout.HasBatchDimension;

    /// <summary>Where the samples are in the outputs of each module that runs, by its path.</summary>
    public IReadOnlyDictionary<string, SampleLayout> ModuleLayouts => _layouts.OfModuleOutputs;

    /// <summary>Where the samples are in the arguments of each module that runs, by its path.</summary>
    public IReadOnlyDictionary<string, SampleLayout> ArgumentLayouts => _layouts.OfModuleArguments;

    Subject ISubjectSession.Subject => Subject;

    /// <summary>Whether a fixed input says which of its dimensions counts the samples.</summary>
    private bool HasFixedBatch => Subject is { MakeInputs: null, FixedInputs: not null, BatchDimension: not null };

    private ModelStructure Structure => _structure ??= new ModelStructure(Model);

    /// <inheritdoc cref="ModelStructure.ModulesOf"/>
    public static IReadOnlyList<(string Path, nn.Module Module)> ModulesOf(object model) =>
        ModelStructure.ModulesOf(model);

    /// <inheritdoc cref="ModelStructure.RootsOf"/>
    public static IReadOnlyList<nn.Module> RootsOf(object model) => ModelStructure.RootsOf(model);

    /// <summary>Forgets what was derived from the model's registrations, after they were edited.</summary>
    public void ForgetStructure() => _structure = null;

    /// <summary>Builds another instance, with its weights drawn from a seed. The caller disposes it.</summary>
    public object Build(long seed)
    {
        using RandomState _ = RandomState.Fork(seed);
        Builds++;
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
        if (Subject.Samples is { } recipe)
        {
            return ModelInputs.Collate(
                recipe, SubjectException.Guard($"making {count} samples", () => recipe.MakeSamples(count)), IsDouble);
        }

        object?[] arguments = SubjectException.Guard(
            $"making inputs for {count} samples",
            () => Subject.MakeInputs?.Invoke(count) ?? Subject.FixedInputs?.Invoke()
                ?? throw new InvalidOperationException("No inputs are declared: subject.WithInput(n => torch.randn(n, …))."));
        if (HasFixedBatch && FixedBatch.Along(arguments, Subject.BatchDimension!.Value) is { } batch)
        {
            arguments = batch.Take(arguments, count, draw);
        }

        var inputs = new ModelInputs(arguments, count);
        return IsDouble ? inputs.InDouble() : inputs;
    }

    /// <summary>What belongs to a sample in the inputs.</summary>
    public Region OwnInput(long sample) =>
        Subject.Samples is null ? new SampleRegion(InputLayout, sample) : new CollatedSampleRegion(sample);

    /// <summary>What belongs to a sample in the outputs.</summary>
    public Region OwnOutput(long sample) => new SampleRegion(OutputLayout, sample);

    /// <summary>Moves the parameters to another point; the same point again does nothing.</summary>
    public void MoveTo(ParameterPoint point)
    {
        if (point == Point)
        {
            return;
        }

        Restore();
        if (point == ParameterPoint.Generic)
        {
            GenericPoint.MoveTo(Parameters, Seed + 7);
        }

        Point = point;
    }

    /// <summary>
    /// Calls the model once in training mode and takes its values after that as those it was built with: what the first call
    /// sets from its batch, once, is then no part of the function that later calls compute. Caches are as before.
    /// </summary>
    public void WarmUp()
    {
        using var scope = NewDisposeScope();
        Run(Inputs(), ForwardMode.Training);
        _asBuilt.RestoreReferences();
        TakeAsBuilt();
    }

    /// <summary>Takes the present values as those it was built with.</summary>
    public void TakeAsBuilt()
    {
        _whole.Forget();
        _asBuilt.Dispose();
        _asBuilt = StateSnapshot.Take(Model);
    }

    /// <summary>
    /// Makes inputs for a run of a check: in a trial of one fault no more samples than show it, in one of several as many as are asked for.
    /// </summary>
    /// <param name="context">The circumstances.</param>
    /// <param name="draw">The same draw gives the same content.</param>
    public ModelInputs InputsFor(CheckContext context, long draw = 0) =>
        Inputs(context.Samples ?? (context.FirstFindingDecides ? FewestSamples : BatchSize), draw);

    /// <summary>Calls the model from its state as built, at the present point, with noise drawn from a seed.</summary>
    public ForwardResult Run(ModelInputs inputs, ForwardMode mode, long noise = 0)
    {
        _asBuilt.RestoreVolatile();
        _followsCall = false;
        return RunOn(inputs, mode, noise);
    }

    /// <summary>Calls the model from the state that the last call left, with noise drawn from a seed.</summary>
    public ForwardResult RunOn(ModelInputs inputs, ForwardMode mode, long noise = 0)
    {
        using RandomState _ = RandomState.Fork(Seed + 1000 + noise);
        if (!ModuleMode.AreSet(Modules.Select(entry => entry.Module), training: mode != ForwardMode.Eval))
        {
            foreach (nn.Module root in Roots)
            {
                root.train(mode != ForwardMode.Eval);
            }
        }

        if (mode == ForwardMode.TrainingWithoutBatchStatistics)
        {
            foreach (TorchSharp.Modules.BatchNorm module in Modules.Select(entry => entry.Module)
                .OfType<TorchSharp.Modules.BatchNorm>())
            {
                module.eval();
            }

            foreach ((string _, nn.Module module) in Modules.Where(entry => _whole.KnownKeepers.Contains(entry.Path)))
            {
                ModuleMode.SetOwn(module, training: false);
            }
        }

        string name = mode == ForwardMode.Eval ? "eval" : "training";
        try
        {
            ForwardResult result = Call(inputs, $"calling the model in {name} mode with {inputs.Count} samples");
            _followsCall = true;
            return result;
        }
        catch (SubjectException thrown) when (_followsCall && KeptStateException.Explains(thrown))
        {
            throw new KeptStateException(thrown);
        }
    }

    /// <inheritdoc cref="WholeModel.Result"/>
    public ForwardResult WholeResult(ForwardMode mode) => _whole.Result(mode);

    /// <inheritdoc cref="WholeModel.KnownReach"/>
    public IReadOnlyDictionary<string, GradientReach>? KnownReach => _whole.KnownReach;

    /// <inheritdoc cref="WholeModel.AskReach"/>
    public void AskReach() => _whole.AskReach();

    /// <inheritdoc cref="DifferentiatedScalar.Of"/>
    public Tensor? Scalar(ModelInputs inputs, ForwardResult result) => DifferentiatedScalar.Of(this, inputs, result);

    /// <summary>A session of another instance, its weights drawn from another seed; inputs and noise are the same.</summary>
    public ModelSession Another(long weights) =>
        new(Subject.BuiltBy(() => Build(weights)), Seed, tally: Tally)
        {
            Rewire = Rewire,
            Persistence = Persistence,
            WeightsLoader = WeightsLoader,
        };

    /// <inheritdoc cref="DoubleTwin.Of"/>
    public ModelSession? InDouble(Measurements measured) => DoubleTwin.Of(this, measured);

    /// <summary>
    /// Whether float32 has to decide, as far as is known: then mutants are coarse enough for it. Where float64 may be tried, it is, so
    /// mutants ask before they are put in: with a fault inside, the trial itself would meet it.
    /// </summary>
    public bool IsSingleOnly => _mayTryDouble && Subject.Lifetime == SubjectLifetime.Fresh && !RunsInDouble;

    /// <inheritdoc cref="WholeModel.RunsInDouble"/>
    public bool RunsInDouble => _whole.RunsInDouble;

    /// <inheritdoc cref="WholeModel.WhyNotInDouble"/>
    public string? WhyNotInDouble => _whole.WhyNotInDouble;

    /// <inheritdoc cref="WholeModel.FewestSamples"/>
    public long FewestSamples => _whole.FewestSamples;

    /// <inheritdoc/>
    public IReadOnlyList<ModuleNode> DescribeModules() => ModuleTree.Of(this);

    /// <inheritdoc/>
    public IReadOnlyList<MemberInfo> MembersAt(string path) => NamedMembers.At(Model, path);

    /// <inheritdoc/>
    public void AllowAborts() => _mayTryDouble = true;

    /// <inheritdoc/>
    public void Restore()
    {
        _asBuilt.Restore();
        _followsCall = false;
        Point = ParameterPoint.AsBuilt;
    }

    /// <summary>
    /// The fields and collections that calls have left with other values or objects than they were built with, and the buffers.
    /// </summary>
    public IEnumerable<(string Path, string What)> LeftByCalls() => _asBuilt.Replacements().Concat(_asBuilt.BufferDifferences());

    /// <summary>Whether a tensor wanted a gradient when the model was built, or hung on the graph of what does.</summary>
    public bool WantedGradientAsBuilt(Tensor tensor) => _asBuilt.WantedGradient(tensor);

    /// <inheritdoc/>
    public IReadOnlyList<(string Path, string What)> Differences() => [.. _asBuilt.Differences()];

    /// <inheritdoc/>
    public void Dispose()
    {
        _whole.Forget();
        _asBuilt.Dispose();
        if (Subject.Lifetime == SubjectLifetime.Fresh)
        {
            foreach (nn.Module root in Roots)
            {
                root.Dispose();
            }
        }
    }

    private ForwardResult Call(ModelInputs inputs, string doing)
    {
        Tally.Forward();
        using var scope = NewDisposeScope();
        using IDisposable gradients = set_grad_enabled(_gradients);
        object?[] arguments = inputs.Given(Rewire?.Invoke(inputs.Arguments) ?? inputs.Arguments);
        object? output;
        bool hasRegistered;
        IReadOnlyList<(string Path, Tensor Tensor)>? parts;
        try
        {
            (output, hasRegistered) = _registrations.Watch(Modules, () => SubjectException.Guard(doing, () => Subject.Forward is { } forward
                ? forward(Model, arguments)
                : ForwardCall.Invoke(Model, arguments)));
            AfterCall?.Invoke(arguments);
            output = Redirect is { } redirect ? redirect(output) : output;
            parts = inputs.Split(output);
        }
        catch (SubjectException thrown) when (inputs.IsAltered || IsDouble || Point == ParameterPoint.Generic)
        {
            throw new AlteredSubjectException(DeviceHint.Of(this, arguments)?.On(thrown, doing) ?? thrown);
        }
        catch (SubjectException thrown) when (Instruments.AreSuspected && RunsUnwatched(inputs))
        {
            throw new InstrumentedSubjectException(thrown);
        }
        catch (SubjectException thrown) when (DeviceHint.Of(this, arguments) is { } hint)
        {
            throw hint.On(thrown, doing);
        }

        var result = new ForwardResult(output, RandomState.Read()) { Split = parts };
        scope.MoveToOuter(result.Leaves.Concat(parts ?? []).Select(leaf => leaf.Tensor).Append(result.Noise)
            .Distinct<Tensor>(ReferenceEqualityComparer.Instance));
        if (hasRegistered || _asBuilt.HasReplacedReferences())
        {
            // Caches that the call put into fields must outlive it, as they do for the user.
            scope.MoveToOuter(ObjectGraph.Walk(Model).Select(node => node.Value).OfType<Tensor>());
        }

        if (hasRegistered && KeepsRegistrations && Point == ParameterPoint.AsBuilt)
        {
            KeepRegistrations();
        }

        return result;
    }

    /// <summary>
    /// Takes what a call has registered, and what it left in fields, for what the model was built with; what was there before, such as
    /// running statistics, has the values that it was built with.
    /// </summary>
    private void KeepRegistrations()
    {
        foreach (Tensor tensor in ObjectGraph.Walk(Model).Select(node => node.Value).OfType<Tensor>())
        {
            tensor.DetachFromDisposeScope();
        }

        ForgetStructure();
        _whole.Forget();
        StateSnapshot before = _asBuilt;
        _asBuilt = StateSnapshot.Take(Model);
        _asBuilt.BuildOn(before);
    }

    /// <summary>Whether the same call works when nothing watches it.</summary>
    private bool RunsUnwatched(ModelInputs inputs)
    {
        using var scope = NewDisposeScope();
        using IDisposable silence = Instruments.Silence();
        try
        {
            _asBuilt.RestoreVolatile();
            Call(inputs, "calling the model again");
            return true;
        }
        catch (SubjectException)
        {
            return false;
        }
    }
}
