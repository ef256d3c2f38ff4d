using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Mutants;

/// <summary>Gives what was last seen as the target that lies after it.</summary>
internal sealed class GiveLastStep : DatasetMutant
{
    private const string To = " for ";

    /// <inheritdoc/>
    public override string Name => "give-the-last-step";

    /// <inheritdoc/>
    public override string Description => "has what is given last as its target";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(DatasetSession session) =>
    [
        .. from split in session.Splits
           from pair in StepCopies.Of(session.Subject.Facts, session.SummaryOf(split, _ => { }))
           select ItemPlaces.Place(split.Name, pair.Input + To + pair.Target),
    ];

    /// <inheritdoc/>
    protected override Func<Rewiring>? Fault(DatasetSession session, string site)
    {
        (string split, string pair) = ItemPlaces.Parse(site);
        (string input, string target) = (pair[..pair.IndexOf(To, StringComparison.Ordinal)],
            pair[(pair.IndexOf(To, StringComparison.Ordinal) + To.Length)..]);
        return () => new Rewiring(split, ConcernsAll: true) { Item = (_, item) => Given(item, input, target) };
    }

    private static DatasetItem Given(DatasetItem item, string input, string target)
    {
        var given = FieldContent.Of(item.FieldAt(input)?.Value);
        var asked = FieldContent.Of(item.FieldAt(target)?.Value);
        double[] steps = given.Values.ToArray();
        return steps.Length == 0 || !asked.IsNumeric ? item : item.With(target,
            tensor(asked.Values.Length == 1 ? steps[^1..] : steps).view(asked.Shape));
    }
}
