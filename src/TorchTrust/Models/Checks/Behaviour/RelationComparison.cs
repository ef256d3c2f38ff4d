using TorchTrust.Checks;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>What a model gives before and after a change that a user has declared, in one precision, against what is declared.</summary>
internal sealed class RelationComparison
{
    private readonly ModelSession _session;
    private readonly CheckContext _context;
    private readonly ModelSession _model;
    private readonly ForwardResult _after;
    private readonly IReadOnlyList<(string Path, Tensor Tensor)> _expected;
    private readonly IReadOnlyList<(string Path, Tensor Tensor)> _actual;

    /// <summary>Takes both.</summary>
    /// <param name="session">The model as it is, at the present point.</param>
    /// <param name="context">The circumstances.</param>
    /// <param name="model">The model that was called: itself, or its twin in float64.</param>
    /// <param name="relation">What is declared.</param>
    /// <param name="draw">Which batch it is.</param>
    /// <param name="before">What it was given, and gave.</param>
    /// <param name="after">The same after the change.</param>
    /// <exception cref="SubjectException">What is declared to follow threw.</exception>
    public RelationComparison(
        ModelSession session,
        CheckContext context,
        ModelSession model,
        Relation relation,
        long draw,
        (ModelInputs Inputs, ForwardResult Result) before,
        (ModelInputs Inputs, ForwardResult Result) after)
    {
        (_session, _context, _model) = (session, context, model);
        (Relation, Draw) = (relation, draw);
        (Inputs, Before) = before;
        (Changed, _after) = after;
        _expected = Concerned(TensorTree.Flatten(RelationProbe.Expected(relation, Before.Output)));
        _actual = Concerned(_after.Leaves);
    }

    /// <summary>What is declared.</summary>
    public Relation Relation { get; }

    /// <summary>Which batch it is.</summary>
    public long Draw { get; }

    /// <summary>What the model was given before the change.</summary>
    public ModelInputs Inputs { get; }

    /// <summary>What it gave.</summary>
    public ForwardResult Before { get; }

    /// <summary>What it was given after the change.</summary>
    public ModelInputs Changed { get; }

    /// <summary>A mutant moves more than rounding by far: one draw tells.</summary>
    private int Draws => _context.IsTrial ? 1 : 5;

    /// <summary>Decides, by how many units of rounding something may move and from how many on it is a change.</summary>
    public RelationJudgement Decide(double rounding, double fault)
    {
        if (_expected.Count == 0)
        {
            return RelationJudgement.Untold($"no output has the path {Relation.Outputs}, but {Names(Before.Leaves)}");
        }

        if (OtherShape() is { } shape)
        {
            return Relation.Kind == RelationKind.Sensitive
                ? new RelationJudgement(Extent.None, Extent.Some)
                : new RelationJudgement(Extent.Some, Extent.None) { What = shape };
        }

        (double against, double shows) = Shifts(_expected.Zip(_actual).Select(pair => (pair.First.Tensor, pair.Second.Tensor)));
        if (against == 0 && shows == 0)
        {
            return new RelationJudgement(Extent.None, Extent.None);
        }

        if (Spread() is not { } spread)
        {
            return RelationJudgement.Untold("two runs of the same call differ");
        }

        RoundingUnit unit = UnitOf(Inputs, Before, Draw).OrMore(spread);
        RelationJudgement first = Classify(unit);
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

        RelationJudgement Classify(RoundingUnit unit) => new(ExtentOf(against, unit), ExtentOf(shows, unit));

        Extent ExtentOf(double shift, RoundingUnit unit) => shift <= unit.Size * rounding ? Extent.None

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
    private double? Spread() => Measured(Facet.Repeatability, (nameof(Spread), _model.IsDouble, Draw), () =>
    {
        ForwardResult again = _model.Run(Inputs, RelationJudge.Mode);
        return Outputs.AreEqual(Before, again) ? 0
            : Repeats.DifferByRounding(Before, again) ? Outputs.Distance(Before, again, new OutputRegion())
            : (double?)null;
    });

    private RoundingUnit UnitOf(ModelInputs inputs, ForwardResult result, long? draw)
    {
        // Where the user's own split tells samples apart, its parts have other paths than the output.
        Region region = result.Split is null ? new OutputRegion(Relation.Outputs) : new OutputRegion();
        double Own() => Sensitivity.ToOwnUlp(_model, inputs, result, RelationJudge.Mode, new OutputRegion(), region, Draws);
        double own = draw is null
            ? Own()
            : Measured(Facet.Sensitivity, (nameof(UnitOf), _model.IsDouble, Relation.Outputs, draw), Own);
        return new RoundingUnit(Math.Max(own, Outputs.Ulp(result, region)), IsOfJumps: own == 0);
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
        if (_context.IsTrial || Before.Split is not null || !_model.CanChooseCount || !_session.OutputLayout.HasSamples)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        return Enumerable.Range(0, (int)Inputs.Count).Select(sample => (long?)sample)
            .MaxBy(sample => Shifts(Parts(sample!.Value)) is var (against, shows) ? Math.Max(against, shows) : 0);
    }

    private IEnumerable<(Tensor Expected, Tensor Actual)> Parts(long sample)
    {
        var region = new SampleRegion(_session.OutputLayout, sample);
        return _expected.Zip(_actual)
            .Select(pair =>
                (Expected: region.Of(pair.First.Path, pair.First.Tensor), Actual: region.Of(pair.Second.Path, pair.Second.Tensor)))
            .Where(pair => pair is { Expected: not null, Actual: not null })
            .Select(pair => (pair.Expected!, pair.Actual!));
    }

    private T Measured<T>(Facet facet, object key, Func<T> measure) =>
        _context.Measured.Of(facet, (nameof(RelationComparison), _session.Point, key), measure);
}
