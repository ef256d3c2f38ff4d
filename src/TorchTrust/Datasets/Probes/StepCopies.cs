using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Summaries;

namespace TorchTrust.Datasets.Probes;

/// <summary>Whether a target that is said to lie after what is given is a step of it, in every item that was sampled.</summary>
/// <param name="Target">The path of the target: as many steps as the input has, or one value, which lies after the last step.</param>
/// <param name="Input">The path of the input, a vector of steps.</param>
/// <param name="Items">How many items were compared.</param>
/// <param name="Offset">Where the target lies in the input, at most 0; null if it lies nowhere near, as is right.</param>
internal sealed record StepCopies(string Target, string Input, int Items, int? Offset)
{
    private const int MinimumItems = 20;
    private const int Furthest = 4;

    /// <summary>
    /// What is known of each target and each input that has a time, where targets are declared to lie after what is given.
    /// </summary>
    public static IEnumerable<StepCopies> Of(DatasetFacts facts, SplitSummary split) => !facts.IsCausal ? [] :
        from target in split.Fields
        where target is { Plan: { IsTarget: true, IsNext: false }, Elements: not null, IsConstant: false }
        from input in split.Inputs
        where input is { Shape.Length: 1, Elements.Size: > Furthest, Plan.TimeDimension: not null }
        where target.Elements!.Size == 1 || (target.Shape.Length == 1 && target.Elements.Size == input.Elements!.Size)
        where !facts.Reconstructions.Any(pair => Is(target, pair.Target) && Is(input, pair.Input))
        let copies = Of(target, input, split)
        where copies is not null
        select copies;

    private static bool Is(FieldSummary field, string path) => new DatasetField(field.Path, null).Is(path);

    private static StepCopies? Of(FieldSummary target, FieldSummary input, SplitSummary split)
    {
        (double[] Input, double[] Target)[] items =
        [
            .. split.Sample.Items.Where(item => item.Fields.ContainsKey(target.Path) && item.Fields.ContainsKey(input.Path))
                .Select(item => (item.Fields[input.Path], item.Fields[target.Path])),
        ];
        int[] counts = [.. items.GroupBy(item => string.Join(' ', item.Target)).Select(group => group.Count())];
        if (items.Length < MinimumItems || Chance.LogArrangements(counts) < Math.Log(Furthest / Chance.Alpha))
        {
            return null;
        }

        int? offset = Enumerable.Range(0, Furthest).Select(back => (int?)-back)
            .FirstOrDefault(back => items.All(item => LiesAt(item.Input, item.Target, back!.Value)));
        return new StepCopies(target.Path, input.Path, items.Length, offset is { } found && !Recurs(items, found) ? offset : null);
    }

    /// <summary>Whether the target is the input so many steps before its place. The place of one value is after the last step.</summary>
    private static bool LiesAt(double[] input, double[] target, int offset) => target.Length == 1
        ? offset < 0 && target[0].Equals(input[^-offset])
        : Enumerable.Range(-offset, input.Length + offset).All(at => target[at].Equals(input[at + offset]));

    /// <summary>
    /// Whether steps recur: the same lag within the windows, or a place further on that fits as well. Then it is the series that
    /// comes back, and no copy.
    /// </summary>
    private static bool Recurs((double[] Input, double[] Target)[] items, int offset) => items[0].Target.Length == 1
        ? items.All(item => LiesAt(item.Input, item.Input, offset))
        : Enumerable.Range(1, items[0].Input.Length / 2).Any(ahead => items.All(item =>
            Enumerable.Range(0, item.Input.Length - ahead).All(at => item.Target[at].Equals(item.Input[at + ahead]))));
}
