using TorchTrust.Checks;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>
/// Decides what becomes of the output when a user's own change is made to the input. Equal bits are no change. Where bits differ, the
/// output's sensitivity to rounding tells a change from another order of the same sums, in float64 where float32 cannot say.
/// </summary>
/// <remarks>
/// A change, too, may round: a turn by an angle is one of float32, whatever it is applied to. Where the change of float64 values is that of
/// float32 values bit for bit, it rounds nothing, and float64 decides by its own units; else by those of float32, with the rounding of
/// the model out of the way.
/// </remarks>
internal sealed class RelationJudge(ModelSession session, CheckContext context)
{
    private const ForwardMode Mode = ForwardMode.Eval;
    private const double UnitsOfDoubleInSingle = 1L << 29;

    /// <summary>Of what size something is, beside rounding.</summary>
    internal enum Extent
    {
        /// <summary>Nothing, or rounding.</summary>
        None,

        /// <summary>More than rounding explains, less than a change makes; or something stands in the way.</summary>
        Untold,

        /// <summary>It is there.</summary>
        Some,
    }

    /// <summary>What was seen of one relation, on one batch, at one point.</summary>
    /// <param name="Against">How much of the output is otherwise than declared.</param>
    /// <param name="For">How much of it shows the change as declared, where that is demanded.</param>
    internal sealed record Judgement(Extent Against, Extent For)
    {
        /// <summary>What is otherwise, in words that follow a colon; or what stands in the way.</summary>
        public string? What { get; init; }

        /// <summary>The sample that shows it most.</summary>
        public long? Sample { get; init; }

        /// <summary>The measured numbers.</summary>
        public IReadOnlyDictionary<string, double> Numbers { get; init; } = new Dictionary<string, double>();

        /// <summary>The change has done nothing, so that nothing follows.</summary>
        public bool IsVoid { get; init; }

        /// <summary>Neither is told, for a reason.</summary>
        public static Judgement Untold(string why) => new(Extent.Untold, Extent.Untold) { What = why };
    }

    /// <summary>Where a relation is asked: what has been learned holds at no other point than where it was.</summary>
    public IEnumerable<ParameterPoint> Points =>
        session.Subject.Lifetime == SubjectLifetime.Fresh ? Enum.GetValues<ParameterPoint>() : [ParameterPoint.AsBuilt];

    /// <summary>The inputs of a draw, before and after the change.</summary>
    /// <exception cref="SubjectException">The change threw.</exception>
    public (ModelInputs Before, ModelInputs After) Inputs(Relation relation, long draw)
    {
        ModelInputs inputs = session.Inputs(draw: draw);
        return (inputs, inputs.Declared(Changed(relation, inputs)));
    }

    /// <summary>Decides for one batch, at the present point.</summary>
    public Judgement Judge(Relation relation, long draw)
    {
        using var scope = NewDisposeScope();
        (ModelInputs inputs, ModelInputs changed) = Inputs(relation, draw);
        if (inputs.Leaves.Count == changed.Leaves.Count && !Perturbation.Changes(inputs, changed))
        {
            return new Judgement(Extent.None, Extent.None) { IsVoid = true };
        }

        ForwardResult before = session.Run(inputs, Mode);
        ForwardResult after;
        try
        {
            after = session.Run(changed, Mode);
        }
        catch (AlteredSubjectException thrown)
        {
            return Judgement.Untold(thrown.Message);
        }
        catch (SubjectException thrown) when (thrown is not (InstrumentedSubjectException or KeptStateException))
        {
            return new Judgement(Extent.Some, Extent.Untold) { What = $"the model refuses what the input becomes: {thrown.Message}" };
        }

        if (!TensorBits.AreEqual(before.Noise, after.Noise))
        {
            return Judgement.Untold("after the change the model draws another amount of noise");
        }

        if (session.Point == ParameterPoint.Generic && (Outputs.LosesFiniteness(before, after) || Outputs.LosesFiniteness(after, before)))
        {
            return Judgement.Untold("the output is not finite at the generic point");
        }

        var single = new Comparison(this, session, relation, inputs, before, changed, after, draw);
        Judgement judgement = single.Decide(Thresholds.RoundingInSingle, Thresholds.FaultInSingle);
        if (!IsDecided(relation, judgement))
        {
            judgement = InDouble(single) ?? judgement;
        }

        return judgement.Against == Extent.Some && !relation.DemandsInfluence && IsRandom(inputs, before)
            ? Judgement.Untold("the output is random in eval mode, and noise falls otherwise on a changed input")
            : judgement;
    }

