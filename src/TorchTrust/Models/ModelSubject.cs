using TorchSharp;
using TorchTrust.Models;
using TorchTrust.Models.Parts;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust;

/// <summary>
/// A model to check: how to build it, how to make inputs for n samples, and what is declared about it. Every method
/// returns a new subject; nothing is built before a check needs it.
/// </summary>
/// <example>
/// <code>
/// var subject = ModelSubject.For(() => new CnnVae(inputShape: [1, 32, 32], latentSize: 16))
///     .WithInput(n => torch.randn(n, 1, 32, 32));
/// TrustReport report = Trust.Check(subject);
/// </code>
/// </example>
public sealed partial class ModelSubject : Subject
{
    private readonly bool _exists;
    private Func<ModelSubject, SubjectPart>? _lossAsPart;
    private string? _device;
    private bool _isPlaced;

    private ModelSubject(string name, Func<object> build, bool exists)
        : base(name)
    {
        Build = build;
        _exists = exists;
    }

    /// <inheritdoc/>
    public override string Kind => "model";

    /// <inheritdoc/>
    public override SubjectLifetime Lifetime => _exists ? SubjectLifetime.Restorable : SubjectLifetime.Fresh;

    /// <summary>Builds the module, or the object that holds several.</summary>
    internal Func<object> Build { get => _device is null || _isPlaced ? field : Placing(field, new Device(_device)); private set; }

    /// <summary>Makes the arguments of a call for n samples; null where only a fixed input is known.</summary>
    internal Func<long, object?[]>? MakeInputs
    {
        get =>
        field is { } make && _device is not null ? count => Placed(make(count)) : field; private set;
    }

    /// <summary>Makes samples one by one, where no dimension of an input counts them; null where one does.</summary>
    internal SampleRecipe? Samples
    {
        get => field is { } recipe && _device is not null ? recipe with { Collate = samples => Placed(recipe.Collate(samples)) } : field;
        private set;
    }

    /// <summary>Makes the arguments of a call where the number of samples cannot be chosen.</summary>
    internal Func<object?[]>? FixedInputs { get => field is { } make && _device is not null ? () => Placed(make()) : field; private set; }

    /// <summary>The dimension of a fixed input that counts the samples; null where it is not said.</summary>
    internal int? BatchDimension { get; private set; }

    /// <summary>Runs the subject on the arguments; null to derive it from the module's own <c>call</c>.</summary>
    internal Func<object, object?[], object?>? Forward { get; private set; }

    /// <summary>The scalar that training lowers, from the arguments and the output.</summary>
    internal Func<object?[], object?, Tensor>? Loss { get; private set; }

    /// <summary>What is declared.</summary>
    internal ModelFacts Facts { get; private set; } = new();

    /// <summary>Other inputs that must work too, by name.</summary>
    internal IReadOnlyDictionary<string, Func<long, object?[]>> OtherInputs
    {
        get => _device is null
            ? field
            : field.ToDictionary(entry => entry.Key, entry => (Func<long, object?[]>)(count => Placed(entry.Value(count))));
        private set;
    } = new Dictionary<string, Func<long, object?[]>>();

    /// <summary>Where the padding is: the argument that holds it, and the mask that finds it.</summary>
    internal (int Argument, Func<object?[], Tensor> Mask)? Padding { get; private set; }

    /// <summary>The user's own way to save a model to a file and to load it.</summary>
    internal (Action<object, string> Save, Action<object, string> Load)? Persistence { get; private set; }

    /// <summary>Loads weights that were trained elsewhere into a model.</summary>
    internal Action<object>? WeightsLoader { get; private set; }

    /// <summary>Patterns of parameters and buffers that no weights are loaded for on purpose.</summary>
    private IReadOnlyList<DeclaredFact> FreshlyStarted { get; set; } = [];

