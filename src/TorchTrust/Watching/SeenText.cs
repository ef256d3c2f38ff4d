using System.Globalization;
using TorchTrust.Watching.Knowledge;

namespace TorchTrust.Watching;

/// <summary>What was seen of a run, in words.</summary>
internal static class SeenText
{
    private const int MostShown = 12;

    /// <summary>The name of what is trained: its models, or its optimizers where no model was seen.</summary>
    public static string Name(TrainingRecord record)
    {
        string[] models = [.. record.Modules.Models.Where(model => model.IsTrained).Select(model => model.Name).Distinct()];
        return models.Length switch
        {
            0 when record.Steps > 0 => "a training without a model",
            0 => "nothing",
            <= 3 => string.Join(", ", models),
            _ => $"{string.Join(", ", models.Take(3))} and {models.Length - 3} more",
        };
    }

    /// <summary>Pairs of a name and words.</summary>
    /// <param name="record">The record of the run.</param>
    /// <param name="information">What the rules tell and do not judge.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Of(TrainingRecord record, IEnumerable<string> information)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach (SeenModel model in record.Modules.Models.OrderByDescending(model => model.IsTrained).Take(MostShown))
        {
            rows.Add(["model", string.Create(
                CultureInfo.InvariantCulture,
                $"{model.Name}: {model.Size:#,0} parameters, {(model.IsTrained ? "trained" : "not trained")}, "
                    + $"{model.TrainingCalls:#,0} calls for training, {model.Evaluations:#,0} evaluations")]);
        }

        foreach (SeenOptimizer optimizer in record.Stepping.Take(MostShown))
        {
            string holds = optimizer.IsReadable ? Text($"{optimizer.Held} parameters") : "native, its parameters are not told";
            rows.Add(["optimizer", string.Create(
                CultureInfo.InvariantCulture,
                $"{optimizer.Name}{Made(optimizer.MadeAt)}: {optimizer.Steps:#,0} steps ({optimizer.Looked:#,0} looked at), "
                    + $"{holds}{Rate(optimizer)}")]);
        }

        int more = record.OptimizersMet - record.Stepping.Take(MostShown).Count();
        if (more > 0 && record.Steps > 0)
        {
            rows.Add(["optimizers", Text($"{more} more, which took no step of their own or were many")]);
        }

        foreach (SeenSchedule schedule in record.Schedules.Take(MostShown))
        {
            string steps = schedule.IsHeld ? "stepped by another one" : Text($"{schedule.Steps:#,0} steps");
            rows.Add(["schedule", $"{schedule.Name}{Made(schedule.MadeAt)}: {steps}"]);
        }

        rows.Add(["epochs", record.Epochs == 0 ? "nothing told of them" : Text($"{record.Epochs}")]);
        rows.Add(["backward passes", Text($"{record.Backwards:#,0}")]);
        if (record.Steps > 0)
        {
            rows.Add(["for information", string.Join("; ", Information(record).Concat(information).DefaultIfEmpty("nothing"))]);
        }

        return rows;
    }

    /// <summary>What is told and not judged.</summary>
    private static IEnumerable<string> Information(TrainingRecord record)
    {
        foreach (SeenOptimizer optimizer in record.Stepping.Where(optimizer => optimizer.StepsAtRateZero > 0).Take(MostShown))
        {
            yield return Text($"{optimizer.Name} took {optimizer.StepsAtRateZero:#,0} of its {optimizer.Steps:#,0} steps at a rate of 0");
        }

        foreach (string phrase in Course(record))
        {
            yield return phrase;
        }

        SeenOptimizer[] stepping = [.. record.Stepping];
        if (stepping.Length > 1
            && stepping.SelectMany(optimizer => optimizer.Models.Select(model => (optimizer, model))).GroupBy(each => each.model)
            .FirstOrDefault(each => each.Count() > 1) is { } shared)
        {
            yield return $"{shared.Key.Name} has parameters in {string.Join(" and ", shared.Select(each => each.optimizer.Name))}";
        }
    }

    private static IEnumerable<string> Course(TrainingRecord record)
    {
        foreach (SeenModel model in record.Modules.Models.Where(model => model.RecordedEvaluations > 0).Take(MostShown))
        {
            yield return Text(
                $"{model.Name} was evaluated {model.RecordedEvaluations:#,0} times with gradients recorded: no_grad saves their memory");
        }

        foreach (SeenSchedule schedule in record.Schedules.Where(schedule => schedule.Steps > schedule.End).Take(MostShown))
        {
            yield return Text(
                $"{schedule.Name} was stepped {schedule.Steps:#,0} times, past the end of its course after {schedule.End:#,0}");
        }

        if (record.Losses is { Count: >= 2 * LossCourse.Window } loss && !(loss.LatestMean < loss.FirstMean))
        {
            yield return LossDidNotFall(loss);
        }
    }

    private static string LossDidNotFall(LossCourse loss) => Text(
        $"the loss did not fall: {loss.FirstMean:g4} at the first {LossCourse.Window} backward passes, {loss.LatestMean:g4} at the last");

    private static string Rate(SeenOptimizer optimizer) => double.IsNaN(optimizer.LastRate) ? ""
        : optimizer.FirstRate == optimizer.LastRate ? Text($", rate {optimizer.LastRate:g3}")
        : Text($", rate {optimizer.FirstRate:g3} to {optimizer.LastRate:g3}");

    private static string Made(SourceLocation? source) => source is null
        ? ""
        : Text($" ({source.File[(source.File.LastIndexOfAny(['/', '\\']) + 1)..]}:{source.Line})");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
