using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Tests.OtherSubjects;

/// <summary>A check of a data set.</summary>
[Check("equal-points-have-equal-labels", "equal points have equal labels", CheckArea.Structure)]
internal sealed class EqualPointsHaveEqualLabels : DataCheck
{
    public override string Why => "Nothing can learn two answers to one question.";

    public override string Remedy => "Take out the double.";

    public override IReadOnlyList<Mutant> Mutants => [new DoublePoint()];

    protected override CheckOutcome Run(DataSession session, CheckContext context)
    {
        LabelledPoints data = session.Data;
        context.Step("comparing the points");
        Tensor same = data.Points.unsqueeze(0).eq(data.Points.unsqueeze(1)).all(2);
        Tensor contradicts = same.logical_and(data.Labels.unsqueeze(0).ne(data.Labels.unsqueeze(1))).triu(1);
        return CheckOutcome.From([.. contradicts.nonzero().data<long>().Chunk(2).Select(pair =>
            new Finding($"sample {pair[1]} is sample {pair[0]} again, under another label") { Sample = pair[1] })]);
    }

    /// <summary>Writes one point over its neighbour, which has another label.</summary>
    private sealed class DoublePoint : Mutant
    {
        public override string Name => "double-point";

        public override string Description => "holds a point twice";

        public override IReadOnlyList<string> Sites(ISubjectSession session) => ["0", "2"];

        public override IDisposable? Apply(ISubjectSession session, string site)
        {
            Tensor points = ((DataSession)session).Data.Points;
            int place = int.Parse(site, System.Globalization.CultureInfo.InvariantCulture);
            Tensor before = points[place + 1].clone();
            points[place + 1].copy_(points[place]);
            return new Revert(() => points[place + 1].copy_(before));
        }
    }
}