    /// <summary>A model that can be built as often as needed.</summary>
    /// <param name="build">Builds a fresh module, or an object whose fields hold several (a GAN, teacher and student).</param>
    /// <param name="name">The name in results; the type's name if left out.</param>
    /// <typeparam name="TModel">The type of the module or of the object that holds several.</typeparam>
    public static ModelSubject For<TModel>(Func<TModel> build, string? name = null)
        where TModel : class =>
        new(name ?? typeof(TModel).Name, build, exists: false) { TypeName = name is null ? QualifiedName(typeof(TModel)) : null };

    /// <summary>A model that already exists: trained, loaded, or from a container. It comes back bit for bit.</summary>
    /// <param name="model">The module, or an object whose fields hold several.</param>
    /// <param name="name">The name in results; the type's name if left out.</param>
    public static ModelSubject Of(object model, string? name = null) => new(name ?? model.GetType().Name, () => model, exists: true)
    {
        TypeName = name is null ? QualifiedName(model.GetType()) : null,
    };

    /// <summary>
    /// Runs the subject on a device, whatever its recipe says: each instance is moved there by its own <c>to(device)</c> once it is built,
    /// and inputs once they are made. Weights and inputs have the same values as on the CPU.
    /// </summary>
    /// <param name="device">The device, such as <c>torch.CUDA</c> or <c>torch.device("cuda:1")</c>.</param>
    /// <exception cref="InvalidOperationException">The model exists already: move it yourself, <c>model.to(device)</c>.</exception>
    /// <example>
    /// <code>
    /// Trust.Check(subject.On(torch.CUDA)).ThrowIfFailed();
    /// </code>
    /// </example>
    public ModelSubject On(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return _exists
            ? throw new InvalidOperationException(
                $"{Name} exists already, and would stay where it is moved to: call its own to({device}), and make inputs there.")
            : With(subject => subject._device = device.ToString());
    }

    /// <summary>Declares how to make the one input for n samples.</summary>
    /// <param name="make">Gives a tensor of which the dimension that grows with n is the batch, such as <c>[n, 1, 32, 32]</c>.</param>
    public ModelSubject WithInput(Func<long, Tensor> make) => WithInputs(n => [make(n)]);

    /// <summary>Declares how to make all arguments of a call for n samples.</summary>
    /// <param name="make">
    /// Gives the arguments: tensors, lists, tuples, dictionaries or records of tensors, or plain values. The dimension that
    /// grows with n is the batch; what does not grow is shared by all samples.
    /// </param>
    public ModelSubject WithInputs(Func<long, object?[]> make) => With(subject =>
    {
        subject.MakeInputs = make;
        subject.Samples = null;
    });

    /// <summary>
    /// Declares samples, and how they become the arguments of one call, where no dimension of the input counts them (graphs,
    /// bags of words with offsets), while a dimension of the output does.
    /// </summary>
    /// <param name="sample">
    /// Makes one sample of the given index, in any structure that holds tensors. Its sizes may differ from index to index, but
    /// should follow from it: then the content of one sample can be drawn anew while all sizes stay.
    /// </param>
    /// <param name="collate">Gives all arguments of a call from samples.</param>
    /// <typeparam name="TSample">What a sample is: a tensor, a tuple, a record of tensors.</typeparam>
    /// <example>
    /// <code>
    /// subject.WithSamples(
    ///     sample: i => torch.randint(60, 3 + (i % 3)),
    ///     collate: bags => [torch.cat([.. bags]), Offsets(bags)]);
    /// </code>
    /// </example>
    public ModelSubject WithSamples<TSample>(Func<long, TSample> sample, Func<IReadOnlyList<TSample>, object?[]> collate) =>
        WithSamples(new SampleRecipe(index => sample(index), samples => collate([.. samples.Cast<TSample>()]), null));

