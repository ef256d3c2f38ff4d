using TorchTrust.Losses;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust;

/// <summary>A loss of two arguments, such as prediction and target; made by <see cref="LossSubject"/>.</summary>
/// <typeparam name="T1">The type of the first argument.</typeparam>
/// <typeparam name="T2">The type of the second argument.</typeparam>
public sealed class LossSubject<T1, T2> : LossDeclarations<LossSubject<T1, T2>>
{
    internal LossSubject(LossRecipe recipe)
        : base(recipe)
    {
    }

    /// <summary>Declares how to make the arguments for n samples.</summary>
    /// <param name="make">
    /// Gives the arguments; the dimension that grows with n is the batch, and what does not grow is shared by all samples.
    /// </param>
    public LossSubject<T1, T2> WithArguments(Func<long, (T1, T2)> make) => MadeBy(n => Items(make(n)));

    /// <summary>Declares where the loss is least, if the first argument is the only prediction.</summary>
    /// <param name="best">Gives the best first argument for the others; finite, such as 50 for a logit that should be sure.</param>
    public LossSubject<T1, T2> IsBestAt(Func<T2, T1> best) =>
        BestAt(arguments => [best((T2)arguments[1]!), .. arguments.Skip(1)]);

    /// <summary>Declares where the loss is least, if there are several predictions.</summary>
    /// <param name="best">Gives, from any arguments, those of least loss that have the same targets.</param>
    public LossSubject<T1, T2> IsBestAt(Func<T1, T2, (T1, T2)> best) => BestAt(arguments => Items(On(best, arguments)));

    /// <summary>Declares which elements count.</summary>
    /// <param name="counts">
    /// Gives, from the arguments, a tensor that is true (or not 0) at what counts. It has the shape of a prediction without its
    /// dimension of classes, or of its leading dimensions, such as <c>[N, T]</c>.
    /// </param>
    public LossSubject<T1, T2> HasMask(Func<T1, T2, Tensor> counts) => CountedBy(arguments => On(counts, arguments));

    /// <summary>Declares how many positions of each sample count.</summary>
    /// <param name="lengths">Gives, from the arguments, the lengths, whole numbers of the shape <c>[N]</c>.</param>
    /// <param name="time">The dimension of positions.</param>
    /// <param name="argument">The argument that has these lengths, counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such argument.</exception>
    public LossSubject<T1, T2> HasLengths(Func<T1, T2, Tensor> lengths, int time, int argument = 0) =>
        CountedUpTo(all => On(lengths, all), time, argument);

    /// <summary>Declares a reference: a closed form, another implementation, or an integral (<see cref="NumericalIntegral"/>).</summary>
    /// <param name="reference">What it is, for the report, such as <c>the closed form</c>.</param>
    /// <param name="value">Gives the value that the loss must have, in the same shape, from float64 arguments.</param>
    /// <param name="tolerance">The relative error that the reference itself may have.</param>
    /// <exception cref="ArgumentException">The name is empty, or the tolerance is not positive.</exception>
    public LossSubject<T1, T2> Matches(
        string reference, Func<T1, T2, Tensor> value, double tolerance = LossReference.DefaultTolerance) =>
        MatchedBy(LossReference.Computed(reference, arguments => On(value, arguments), tolerance));

    /// <inheritdoc cref="LossSubject{T1, T2}.Matches(string, Func{T1, T2, Tensor}, double)"/>
    public LossSubject<T1, T2> Matches(
        string reference, Func<T1, T2, double> value, double tolerance = LossReference.DefaultTolerance) =>
        MatchedBy(LossReference.Computed(reference, arguments => tensor(On(value, arguments)), tolerance));

    /// <summary>Declares a table of values as a reference, such as values that were worked out by hand.</summary>
    /// <param name="reference">What it is, for the report, such as <c>worked out by hand</c>.</param>
    /// <param name="table">Makes the rows: arguments, and the value that the loss has there.</param>
    /// <param name="tolerance">The relative error that the values may have, such as 1e-4 where they were rounded.</param>
    /// <exception cref="ArgumentException">The name is empty, or the tolerance is not positive.</exception>
    public LossSubject<T1, T2> MatchesTable(
        string reference,
        Func<IReadOnlyList<((T1, T2) Arguments, double Value)>> table,
        double tolerance = LossReference.DefaultTolerance) =>
        MatchedBy(LossReference.Tabulated(
            reference, () => [.. table().Select(row => (Items(row.Arguments), row.Value))], tolerance));

    /// <summary>Declares a change of the arguments that leaves the value as it is.</summary>
    /// <param name="change">What is changed, for the report, such as <c>the same shift of all logits</c>.</param>
    /// <param name="arguments">Gives changed arguments from the arguments. What it draws is the same each time.</param>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    public LossSubject<T1, T2> IsInvariantTo(string change, Func<T1, T2, (T1, T2)> arguments) =>
        RelatedBy(new(RelationKind.Invariant, change, all => Items(On(arguments, all))));

    /// <summary>Declares a change of the arguments that the value follows.</summary>
    /// <param name="change">What is changed, for the report, such as <c>the same shift of all logits</c>.</param>
    /// <param name="arguments">Gives changed arguments from the arguments. What it draws is the same each time.</param>
    /// <param name="value">Gives the value that must then come out, from the value before.</param>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    public LossSubject<T1, T2> IsEquivariantTo(string change, Func<T1, T2, (T1, T2)> arguments, Func<Tensor, Tensor> value) =>
        RelatedBy(new(RelationKind.Equivariant, change, all => Items(On(arguments, all)), Following(value)));

    /// <summary>Declares a change of the arguments that must not leave the value as it is, such as another order of the words.</summary>
    /// <param name="change">What is changed, for the report, such as <c>the same shift of all logits</c>.</param>
    /// <param name="arguments">Gives changed arguments from the arguments. What it draws is the same each time.</param>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    public LossSubject<T1, T2> IsSensitiveTo(string change, Func<T1, T2, (T1, T2)> arguments) =>
        RelatedBy(new(RelationKind.Sensitive, change, all => Items(On(arguments, all))));

    /// <summary>Declares a change of the arguments to the worse, which must raise the value.</summary>
    /// <param name="change">What is changed, for the report, such as <c>the same shift of all logits</c>.</param>
    /// <param name="arguments">Gives changed arguments from the arguments. What it draws is the same each time.</param>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    public LossSubject<T1, T2> IsRaisedBy(string change, Func<T1, T2, (T1, T2)> arguments) =>
        RelatedBy(new(RelationKind.Raised, change, all => Items(On(arguments, all))));

    private static object?[] Items((T1, T2) arguments) => [arguments.Item1, arguments.Item2];

    private static TResult On<TResult>(Func<T1, T2, TResult> function, object?[] arguments) =>
        function((T1)arguments[0]!, (T2)arguments[1]!);
}
