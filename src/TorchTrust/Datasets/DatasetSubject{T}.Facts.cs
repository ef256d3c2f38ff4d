using TorchTrust.Datasets.Fields;

namespace TorchTrust;

/// <content>What cannot be derived, in words of the field. What is unusual on purpose carries its reason.</content>
public sealed partial class DatasetSubject<T>
{
    /// <summary>Declares which splits are trained on, where it is not the first one alone. All others are held out.</summary>
    /// <param name="splits">The names of the splits.</param>
    /// <exception cref="ArgumentException">None is named, or there is no such split.</exception>
    public DatasetSubject<T> TrainsOn(params string[] splits)
    {
        ArgumentNullException.ThrowIfNull(splits);
        if (splits.Length == 0)
        {
            throw new ArgumentException("No split is named: TrainsOn(\"train\").", nameof(splits));
        }

        Array.ForEach(splits, split => DemandSplit(split, nameof(splits)));
        return WithFacts(facts => facts with { TrainingSplits = splits });
    }

    /// <summary>Declares the closed range in which every value of a field lies.</summary>
    /// <param name="field">The path of the field.</param>
    /// <param name="minimum">The least value that may occur.</param>
    /// <param name="maximum">The greatest value that may occur.</param>
    /// <exception cref="ArgumentException">The path is empty, or the minimum is not below the maximum.</exception>
    public DatasetSubject<T> Within(string field, double minimum, double maximum)
    {
        DemandRange(minimum, maximum);
        return WithFacts(facts => facts with { Bounds = [.. Others(facts.Bounds, field), (FieldPath.Parse(field), minimum, maximum)] });
    }

    /// <summary>Declares that the values of a field come near both ends of a range, such as those of an image scaled to [-1, 1].</summary>
    /// <param name="field">The path of the field.</param>
    /// <param name="minimum">The lower end.</param>
    /// <param name="maximum">The upper end.</param>
    /// <exception cref="ArgumentException">The path is empty, or the minimum is not below the maximum.</exception>
    public DatasetSubject<T> Spans(string field, double minimum, double maximum)
    {
        DemandRange(minimum, maximum);
        return WithFacts(facts => facts with { Spans = [.. Others(facts.Spans, field), (FieldPath.Parse(field), minimum, maximum)] });
    }

    /// <summary>Declares a field that is to be predicted.</summary>
    /// <param name="field">The path of the field.</param>
    /// <param name="classes">
    /// The number of classes, where it holds classes: whole numbers from 0 to <c>classes - 1</c>, or one number for each class along
    /// its last dimension (one-hot, several labels at once, probabilities). Null where it holds values.
    /// </param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is less than one class.</exception>
    public DatasetSubject<T> HasTarget(string field, long? classes = null)
    {
        if (classes < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(classes), classes, "A target of classes has at least one. Leave it out where the target is a value.");
        }