    /// <summary>
    /// Declares samples, how they become the arguments of one call, and which part of the output belongs to which of them
    /// (the nodes of each graph).
    /// </summary>
    /// <param name="sample">
    /// Makes one sample of the given index, in any structure that holds tensors. Its sizes may differ from index to index, but
    /// should follow from it: then the content of one sample can be drawn anew while all sizes stay.
    /// </param>
    /// <param name="collate">Gives all arguments of a call from samples.</param>
    /// <param name="split">Gives, from the output and the samples of the call, the part of each sample, in their order.</param>
    /// <typeparam name="TSample">What a sample is: a tensor, a tuple, a record of tensors.</typeparam>
    /// <typeparam name="TOutput">The type of the output.</typeparam>
    public ModelSubject WithSamples<TSample, TOutput>(
        Func<long, TSample> sample,
        Func<IReadOnlyList<TSample>, object?[]> collate,
        Func<TOutput, IReadOnlyList<TSample>, IReadOnlyList<object?>> split) =>
        WithSamples(new SampleRecipe(
            index => sample(index),
            samples => collate([.. samples.Cast<TSample>()]),
            (output, samples) => split((TOutput)output!, [.. samples.Cast<TSample>()])));

    /// <summary>
    /// Declares one fixed input, where the number of samples cannot be chosen. Fewer samples are had by narrowing it, and more by
    /// repeating some.
    /// </summary>
    /// <param name="make">Gives all arguments of a call.</param>
    /// <param name="batchDimension">
    /// The dimension that counts the samples, in every tensor that has as many elements along it as the first one; where it is
    /// left out, checks that look at samples are skipped.
    /// </param>
    public ModelSubject WithFixedInputs(Func<object?[]> make, int? batchDimension = null) => With(subject =>
    {
        subject.FixedInputs = make;
        subject.BatchDimension = batchDimension;
    });

    /// <summary>Declares other inputs that must work too, such as another image size or sequence length.</summary>
    /// <param name="name">What is other about them, for the report, such as <c>64 by 48 pixels</c>.</param>
    /// <param name="make">Gives all arguments for n samples.</param>
    public ModelSubject AlsoTakes(string name, Func<long, object?[]> make) => With(subject =>
        subject.OtherInputs = new Dictionary<string, Func<long, object?[]>>(subject.OtherInputs) { [name] = make });

    /// <summary>Declares that an argument holds padding, whose content must not matter.</summary>
    /// <param name="argument">The index of the argument that holds padded positions, such as token ids <c>[N, T]</c>.</param>
    /// <param name="mask">
    /// Gives, from the arguments, a boolean tensor <c>[N, T]</c> that is true at padding; it belongs to the leading dimensions
    /// of the argument, and of outputs of the same leading shape.
    /// </param>
    public ModelSubject HasPadding(int argument, Func<object?[], Tensor> mask) => With(subject => subject.Padding = (argument, mask));

    /// <summary>Declares how the project itself saves a model to a file and loads it.</summary>
    /// <param name="save">Writes the state of a model to a path.</param>
    /// <param name="load">Reads the state from a path into a model.</param>
    /// <typeparam name="TModel">The type that <see cref="For"/> builds.</typeparam>
    public ModelSubject PersistsBy<TModel>(Action<TModel, string> save, Action<TModel, string> load) =>
        With(subject => subject.Persistence = ((model, path) => save((TModel)model, path), (model, path) => load((TModel)model, path)));

    /// <summary>Declares how weights that were trained elsewhere are loaded into a model, such as a state of PyTorch.</summary>
    /// <param name="load">Loads the weights into a model that was built afresh.</param>
    /// <param name="except">
    /// Paths of parameters and buffers that start afresh on purpose, in which <c>*</c> stands for anything, such as <c>head.*</c>.
    /// </param>
    /// <typeparam name="TModel">The type that <see cref="For"/> builds.</typeparam>
    /// <example>
    /// <code>
    /// subject.LoadsWeights&lt;ResNet>(model => model.load_py("resnet.pt", strict: false), except: "head.*");
    /// </code>
    /// </example>
    public ModelSubject LoadsWeights<TModel>(Action<TModel> load, params string[] except) => With(subject =>
    {
        subject.WeightsLoader = model => load((TModel)model);
        subject.FreshlyStarted = [.. except.Select(pattern => new DeclaredFact(pattern, "starts afresh"))];
    });