    private static bool IsDecided(Relation relation, Judgement judgement) =>
        judgement.Against != Extent.Untold && (judgement.For != Extent.Untold || !relation.DemandsInfluence);

    private object?[] Changed(Relation relation, ModelInputs inputs) =>
        RelationProbe.Changed(relation, inputs.Arguments, session.Seed + 900);

    /// <summary>A mutant has been seen to differ from a model of which this was asked.</summary>
    private bool IsRandom(ModelInputs inputs, ForwardResult before) =>
        !context.IsTrial && !Outputs.AreEqual(before, session.Run(inputs, Mode, noise: 1));

    private Judgement? InDouble(Comparison single)
    {
        if (!context.MayAbort)
        {
            return null;
        }

        context.AlteredStep("converting to float64");
        if (!session.RunsInDouble || session.InDouble(context.Measured) is not { } twin)
        {
            return null;
        }

        ModelInputs inputs = single.Inputs.InDouble();
        (object?[] arguments, bool isExact) = ChangedInDouble(single, inputs);
        isExact &= FollowsExactly(single);
        ModelInputs changed = inputs.Declared(arguments);
        var wide =
            new Comparison(this, twin, single.Relation, inputs, twin.Run(inputs, Mode), changed, twin.Run(changed, Mode), single.Draw);
        return isExact
            ? wide.Decide(Thresholds.RoundingInDouble, Thresholds.FaultInDouble)
            : wide.Decide(Thresholds.RoundingInSingle * UnitsOfDoubleInSingle, Thresholds.FaultInSingle * UnitsOfDoubleInSingle);
    }

    /// <summary>The changed arguments in float64, and whether the change rounds nothing.</summary>
    private (object?[] Arguments, bool IsExact) ChangedInDouble(Comparison single, ModelInputs inputs)
    {
        object?[] widened = ModelInputs.Wide(single.Changed.Arguments);
        try
        {
            object?[] changed = ModelInputs.Wide(Changed(single.Relation, inputs));
            return (changed, AreEqual(widened, changed));
        }
        catch (SubjectException)
        {
            // Code that insists on float32 is right; its rounding stays in.
            return (widened, false);
        }
    }

    private static bool FollowsExactly(Comparison single)
    {
        if (single.Relation.Follow is null)
        {
            return true;
        }

        try
        {
            object? widened = ModelInputs.Wide([RelationProbe.Expected(single.Relation, single.Before.Output)])[0];
            return AreEqual(widened, RelationProbe.Expected(single.Relation, ModelInputs.Wide([single.Before.Output])[0]));
        }
        catch (SubjectException)
        {
            return false;
        }
    }

    private static bool AreEqual(object? a, object? b)
    {
        IReadOnlyList<(string Path, Tensor Tensor)> one = TensorTree.Flatten(a);
        IReadOnlyList<(string Path, Tensor Tensor)> other = TensorTree.Flatten(b);
        return one.Count == other.Count && one.Zip(other).All(pair => TensorBits.AreEqual(pair.First.Tensor, pair.Second.Tensor));
    }

    /// <summary>What a model gives before and after a change, in one precision.</summary>
    private sealed class Comparison
    {
        private readonly RelationJudge _judge;
        private readonly ModelSession _model;
        private readonly ForwardResult _after;
        private readonly IReadOnlyList<(string Path, Tensor Tensor)> _expected;
        private readonly IReadOnlyList<(string Path, Tensor Tensor)> _actual;

        public Comparison(
            RelationJudge judge,
            ModelSession model,
            Relation relation,
            ModelInputs inputs,
            ForwardResult before,
            ModelInputs changed,
            ForwardResult after,
            long draw)
        {
            _judge = judge;
            _model = model;
            _after = after;
            (Relation, Inputs, Before, Changed, Draw) = (relation, inputs, before, changed, draw);
            _expected = Concerned(TensorTree.Flatten(RelationProbe.Expected(relation, before.Output)));
            _actual = Concerned(after.Leaves);
        }

