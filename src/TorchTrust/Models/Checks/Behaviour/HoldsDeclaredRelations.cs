using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>Invariances, equivariances, sensitivities and orders of the user's own.</summary>
[Check(
    "holds-declared-relations",
    "the output changes with the input as it is declared to",
    CheckArea.Behaviour,
    Need = Need.MutatesState)]
internal sealed class HoldsDeclaredRelations : ModelCheck
{
    private const int Draws = 3;

    /// <inheritdoc/>
    public override string Why =>
        "What only its author knows of a model, such as that the order of words matters, no general check can miss, and no loss curve "
            + "shows.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look at what the named change reaches: positions that are never added, a mean that hides an order, padding or a bias that treats "
            + "one place other than the rest. If the relation is not meant to hold for all inputs, declare it for those that it holds for.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new LeanOnChange(), new GiveConstantOutput(), new TurnOutput()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => subject.Facts.Relations.Count > 0
        ? null
        : "Declare what must become of the output: subject.IsSensitiveTo(\"the order of the words\", words => words.flip(1)), "
            + "IsInvariantTo, IsEquivariantTo, IsRaisedBy, IsLoweredBy.";

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        var judge = new RelationJudge(session, context);
        Standing[] standings = [.. session.Subject.Facts.Relations.Select(relation => new Standing(relation))];
        foreach (ParameterPoint point in judge.Points)
        {
            session.MoveTo(point);
            foreach (Standing standing in standings)
            {
                for (int draw = 0; draw < Draws && !standing.IsSettled; draw++)
                {
                    context.Step($"{standing.Relation.Change}, batch {draw}");
                    standing.Take(judge.Judge(standing.Relation, draw), point);
                }

                if (standing.Fault is { } fault && context.FirstFindingDecides)
                {
                    return CheckOutcome.Failed([fault]);
                }
            }
        }

        Finding[] findings = [.. standings.Select(standing => standing.Fault ?? Unseen(standing)).OfType<Finding>()];
        return findings.Length > 0 ? CheckOutcome.Failed(findings)
            : standings.Select(standing => standing.Open)
                .FirstOrDefault(why => why is not null) is { } open ? CheckOutcome.Inconclusive(open)
            : CheckOutcome.Passed;

        Finding? Unseen(Standing standing)
        {
            if (!standing.IsUnseen)
            {
                return null;
            }

            string? lost = context.IsTrial ? null : LostIn(session, judge, standing.Relation);
            string where = lost is null ? "" : $"; the change is lost in {(lost.Length == 0 ? "the model itself" : lost)}";
            string points = judge.Points.Count() > 1 ? "as built and at the generic point" : "as it is";
            return new Finding($"{standing.Relation.Broken("the output")} in {Draws} batches, {points}{where}") { Module = lost };
        }
    }

    private static string? LostIn(ModelSession session, RelationJudge judge, Relation relation)
    {
        using var scope = NewDisposeScope();
        (ModelInputs before, ModelInputs after) = judge.Inputs(relation, 0);
        return LostChange.Find(session, before, after);
    }

    /// <summary>What has been seen of one relation so far.</summary>
    private sealed class Standing(Relation relation)
    {
        private bool _isAsked;
        private bool _shows;
        private string? _openAgainst;
        private string? _openFor;

        public Relation Relation => relation;

        /// <summary>How it is broken; null if it is not, as far as was seen.</summary>
        public Finding? Fault { get; private set; }

        /// <summary>Whether nothing more can be learned.</summary>
        public bool IsSettled => Fault is not null || (relation.Kind == RelationKind.Sensitive && _shows);

        /// <summary>Whether the change had to show, and shows nowhere.</summary>
        public bool IsUnseen => relation.DemandsInfluence && !_shows && Open is null;

        /// <summary>Why it is open; null if it is not.</summary>
        public string? Open => !_isAsked ? $"{relation.Change}: the change leaves the input as it is."
            : _openAgainst ?? (_shows ? null : _openFor);

        public void Take(RelationJudgement judgement, ParameterPoint point)
        {
            _isAsked |= !judgement.IsVoid;
            _shows |= judgement.For == Extent.Some;
            string at = point == ParameterPoint.AsBuilt ? "as built" : "at the generic point";
            string open = judgement.Numbers.Count == 0
                ? $"{relation.Change}: {judgement.What}, {at}."
                : $"{relation.Change}: {judgement.What}, {at}: more than rounding explains, less than a fault makes.";
            if (judgement.Against == Extent.Some)
            {
                Fault = new Finding($"{relation.Broken("the output")}: {judgement.What}, {at}")
                {
                    Sample = judgement.Sample,
                    Numbers = judgement.Numbers,
                };
            }
            else if (judgement.Against == Extent.Untold && relation.Kind != RelationKind.Sensitive)
            {
                _openAgainst ??= open;
            }

            if (judgement.For == Extent.Untold)
            {
                _openFor ??= open;
            }
        }
    }
}