    /// <summary>Declares how to run the subject, where its own <c>call</c> does not say it.</summary>
    /// <param name="forward">Takes what was built and the arguments, and gives the output in any structure.</param>
    /// <typeparam name="TModel">The type that <see cref="For"/> builds.</typeparam>
    public ModelSubject WithForward<TModel>(Func<TModel, object?[], object?> forward) =>
        With(subject => subject.Forward = (model, inputs) => forward((TModel)model, inputs));

    /// <summary>
    /// Declares the loss that training lowers. It is checked with the model, as a <see cref="LossSubject"/> whose predictions are what the
    /// model gives: its results stand under the model's, with the part <c>loss</c>.
    /// </summary>
    /// <param name="loss">Takes the arguments and the output of a call, and gives a scalar.</param>
    /// <param name="facts">
    /// What is known of the loss, such as <c>loss => loss.Reduces(torch.nn.Reduction.Mean)</c>; its argument 0 are all arguments of the
    /// call, 1 is the output.
    /// </param>
    /// <typeparam name="TOutput">The type of the output.</typeparam>
    public ModelSubject WithLoss<TOutput>(
        Func<object?[], TOutput, Tensor> loss,
        Func<LossSubject<object?[], TOutput>, LossSubject<object?[], TOutput>>? facts = null) => With(subject =>
    {
        subject.Loss = (inputs, output) => loss(inputs, (TOutput)output!);
        subject._lossAsPart = model => LossOfModel.Of(model, loss, facts);
    });

    /// <inheritdoc/>
    internal override IReadOnlyList<SubjectPart> Parts => _lossAsPart is null || !HasInputs ? [] : [_lossAsPart(this)];

    /// <summary>Whether no weights are loaded for a parameter or buffer on purpose.</summary>
    internal bool StartsAfresh(string path) => FreshlyStarted.Any(fact => fact.Covers(path));

    private bool HasInputs => MakeInputs is not null || FixedInputs is not null;

    /// <inheritdoc/>
    internal override ISubjectSession OpenSession(long seed) => new ModelSession(this, seed);

    /// <inheritdoc/>
    internal override Subject Traced(Action<string> returned) => ModuleBreadcrumbs.Trace(this, returned);

    /// <inheritdoc/>
    internal override string? SwitchedOff(string checkId) =>
        Facts.SwitchedOff.TryGetValue(checkId, out string? reason) ? $"Switched off: {reason}" : null;

    /// <inheritdoc/>
    internal override string? DeviceName => _device;

    /// <inheritdoc/>
    internal override Subject OnDevice(string device) => With(subject => subject._device ??= device);

    /// <summary>The same subject, built in another way, and where that puts it.</summary>
    internal ModelSubject BuiltBy(Func<object> build) => With(subject => (subject.Build, subject._isPlaced) = (build, true));

    private static Func<object> Placing(Func<object> build, Device device) => () =>
    {
        object model = build();
        foreach (nn.Module root in ModelStructure.RootsOf(model))
        {
            root.to(device);
        }

        return model;
    };

    private object?[] Placed(object?[] arguments)
    {
        var device = new Device(_device!);
        return (object?[])TensorTree.Map(arguments, (_, tensor) => tensor.detach().to(device).requires_grad_(tensor.requires_grad))!;
    }

    private ModelSubject WithSamples(SampleRecipe recipe) => With(subject =>
    {
        subject.MakeInputs = recipe.MakeInputs;
        subject.Samples = recipe;
    });

    private ModelSubject WithFacts(Func<ModelFacts, ModelFacts> change) => With(subject => subject.Facts = change(subject.Facts));

    private ModelSubject With(Action<ModelSubject> change)
    {
        var copy = (ModelSubject)MemberwiseClone();
        change(copy);
        return copy;
    }
}