        return WithFacts(facts => facts with
        {
            Targets = [.. facts.Targets.Where(target => target.Field != FieldPath.Parse(field)), (FieldPath.Parse(field), classes)],
        });
    }

    /// <summary>Declares a value of a target that does not count, such as 255 at the edge of a mask, or -100.</summary>
    /// <param name="field">The path of the target.</param>
    /// <param name="value">The value that does not count.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public DatasetSubject<T> IgnoresTarget(string field, double value) =>
        WithFacts(facts => facts with { IgnoredTargets = [.. facts.IgnoredTargets, (FieldPath.Parse(field), value)] });

    /// <summary>Declares that values of a field may be missing. A null is always a missing value.</summary>
    /// <param name="field">The path of the field.</param>
    /// <param name="marker">What stands for a missing value: NaN if left out, or a number such as -1.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public DatasetSubject<T> HasMissingValues(string field, double marker = double.NaN) =>
        WithFacts(facts => facts with { MissingValues = [.. facts.MissingValues, (FieldPath.Parse(field), marker)] });

    /// <summary>Declares a field by which items belong together, such as the patient: a group lies in one split only.</summary>
    /// <param name="field">The path of the field.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public DatasetSubject<T> IsGroupedBy(string field) =>
        WithFacts(facts => facts with { GroupFields = [.. facts.GroupFields, FieldPath.Parse(field)] });

    /// <summary>Declares what each item of a split belongs to, where no field says it: a group lies in one split only.</summary>
    /// <param name="split">The name of the split.</param>
    /// <param name="group">Gives the group, a number or text, from what was opened and the index of an item.</param>
    /// <exception cref="ArgumentException">There is no such split.</exception>
    public DatasetSubject<T> IsGroupedBy(string split, Func<T, long, object> group)
    {
        ArgumentNullException.ThrowIfNull(group);
        DemandSplit(split, nameof(split));
        return WithFacts(facts => facts with { Groups = [.. facts.Groups, (split, (data, index) => group((T)data, index))] });
    }

    /// <summary>Declares two fields that hold the first and the last moment that an item covers, in any one unit.</summary>
    /// <remarks>What is held out lies after what is trained on, and no moment lies in both.</remarks>
    /// <param name="from">The path of the field with the first moment.</param>
    /// <param name="to">The path of the field with the last moment; the same path where an item is one moment.</param>
    /// <exception cref="ArgumentException">A path is empty.</exception>
    public DatasetSubject<T> CoversTime(string from, string to) =>
        WithFacts(facts => facts with { CoveredFields = (FieldPath.Parse(from), FieldPath.Parse(to)) });

    /// <summary>Declares the first and the last moment that each item of a split covers, in any one unit.</summary>
    /// <remarks><inheritdoc cref="CoversTime(string, string)" path="/remarks"/></remarks>
    /// <param name="split">The name of the split.</param>
    /// <param name="covers">Gives the moments from what was opened and the index of an item.</param>
    /// <exception cref="ArgumentException">There is no such split.</exception>
    public DatasetSubject<T> CoversTime(string split, Func<T, long, (double From, double To)> covers)
    {
        ArgumentNullException.ThrowIfNull(covers);
        DemandSplit(split, nameof(split));
        return WithFacts(facts => facts with { Covered = [.. facts.Covered, (split, (data, index) => covers((T)data, index))] });
    }

    /// <summary>Declares the dimension of a field that is time: its steps may be shared by several items.</summary>
    /// <param name="field">The path of the field.</param>
    /// <param name="dimension">The dimension in an item, from 0; negative ones count from the end.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public DatasetSubject<T> HasTime(string field, int dimension = 0) =>
        WithFacts(facts => facts with { Times = [.. facts.Times, (FieldPath.Parse(field), dimension)] });

    /// <summary>Declares that targets lie after what is given: no target may stand among the inputs at its own time or later.</summary>
    public DatasetSubject<T> IsCausal() => WithFacts(facts => facts with { IsCausal = true });

    /// <summary>Declares that a target holds, at each position, what another field holds at a later one.</summary>
    /// <param name="field">The path of the field that is given, such as tokens <c>[T]</c>.</param>
    /// <param name="target">The path of the field that is to be predicted, such as the next tokens <c>[T]</c>.</param>
    /// <param name="offset">How many positions later.</param>
    /// <exception cref="ArgumentException">A path is empty, or both are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The offset is less than 1.</exception>
    public DatasetSubject<T> PredictsNext(string field, string target, int offset = 1)
    {
        if (offset < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "What is predicted lies at least one position later.");
        }

        DemandTwo(field, target);
        return WithFacts(facts => facts with { Next = [.. facts.Next, (FieldPath.Parse(field), FieldPath.Parse(target), offset)] });
    }

    /// <summary>Declares that a field has mean 0 and deviation 1 over a split: over all, by channel, or by element.</summary>
    /// <param name="field">The path of the field.</param>
    /// <param name="over">The split that the statistics were taken over; the first one if left out.</param>
    /// <exception cref="ArgumentException">The path is empty, or there is no such split.</exception>
    public DatasetSubject<T> IsStandardized(string field, string? over = null)
    {
        if (over is null && Splits.Count == 0)
        {
            throw new ArgumentException(UnknownSplit("There is no split to be standardized over"), nameof(over));
        }

        string split = over ?? Splits[0].Name;
        DemandSplit(split, nameof(over));
        return WithFacts(facts => facts with { Standardized = [.. facts.Standardized, (FieldPath.Parse(field), split)] });
    }

    /// <summary>Declares that augmentation changes fields together, such as an image, its mask and its boxes.</summary>
    /// <param name="fields">The paths of the fields.</param>
    /// <exception cref="ArgumentException">Fewer than two different fields are named, or a path is empty.</exception>
    public DatasetSubject<T> MovesTogether(params string[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        string[] paths = [.. fields.Select(FieldPath.Parse).Distinct()];
        if (paths.Length < 2)
        {
            throw new ArgumentException("At least two different fields move together: MovesTogether(\"image\", \"mask\").", nameof(fields));
        }

        return WithFacts(facts => facts with { Together = [.. facts.Together, paths] });
    }

    /// <summary>Declares that two fields are drawn apart from each other on purpose, such as two views of one image.</summary>
    /// <param name="first">The path of one field.</param>
    /// <param name="second">The path of the other.</param>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">A path or the reason is empty, or both paths are the same.</exception>
    public DatasetSubject<T> DrawsApartOnPurpose(string first, string second, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        DemandTwo(first, second);
        return WithFacts(facts => facts with
        {
            Independent = [.. facts.Independent, (FieldPath.Parse(first), FieldPath.Parse(second), reason)],
        });
    }

    /// <summary>Declares that a field has another size from item to item, as texts have.</summary>
    /// <param name="field">The path of the field.</param>
    /// <param name="dimension">The dimension that differs; any may if left out.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public DatasetSubject<T> HasSeveralLengths(string field, int? dimension = null) =>
        WithFacts(facts => facts with { SeveralLengths = [.. facts.SeveralLengths, (FieldPath.Parse(field), dimension)] });

    /// <summary>Declares the value that fills a field up to the length of the longest.</summary>
    /// <param name="field">The path of the field.</param>
    /// <param name="value">The value of padding.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public DatasetSubject<T> HasPadding(string field, double value) =>
        WithFacts(facts => facts with { Padding = [.. facts.Padding, (FieldPath.Parse(field), value)] });

    /// <summary>Declares that a target is the input itself on purpose, as where inputs are reconstructed.</summary>
    /// <param name="target">The path of the target.</param>
    /// <param name="input">The path of the input.</param>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">A path or the reason is empty, or both paths are the same.</exception>
    public DatasetSubject<T> TargetIsInputOnPurpose(string target, string input, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        DemandTwo(target, input);
        return WithFacts(facts => facts with
        {
            Reconstructions = [.. facts.Reconstructions, (FieldPath.Parse(target), FieldPath.Parse(input), reason)],
        });
    }

    /// <summary>Declares that few values of the input give a target away on purpose: an easy class, a line, a toy.</summary>
    /// <param name="target">The path of the target, in which <c>*</c> stands for anything.</param>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">The path or the reason is empty.</exception>
    public DatasetSubject<T> HasEasyTargetOnPurpose(string target, string reason) =>
        WithFacts(facts => facts with { EasyTargets = [.. facts.EasyTargets, new(FieldPath.Parse(target), reason)] });

    /// <summary>
    /// Declares that a field holds the same values at several places on purpose, such as a grey image as red, green and blue.
    /// </summary>
    /// <param name="field">The path of the field, in which <c>*</c> stands for anything.</param>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">The path or the reason is empty.</exception>
    public DatasetSubject<T> RepeatsValuesOnPurpose(string field, string reason) =>
        WithFacts(facts => facts with { RepeatedValues = [.. facts.RepeatedValues, new(FieldPath.Parse(field), reason)] });

    /// <summary>Declares that no item occurs twice in the splits.</summary>
    /// <param name="splits">The names of the splits; all of them if none is named.</param>
    /// <exception cref="ArgumentException">There is no such split.</exception>
    public DatasetSubject<T> HasUniqueItems(params string[] splits)
    {
        ArgumentNullException.ThrowIfNull(splits);
        Array.ForEach(splits, split => DemandSplit(split, nameof(splits)));
        return WithFacts(facts => facts with { UniqueItems = splits.Length > 0 ? splits : [.. Splits.Select(split => split.Name)] });
    }

    /// <summary>Declares that equal items occur in a split on purpose.</summary>
    /// <param name="split">The name of the split, in which <c>*</c> stands for anything.</param>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">The reason is empty, or there is no such split.</exception>
    public DatasetSubject<T> RepeatsItemsOnPurpose(string split, string reason)
    {
        DeclaredFact fact = OfSplit(split, reason);
        return WithFacts(facts => facts with { RepeatedItems = [.. facts.RepeatedItems, fact] });
    }

    /// <summary>
    /// Declares that equal items occur in two splits on purpose. Where one is a part of the other, say so by <c>partOf</c>.
    /// </summary>
    /// <param name="first">The name of one split.</param>
    /// <param name="second">The name of the other.</param>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">The reason is empty, or there is no such split.</exception>
    public DatasetSubject<T> SharesItemsOnPurpose(string first, string second, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        DemandSplit(first, nameof(first));
        DemandSplit(second, nameof(second));
        return WithFacts(facts => facts with { SharedItems = [.. facts.SharedItems, (first, second, reason)] });
    }

    /// <summary>
    /// Declares that a split which is not augmented training data is random on purpose, such as by test-time augmentation.
    /// </summary>
    /// <inheritdoc cref="RepeatsItemsOnPurpose"/>
    public DatasetSubject<T> IsRandomOnPurpose(string split, string reason)
    {
        DeclaredFact fact = OfSplit(split, reason);
        return WithFacts(facts => facts with { RandomSplits = [.. facts.RandomSplits, fact] });
    }

    /// <summary>Declares that some classes are missing in a split on purpose, as where new ones are learned from few examples.</summary>
    /// <inheritdoc cref="RepeatsItemsOnPurpose"/>
    public DatasetSubject<T> LeavesClassesOutOnPurpose(string split, string reason)
    {
        DeclaredFact fact = OfSplit(split, reason);
        return WithFacts(facts => facts with { AbsentClasses = [.. facts.AbsentClasses, fact] });
    }

    /// <summary>
    /// Declares that the values of a split are distributed otherwise on purpose, such as those of another hospital or year.
    /// </summary>
    /// <inheritdoc cref="RepeatsItemsOnPurpose"/>
    public DatasetSubject<T> ShiftsOnPurpose(string split, string reason)
    {
        DeclaredFact fact = OfSplit(split, reason);
        return WithFacts(facts => facts with { ShiftedSplits = [.. facts.ShiftedSplits, fact] });
    }

    /// <summary>Declares that the batches of a split are drawn with replacement on purpose, such as by weights.</summary>
    /// <inheritdoc cref="RepeatsItemsOnPurpose"/>
    public DatasetSubject<T> DrawsWithReplacementOnPurpose(string split, string reason)
    {
        DeclaredFact fact = OfSplit(split, reason);
        return WithFacts(facts => facts with { WithReplacement = [.. facts.WithReplacement, fact] });
    }

    /// <summary>Declares that a last batch which is not full is left out on purpose.</summary>
    /// <inheritdoc cref="RepeatsItemsOnPurpose"/>
    public DatasetSubject<T> DropsLastBatchOnPurpose(string split, string reason)
    {
        DeclaredFact fact = OfSplit(split, reason);
        return WithFacts(facts => facts with { DroppedBatches = [.. facts.DroppedBatches, fact] });
    }

    /// <summary>Declares that batches come in the same order in each epoch on purpose, such as from easy to hard.</summary>
    /// <inheritdoc cref="RepeatsItemsOnPurpose"/>
    public DatasetSubject<T> HasFixedOrderOnPurpose(string split, string reason)
    {
        DeclaredFact fact = OfSplit(split, reason);
        return WithFacts(facts => facts with { FixedOrders = [.. facts.FixedOrders, fact] });
    }

    /// <summary>Declares that several threads may read items at once.</summary>
    public DatasetSubject<T> IsSafeToReadInParallel() => WithFacts(facts => facts with { IsSafeToReadInParallel = true });

    /// <summary>Declares a property of your own that every item has.</summary>
    /// <param name="text">The property as a sentence, such as <c>the columns of a board add up to 1</c>.</param>
    /// <param name="holds">Tells whether an item has it.</param>
    /// <param name="split">The name of the split; every split if left out.</param>
    /// <typeparam name="TItem">What an item is.</typeparam>
    /// <exception cref="ArgumentException">The text is empty, or there is no such split.</exception>
    public DatasetSubject<T> Holds<TItem>(string text, Func<TItem, bool> holds, string? split = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        ArgumentNullException.ThrowIfNull(holds);
        if (split is not null)
        {
            DemandSplit(split, nameof(split));
        }

        return WithFacts(facts => facts with { Properties = [.. facts.Properties, (text, split, item => holds((TItem)item!))] });
    }

    /// <summary>Switches a check off for this subject.</summary>
    /// <param name="checkId">The id of the check.</param>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">The id or the reason is empty.</exception>
    public DatasetSubject<T> Skip(string checkId, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(checkId);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return WithFacts(facts => facts with
        {
            SwitchedOff = new Dictionary<string, string>(facts.SwitchedOff) { [checkId] = reason },
        });
    }

    private static IEnumerable<(string Field, double Minimum, double Maximum)> Others(
        IEnumerable<(string Field, double Minimum, double Maximum)> ranges, string field) =>
        ranges.Where(range => range.Field != FieldPath.Parse(field));

    private static void DemandRange(double minimum, double maximum)
    {
        if (!(minimum < maximum))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The range [{minimum}, {maximum}] is empty: give a minimum that is below the maximum."),
                nameof(minimum));
        }
    }

    private static void DemandTwo(string first, string second)
    {
        if (FieldPath.Parse(first) == FieldPath.Parse(second))
        {
            throw new ArgumentException($"\"{second}\" is named twice: give two different fields.", nameof(second));
        }
    }

    private DeclaredFact OfSplit(string pattern, string reason)
    {
        var fact = new DeclaredFact(pattern, reason);
        return Splits.Any(split => fact.Covers(split.Name))
            ? fact
            : throw new ArgumentException(UnknownSplit($"There is no split \"{pattern}\""), nameof(pattern));
    }
}
