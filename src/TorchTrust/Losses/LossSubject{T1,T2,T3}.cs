using TorchTrust.Losses;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust;

/// <summary>A loss of three arguments, such as prediction, target and mask; made by <see cref="LossSubject"/>.</summary>
/// <typeparam name="T1">The type of the first argument.</typeparam>
/// <typeparam name="T2">The type of the second argument.</typeparam>
/// <typeparam name="T3">The type of the third argument.</typeparam>
public sealed class LossSubject<T1, T2, T3> : LossDeclarations<LossSubject<T1, T2, T3>>
{
    internal LossSubject(LossRecipe recipe)
        : base(recipe)
    {
    }

    /// <inheritdoc cref="LossSubject{T1, T2}.WithArguments"/>
    public LossSubject<T1, T2, T3> WithArguments(Func<long, (T1, T2, T3)> make) => MadeBy(n => Items(make(n)));

    /// <inheritdoc cref="LossSubject{T1, T2}.IsBestAt(Func{T2, T1})"/>
    public LossSubject<T1, T2, T3> IsBestAt(Func<T2, T3, T1> best) =>
        BestAt(arguments => [best((T2)arguments[1]!, (T3)arguments[2]!), .. arguments.Skip(1)]);

    /// <inheritdoc cref="LossSubject{T1, T2}.IsBestAt(Func{T1, T2, ValueTuple{T1, T2}})"/>
    public LossSubject<T1, T2, T3> IsBestAt(Func<T1, T2, T3, (T1, T2, T3)> best) => BestAt(arguments => Items(On(best, arguments)));

    /// <inheritdoc cref="LossSubject{T1, T2}.HasMask"/>
    public LossSubject<T1, T2, T3> HasMask(Func<T1, T2, T3, Tensor> counts) => CountedBy(arguments => On(counts, arguments));

    /// <inheritdoc cref="LossSubject{T1, T2}.HasLengths"/>
    public LossSubject<T1, T2, T3> HasLengths(Func<T1, T2, T3, Tensor> lengths, int time, int argument = 0) =>
        CountedUpTo(all => On(lengths, all), time, argument);

    /// <inheritdoc cref="LossSubject{T1, T2}.Matches(string, Func{T1, T2, Tensor}, double)"/>
    public LossSubject<T1, T2, T3> Matches(
        string reference, Func<T1, T2, T3, Tensor> value, double tolerance = LossReference.DefaultTolerance) =>
        MatchedBy(LossReference.Computed(reference, arguments => On(value, arguments), tolerance));

    /// <inheritdoc cref="LossSubject{T1, T2}.Matches(string, Func{T1, T2, Tensor}, double)"/>
    public LossSubject<T1, T2, T3> Matches(
        string reference, Func<T1, T2, T3, double> value, double tolerance = LossReference.DefaultTolerance) =>
        MatchedBy(LossReference.Computed(reference, arguments => tensor(On(value, arguments)), tolerance));

    /// <inheritdoc cref="LossSubject{T1, T2}.MatchesTable"/>
    public LossSubject<T1, T2, T3> MatchesTable(
        string reference,
        Func<IReadOnlyList<((T1, T2, T3) Arguments, double Value)>> table,
        double tolerance = LossReference.DefaultTolerance) =>
        MatchedBy(LossReference.Tabulated(
            reference, () => [.. table().Select(row => (Items(row.Arguments), row.Value))], tolerance));

    /// <inheritdoc cref="LossSubject{T1, T2}.IsInvariantTo"/>
    public LossSubject<T1, T2, T3> IsInvariantTo(string change, Func<T1, T2, T3, (T1, T2, T3)> arguments) =>
        RelatedBy(new(RelationKind.Invariant, change, all => Items(On(arguments, all))));

    /// <inheritdoc cref="LossSubject{T1, T2}.IsEquivariantTo"/>
    public LossSubject<T1, T2, T3> IsEquivariantTo(string change, Func<T1, T2, T3, (T1, T2, T3)> arguments, Func<Tensor, Tensor> value) =>
        RelatedBy(new(RelationKind.Equivariant, change, all => Items(On(arguments, all)), Following(value)));

    /// <inheritdoc cref="LossSubject{T1, T2}.IsSensitiveTo"/>
    public LossSubject<T1, T2, T3> IsSensitiveTo(string change, Func<T1, T2, T3, (T1, T2, T3)> arguments) =>
        RelatedBy(new(RelationKind.Sensitive, change, all => Items(On(arguments, all))));

    /// <inheritdoc cref="LossSubject{T1, T2}.IsRaisedBy"/>
    public LossSubject<T1, T2, T3> IsRaisedBy(string change, Func<T1, T2, T3, (T1, T2, T3)> arguments) =>
        RelatedBy(new(RelationKind.Raised, change, all => Items(On(arguments, all))));

    private static object?[] Items((T1, T2, T3) arguments) => [arguments.Item1, arguments.Item2, arguments.Item3];

    private static TResult On<TResult>(Func<T1, T2, T3, TResult> function, object?[] arguments) =>
        function((T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!);
}
