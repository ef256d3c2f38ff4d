using TorchTrust.Losses;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust;

/// <summary>A loss of four arguments, such as prediction, target and the lengths of both; made by <see cref="LossSubject"/>.</summary>
/// <typeparam name="T1">The type of the first argument.</typeparam>
/// <typeparam name="T2">The type of the second argument.</typeparam>
/// <typeparam name="T3">The type of the third argument.</typeparam>
/// <typeparam name="T4">The type of the fourth argument.</typeparam>
public sealed class LossSubject<T1, T2, T3, T4> : LossDeclarations<LossSubject<T1, T2, T3, T4>>
{
    internal LossSubject(LossRecipe recipe)
        : base(recipe)
    {
    }

    /// <inheritdoc cref="LossSubject{T1, T2}.WithArguments"/>
    public LossSubject<T1, T2, T3, T4> WithArguments(Func<long, (T1, T2, T3, T4)> make) => MadeBy(n => Items(make(n)));

    /// <inheritdoc cref="LossSubject{T1, T2}.IsBestAt(Func{T2, T1})"/>
    public LossSubject<T1, T2, T3, T4> IsBestAt(Func<T2, T3, T4, T1> best) =>
        BestAt(arguments => [best((T2)arguments[1]!, (T3)arguments[2]!, (T4)arguments[3]!), .. arguments.Skip(1)]);

    /// <inheritdoc cref="LossSubject{T1, T2}.IsBestAt(Func{T1, T2, ValueTuple{T1, T2}})"/>
    public LossSubject<T1, T2, T3, T4> IsBestAt(Func<T1, T2, T3, T4, (T1, T2, T3, T4)> best) =>
        BestAt(arguments => Items(On(best, arguments)));

    /// <inheritdoc cref="LossSubject{T1, T2}.HasMask"/>
    public LossSubject<T1, T2, T3, T4> HasMask(Func<T1, T2, T3, T4, Tensor> counts) => CountedBy(arguments => On(counts, arguments));

    /// <inheritdoc cref="LossSubject{T1, T2}.HasLengths"/>
    public LossSubject<T1, T2, T3, T4> HasLengths(Func<T1, T2, T3, T4, Tensor> lengths, int time, int argument = 0) =>
        CountedUpTo(all => On(lengths, all), time, argument);

    /// <inheritdoc cref="LossSubject{T1, T2}.Matches(string, Func{T1, T2, Tensor}, double)"/>
    public LossSubject<T1, T2, T3, T4> Matches(
        string reference, Func<T1, T2, T3, T4, Tensor> value, double tolerance = LossReference.DefaultTolerance) =>
        MatchedBy(LossReference.Computed(reference, arguments => On(value, arguments), tolerance));

    /// <inheritdoc cref="LossSubject{T1, T2}.Matches(string, Func{T1, T2, Tensor}, double)"/>
    public LossSubject<T1, T2, T3, T4> Matches(
        string reference, Func<T1, T2, T3, T4, double> value, double tolerance = LossReference.DefaultTolerance) =>
        MatchedBy(LossReference.Computed(reference, arguments => tensor(On(value, arguments)), tolerance));

    /// <inheritdoc cref="LossSubject{T1, T2}.MatchesTable"/>
    public LossSubject<T1, T2, T3, T4> MatchesTable(
        string reference,
        Func<IReadOnlyList<((T1, T2, T3, T4) Arguments, double Value)>> table,
        double tolerance = LossReference.DefaultTolerance) =>
        MatchedBy(LossReference.Tabulated(
            reference, () => [.. table().Select(row => (Items(row.Arguments), row.Value))], tolerance));

    /// <inheritdoc cref="LossSubject{T1, T2}.IsInvariantTo"/>
    public LossSubject<T1, T2, T3, T4> IsInvariantTo(string change, Func<T1, T2, T3, T4, (T1, T2, T3, T4)> arguments) =>
        RelatedBy(new(RelationKind.Invariant, change, all => Items(On(arguments, all))));

    /// <inheritdoc cref="LossSubject{T1, T2}.IsEquivariantTo"/>
    public LossSubject<T1, T2, T3, T4> IsEquivariantTo(
        string change, Func<T1, T2, T3, T4, (T1, T2, T3, T4)> arguments, Func<Tensor, Tensor> value) =>
        RelatedBy(new(RelationKind.Equivariant, change, all => Items(On(arguments, all)), Following(value)));

    /// <inheritdoc cref="LossSubject{T1, T2}.IsSensitiveTo"/>
    public LossSubject<T1, T2, T3, T4> IsSensitiveTo(string change, Func<T1, T2, T3, T4, (T1, T2, T3, T4)> arguments) =>
        RelatedBy(new(RelationKind.Sensitive, change, all => Items(On(arguments, all))));

    /// <inheritdoc cref="LossSubject{T1, T2}.IsRaisedBy"/>
    public LossSubject<T1, T2, T3, T4> IsRaisedBy(string change, Func<T1, T2, T3, T4, (T1, T2, T3, T4)> arguments) =>
        RelatedBy(new(RelationKind.Raised, change, all => Items(On(arguments, all))));

    private static object?[] Items((T1, T2, T3, T4) arguments) => [arguments.Item1, arguments.Item2, arguments.Item3, arguments.Item4];

    private static TResult On<TResult>(Func<T1, T2, T3, T4, TResult> function, object?[] arguments) =>
        function((T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!, (T4)arguments[3]!);
}
