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
public sealed class ModelSubject : Subject
{
    private readonly bool _exists;

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
    internal Func<object> Build { get; private set; }

    /// <summary>Makes the arguments of a call for n samples; null where only a fixed input is known.</summary>
    internal Func<long, object?[]>? MakeInputs { get; private set; }

    /// <summary>Makes the arguments of a call where the number of samples cannot be chosen.</summary>
    internal Func<object?[]>? FixedInputs { get; private set; }

    /// <summary>Runs the subject on the arguments; null to derive it from the module's own <c>call</c>.</summary>
    internal Func<object, object?[], object?>? Forward { get; private set; }

    /// <summary>The scalar that training lowers, from the arguments and the output.</summary>
    internal Func<object?[], object?, Tensor>? Loss { get; private set; }

    /// <summary>What is declared.</summary>
    internal ModelFacts Facts { get; private set; } = new();

    /// <summary>A model that can be built as often as needed.</summary>
    /// <param name="build">Builds a fresh module, or an object whose fields hold several (a GAN, teacher and student).</param>
    /// <param name="name">The name in results; the type's name if left out.</param>
    /// <typeparam name="TModel">The type of the module or of the object that holds several.</typeparam>
    public static ModelSubject For<TModel>(Func<TModel> build, string? name = null)
        where TModel : class =>
        new(name ?? typeof(TModel).Name, build, exists: false);

    /// <summary>A model that already exists: trained, loaded, or from a container. It comes back bit for bit.</summary>
    /// <param name="model">The module, or an object whose fields hold several.</param>
    /// <param name="name">The name in results; the type's name if left out.</param>
    public static ModelSubject Of(object model, string? name = null) => new(name ?? model.GetType().Name, () => model, exists: true);

    /// <summary>Declares how to make the one input for n samples.</summary>
    /// <param name="make">Gives a tensor of which the dimension that grows with n is the batch, such as <c>[n, 1, 32, 32]</c>.</param>
    public ModelSubject WithInput(Func<long, Tensor> make) => WithInputs(n => [make(n)]);

    /// <summary>Declares how to make all arguments of a call for n samples.</summary>
    /// <param name="make">
    /// Gives the arguments: tensors, lists, tuples, dictionaries or records of tensors, or plain values. The dimension that
    /// grows with n is the batch; what does not grow is shared by all samples.
    /// </param>
    public ModelSubject WithInputs(Func<long, object?[]> make) => With(subject => subject.MakeInputs = make);

    /// <summary>Declares one fixed input, where the number of samples cannot be chosen. Checks that need n are skipped.</summary>
    public ModelSubject WithFixedInputs(Func<object?[]> make) => With(subject => subject.FixedInputs = make);

    /// <summary>Declares how to run the subject, where its own <c>call</c> does not say it.</summary>
    /// <param name="forward">Takes what was built and the arguments, and gives the output in any structure.</param>
    /// <typeparam name="TModel">The type that <see cref="For"/> builds.</typeparam>
    public ModelSubject WithForward<TModel>(Func<TModel, object?[], object?> forward) =>
        With(subject => subject.Forward = (model, inputs) => forward((TModel)model, inputs));

    /// <summary>Declares the loss that training lowers.</summary>
    /// <param name="loss">Takes the arguments and the output of a call, and gives a scalar.</param>
    /// <typeparam name="TOutput">The type of the output.</typeparam>
    public ModelSubject WithLoss<TOutput>(Func<object?[], TOutput, Tensor> loss) =>
        With(subject => subject.Loss = (inputs, output) => loss(inputs, (TOutput)output!));

    /// <summary>Declares parameters that are frozen on purpose.</summary>
    /// <param name="pattern">A path in which <c>*</c> stands for anything, such as <c>backbone.*</c>.</param>
    /// <param name="reason">Why, for the report.</param>
    public ModelSubject FreezesOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { Frozen = [.. facts.Frozen, new(pattern, reason)] });

    /// <summary>Declares parameters that get no gradient on purpose, such as a codebook or the target of a stop-gradient.</summary>
    /// <inheritdoc cref="FreezesOnPurpose"/>
    public ModelSubject StopsGradientsOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { StoppedGradients = [.. facts.StoppedGradients, new(pattern, reason)] });

    /// <summary>Declares fields that hold modules or tensors which are kept out of the state on purpose.</summary>
    /// <inheritdoc cref="FreezesOnPurpose"/>
    public ModelSubject KeepsUnregisteredOnPurpose(string pattern, string reason) =>
        WithFacts(facts => facts with { Unregistered = [.. facts.Unregistered, new(pattern, reason)] });

    /// <summary>Declares that samples of a batch influence each other on purpose.</summary>
    /// <param name="reason">Why, for the report.</param>
    public ModelSubject MixesSamplesOnPurpose(string reason) =>
        WithFacts(facts => facts with { MixesSamples = new("*", reason) });

    /// <summary>Declares that the output in eval mode is random on purpose.</summary>
    /// <inheritdoc cref="MixesSamplesOnPurpose"/>
    public ModelSubject IsRandomInEvalOnPurpose(string reason) =>
        WithFacts(facts => facts with { RandomInEval = new("*", reason) });

    /// <summary>Declares that the model keeps state from call to call on purpose.</summary>
    /// <inheritdoc cref="MixesSamplesOnPurpose"/>
    public ModelSubject KeepsStateOnPurpose(string reason) =>
        WithFacts(facts => facts with { KeepsState = new("*", reason) });

    /// <summary>Declares that outputs at a position must not depend on inputs at later positions.</summary>
    /// <param name="dimension">The dimension of positions, in inputs and outputs alike.</param>
    public ModelSubject IsCausal(int dimension) => WithFacts(facts => facts with { CausalDimension = dimension });

    /// <summary>Declares the closed range of values that inputs may take.</summary>
    public ModelSubject WithInputRange(double minimum, double maximum) =>
        WithFacts(facts => facts with { InputRange = (minimum, maximum) });

    /// <summary>Switches a check off for this subject.</summary>
    /// <param name="checkId">The id of the check.</param>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public ModelSubject Skip(string checkId, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return WithFacts(facts => facts with
        {
            SwitchedOff = new Dictionary<string, string>(facts.SwitchedOff) { [checkId] = reason },
        });
    }

    /// <inheritdoc/>
    internal override string? SwitchedOff(string checkId) =>
        Facts.SwitchedOff.TryGetValue(checkId, out string? reason) ? $"Switched off: {reason}" : null;

    /// <summary>The same subject, built in another way.</summary>
    internal ModelSubject BuiltBy(Func<object> build) => With(subject => subject.Build = build);

    private ModelSubject WithFacts(Func<ModelFacts, ModelFacts> change) => With(subject => subject.Facts = change(subject.Facts));

    private ModelSubject With(Action<ModelSubject> change)
    {
        var copy = (ModelSubject)MemberwiseClone();
        change(copy);
        return copy;
    }
}