        public Relation Relation { get; }

        public ModelInputs Inputs { get; }

        public ForwardResult Before { get; }

        public ModelInputs Changed { get; }

        public long Draw { get; }

        /// <summary>Decides, by how many units of rounding something may move and from how many on it is a change.</summary>
        public Judgement Decide(double rounding, double fault)
        {
            if (_expected.Count == 0)
            {
                return Judgement.Untold($"no output has the path {Relation.Outputs}, but {Names(Before.Leaves)}");
            }

            if (OtherShape() is { } shape)
            {
                return Relation.Kind == RelationKind.Sensitive
                    ? new Judgement(Extent.None, Extent.Some)
                    : new Judgement(Extent.Some, Extent.Untold) { What = shape };
            }

            (double against, double shows) = Shifts(_expected.Zip(_actual).Select(pair => (pair.First.Tensor, pair.Second.Tensor)));
            if (against == 0 && shows == 0)
            {
                return new Judgement(Extent.None, Extent.None);
            }

            if (Spread() is not { } spread)
            {
                return Judgement.Untold("two runs of the same call differ");
            }

            Unit unit = UnitOf(Inputs, Before, Draw).OrMore(spread);
            Judgement first = Classify(unit);
            if (first is { Against: Extent.None, For: Extent.None })
            {
                return first;
            }

            unit = unit.OrMore(UnitOf(Changed, _after, null));
            long? sample = SampleOf();
            return Classify(unit) with
            {
                What = Describe(sample, against, shows),
                Sample = sample,
                Numbers = new Dictionary<string, double>
                {
                    ["largest change"] = Math.Max(against, shows),
                    ["own sensitivity to rounding"] = unit.Size,
                },
            };

            Judgement Classify(Unit unit) => new(ExtentOf(against, unit), ExtentOf(shows, unit));

            Extent ExtentOf(double shift, Unit unit) => shift <= unit.Size * rounding ? Extent.None

                // What does not follow small steps jumps: rounding alone may make it, unless float64 shows the same.
                : shift <= unit.Size * fault || (unit.IsOfJumps && !_model.IsDouble) ? Extent.Untold
                : Extent.Some;
        }

        private IReadOnlyList<(string Path, Tensor Tensor)> Concerned(IReadOnlyList<(string Path, Tensor Tensor)> leaves)
        {
            var region = new OutputRegion(Relation.Outputs);
            return [.. leaves.Where(leaf => region.Of(leaf.Path, leaf.Tensor) is not null)];
        }

        private string? OtherShape()
        {
            if (!_expected.Select(leaf => leaf.Path).SequenceEqual(_actual.Select(leaf => leaf.Path)))
            {
                return $"it has the parts {Names(_actual)} where {Names(_expected)} are declared";
            }

            return _expected.Zip(_actual).Where(pair => !pair.First.Tensor.shape.AsSpan().SequenceEqual(pair.Second.Tensor.shape))
                .Select(pair =>
                    $"it has the shape [{string.Join(", ", pair.Second.Tensor.shape)}] where "
                        + $"[{string.Join(", ", pair.First.Tensor.shape)}] is declared")
                .FirstOrDefault();
        }

        private static string Names(IReadOnlyList<(string Path, Tensor Tensor)> leaves) =>
            string.Join(", ", leaves.Select(leaf => leaf.Path.Length == 0 ? "the output itself" : OutputRegion.NameOf(leaf.Path)));

        /// <summary>How far something is otherwise than declared, and how far it shows what is demanded.</summary>
        private (double Against, double For) Shifts(IEnumerable<(Tensor Expected, Tensor Actual)> pairs)
        {
            (Tensor Expected, Tensor Actual)[] all = [.. pairs];
            double Largest(Func<Tensor, Tensor, double> shift) =>
                all.Select(pair => shift(pair.Expected, pair.Actual)).DefaultIfEmpty(0).Max();
            return Relation.Kind switch
            {
                RelationKind.Sensitive => (0, Largest(TensorDistance.Between)),
                RelationKind.Raised => (Largest(TensorDistance.Fall), Largest((from, to) => TensorDistance.Fall(to, from))),
                RelationKind.Lowered => (Largest((from, to) => TensorDistance.Fall(to, from)), Largest(TensorDistance.Fall)),
                _ => (Largest(TensorDistance.Between), 0),
            };
        }

