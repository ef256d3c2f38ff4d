using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust;

/// <content>
/// What only the user knows: what becomes of the output when the input is changed. Outputs have the paths that results name, such as
/// <c>Item1</c> of a tuple.
/// </content>
public sealed partial class ModelSubject
{
    /// <summary>
    /// Declares a change of the first argument that leaves the output as it is, such as another order of the points of a set.
    /// </summary>
    /// <param name="change">What is changed, for the report, such as <c>the order of the points</c>.</param>
    /// <param name="input">Gives the changed argument, in any shape that the model takes. What it draws is the same each time.</param>
    /// <param name="outputs">The path of the output that it holds for, in which <c>*</c> stands for anything; every one if left
    /// out.</param>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    /// <example>
    /// <code>
    /// subject.IsInvariantTo("the order of the points", points => points.flip(1));
    /// </code>
    /// </example>
    public ModelSubject IsInvariantTo(string change, Func<Tensor, Tensor> input, string outputs = "*") =>
        RelatedBy(new(RelationKind.Invariant, change, First(input)), outputs);

    /// <summary>Declares a change of the arguments that leaves the output as it is.</summary>
    /// <param name="change">What is changed, for the report, such as <c>the order of the points</c>.</param>
    /// <param name="inputs">Gives all arguments of a call, changed. What it draws is the same each time.</param>
    /// <param name="outputs">The path of the output that it holds for, in which <c>*</c> stands for anything; every one if left
    /// out.</param>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    public ModelSubject IsInvariantTo(string change, Func<object?[], object?[]> inputs, string outputs = "*") =>
        RelatedBy(new(RelationKind.Invariant, change, inputs), outputs);

    /// <summary>
    /// Declares a change of the first argument that the output follows, such as a segmentation that turns with its image.
    /// </summary>
    /// <param name="change">What is changed, for the report, such as <c>a turn of the image</c>.</param>
    /// <param name="input">Gives the changed argument, in any shape that the model takes. What it draws is the same each time.</param>
    /// <param name="output">Gives, from the output before, the one that must come out after the change.</param>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    /// <example>
    /// <code>
    /// subject.IsEquivariantTo("a turn of the image", image => image.rot90(1, (2, 3)), mask => mask.rot90(1, (2, 3)));
    /// </code>
    /// </example>
    public ModelSubject IsEquivariantTo(string change, Func<Tensor, Tensor> input, Func<Tensor, Tensor> output) =>
        RelatedBy(new(RelationKind.Equivariant, change, First(input), before => output((Tensor)before!)), "*");