        /// <summary>How far two runs of the unaltered call lie apart; null where that is no rounding.</summary>
        private double? Spread() => _judge.Measured(Facet.Repeatability, (nameof(Spread), _model.IsDouble, Draw), () =>
        {
            ForwardResult again = _model.Run(Inputs, Mode);
            return Outputs.AreEqual(Before, again) ? 0
                : Repeats.DifferByRounding(Before, again) ? Outputs.Distance(Before, again, new OutputRegion())
                : (double?)null;
        });

        private Unit UnitOf(ModelInputs inputs, ForwardResult result, long? draw)
        {
            // Where the user's own split tells samples apart, its parts have other paths than the output.
            Region region = result.Split is null ? new OutputRegion(Relation.Outputs) : new OutputRegion();
            double Own() => Sensitivity.ToOwnUlp(_model, inputs, result, Mode, new OutputRegion(), region, _judge.Draws);
            double own = draw is null
                ? Own()
                : _judge.Measured(Facet.Sensitivity, (nameof(UnitOf), _model.IsDouble, Relation.Outputs, draw), Own);
            return new Unit(Math.Max(own, Outputs.Ulp(result, region)), IsOfJumps: own == 0);
        }

        private string Describe(long? sample, double against, double shows)
        {
            string place = sample is null ? "it" : $"sample {sample}";
            string size = Numbers.Short(Math.Max(against, shows));
            return Relation.Kind switch
            {
                RelationKind.Equivariant => $"{place} lies {size} from what is declared",
                RelationKind.Raised => $"{place} {(against > 0 ? $"falls by {Numbers.Short(against)}" : $"rises by {size}")}",
                RelationKind.Lowered => $"{place} {(against > 0 ? $"rises by {Numbers.Short(against)}" : $"falls by {size}")}",
                _ => $"{place} changes by {size}",
            };
        }

        /// <summary>The sample that shows most of what is otherwise, where samples can be told apart.</summary>
        private long? SampleOf()
        {
            if (_judge.IsTrial || Before.Split is not null || !_model.CanChooseCount || !_judge.Layout.HasSamples)
            {
                return null;
            }

            using var scope = NewDisposeScope();
            return Enumerable.Range(0, (int)Inputs.Count).Select(sample => (long?)sample)
                .MaxBy(sample => Shifts(Parts(sample!.Value)) is var (against, shows) ? Math.Max(against, shows) : 0);
        }

        private IEnumerable<(Tensor Expected, Tensor Actual)> Parts(long sample)
        {
            var region = new SampleRegion(_judge.Layout, sample);
            return _expected.Zip(_actual)
                .Select(pair =>
                    (Expected: region.Of(pair.First.Path, pair.First.Tensor), Actual: region.Of(pair.Second.Path, pair.Second.Tensor)))
                .Where(pair => pair is { Expected: not null, Actual: not null })
                .Select(pair => (pair.Expected!, pair.Actual!));
        }
    }

    /// <summary>By how much rounding moves an output.</summary>
    /// <param name="Size">By how much.</param>
    /// <param name="IsOfJumps">It does not follow small steps.</param>
    private sealed record Unit(double Size, bool IsOfJumps)
    {
        public Unit OrMore(double size) => this with { Size = Math.Max(Size, size) };

        public Unit OrMore(Unit other) => new(Math.Max(Size, other.Size), IsOfJumps && other.IsOfJumps);
    }

    /// <summary>A mutant moves more than rounding by far: one draw tells.</summary>
    private int Draws => context.IsTrial ? 1 : 5;

    private bool IsTrial => context.IsTrial;

    private SampleLayout Layout => session.OutputLayout;

    private T Measured<T>(Facet facet, object key, Func<T> measure) =>
        context.Measured.Of(facet, (nameof(RelationJudge), session.Point, key), measure);
}