    /// <summary>Declares a change of the arguments that the output follows.</summary>
    /// <param name="change">What is changed, for the report, such as <c>a turn of the image</c>.</param>
    /// <param name="inputs">Gives all arguments of a call, changed. What it draws is the same each time.</param>
    /// <param name="output">Gives, from the output before, the one that must come out after the change.</param>
    /// <param name="outputs">The path of the output that it holds for, in which <c>*</c> stands for anything; every one if left
    /// out.</param>
    /// <typeparam name="TOutput">The type of the output.</typeparam>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    public ModelSubject IsEquivariantTo<TOutput>(
        string change, Func<object?[], object?[]> inputs, Func<TOutput, TOutput> output, string outputs = "*") =>
        RelatedBy(new(RelationKind.Equivariant, change, inputs, before => output((TOutput)before!)), outputs);

    /// <summary>Declares a change of the first argument that must show in the output, such as another order of the words.</summary>
    /// <param name="change">What is changed, for the report, such as <c>the order of the words</c>.</param>
    /// <param name="input">Gives the changed argument, in any shape that the model takes. What it draws is the same each time.</param>
    /// <param name="outputs">The path of the output that it holds for, in which <c>*</c> stands for anything; every one if left
    /// out.</param>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    /// <example>
    /// <code>
    /// subject.IsSensitiveTo("the order of the words", tokens => tokens.flip(1));
    /// </code>
    /// </example>
    public ModelSubject IsSensitiveTo(string change, Func<Tensor, Tensor> input, string outputs = "*") =>
        RelatedBy(new(RelationKind.Sensitive, change, First(input)), outputs);

    /// <summary>Declares a change of the arguments that must show in the output.</summary>
    /// <param name="change">What is changed, for the report, such as <c>the order of the words</c>.</param>
    /// <param name="inputs">Gives all arguments of a call, changed. What it draws is the same each time.</param>
    /// <param name="outputs">The path of the output that it holds for, in which <c>*</c> stands for anything; every one if left
    /// out.</param>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    public ModelSubject IsSensitiveTo(string change, Func<object?[], object?[]> inputs, string outputs = "*") =>
        RelatedBy(new(RelationKind.Sensitive, change, inputs), outputs);

    /// <summary>
    /// Declares a change of the first argument that raises the output by the construction of the model, such as a price that never falls
    /// where a house is larger: no element falls, and some rise.
    /// </summary>
    /// <param name="change">What is changed, for the report, such as <c>more rooms</c>.</param>
    /// <param name="input">Gives the changed argument. What it draws is the same each time.</param>
    /// <param name="outputs">The path of the output that it holds for, in which <c>*</c> stands for anything; every one if left
    /// out.</param>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    /// <example>
    /// <code>
    /// subject.IsRaisedBy("more rooms", houses => houses + torch.tensor(new[] { 1f, 0f, 0f }));
    /// </code>
    /// </example>
    public ModelSubject IsRaisedBy(string change, Func<Tensor, Tensor> input, string outputs = "*") =>
        RelatedBy(new(RelationKind.Raised, change, First(input)), outputs);

    /// <summary>Declares a change of the arguments that raises the output by the construction of the model.</summary>
    /// <param name="change">What is changed, for the report, such as <c>more rooms</c>.</param>
    /// <param name="inputs">Gives all arguments of a call, changed. What it draws is the same each time.</param>
    /// <param name="outputs">The path of the output that it holds for, in which <c>*</c> stands for anything; every one if left
    /// out.</param>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    public ModelSubject IsRaisedBy(string change, Func<object?[], object?[]> inputs, string outputs = "*") =>
        RelatedBy(new(RelationKind.Raised, change, inputs), outputs);

    /// <summary>Declares a change of the first argument that lowers the output by the construction of the model.</summary>
    /// <param name="change">What is changed, for the report, such as <c>a longer way</c>.</param>
    /// <param name="input">Gives the changed argument. What it draws is the same each time.</param>
    /// <param name="outputs">The path of the output that it holds for, in which <c>*</c> stands for anything; every one if left
    /// out.</param>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    public ModelSubject IsLoweredBy(string change, Func<Tensor, Tensor> input, string outputs = "*") =>
        RelatedBy(new(RelationKind.Lowered, change, First(input)), outputs);

    /// <summary>Declares a change of the arguments that lowers the output by the construction of the model.</summary>
    /// <param name="change">What is changed, for the report, such as <c>a longer way</c>.</param>
    /// <param name="inputs">Gives all arguments of a call, changed. What it draws is the same each time.</param>
    /// <param name="outputs">The path of the output that it holds for, in which <c>*</c> stands for anything; every one if left
    /// out.</param>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    public ModelSubject IsLoweredBy(string change, Func<object?[], object?[]> inputs, string outputs = "*") =>
        RelatedBy(new(RelationKind.Lowered, change, inputs), outputs);

    private static Func<object?[], object?[]> First(Func<Tensor, Tensor> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return all => [input((Tensor)all[0]!), .. all.Skip(1)];
    }

    private ModelSubject RelatedBy(Relation relation, string outputs) =>
        WithFacts(facts => facts with { Relations = [.. facts.Relations, relation with { Outputs = outputs }] });
}
