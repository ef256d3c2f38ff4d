using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Probes;
using TorchTrust.Watching.Rules;
using TorchTrust.Watching.Stream;
using static TorchSharp.torch;

namespace TorchTrust.Watching;

/// <summary>Follows the steps of optimizers: what is known before one, what it held, and how far it moved.</summary>
/// <param name="record">The record of the run.</param>
/// <param name="rules">The rules, which are told.</param>
internal sealed class StepRows(TrainingRecord record, RuleSet rules)
{
    /// <summary>So many steps are looked at whatever they take: the errors of a short run ask for twenty.</summary>
    private const int FirstSteps = 24;

    private const long HoldingEvery = 16;

    private readonly UpdateMeter _updates = new();

    /// <summary>How much steps moved each weight.</summary>
    public IReadOnlyDictionary<string, List<(long Step, double Ratio)>> Updates => _updates.Series;

    /// <summary>Finds the optimizer that moves, where one holds another.</summary>
    /// <param name="optimizer">The optimizer that is about to take a step.</param>
    /// <param name="outer">The one within whose step this is; null for none.</param>
    /// <returns>Null where it only hands the step on.</returns>
    public SeenOptimizer? Mover(optim.Optimizer optimizer, optim.Optimizer? outer)
    {
        if (outer is not null)
        {
            // The one inside is the one that moves: whoever holds it only hands the call on.
            SeenOptimizer wrapper = record.Of(outer);
            (wrapper.IsWrapper, wrapper.Taking) = (true, null);
        }

        return record.Of(optimizer) is { IsWrapper: false } mover ? mover : null;
    }

    /// <summary>A step is about to be taken.</summary>
    public void Before(SeenOptimizer optimizer, SourceLocation? source)
    {
        var look = new StepLook(optimizer, record.Modules, source, optimizer.Steps < FirstSteps || record.Clock.MayLook);
        IReadOnlyList<double> rates = optimizer.Rates();
        look.HasRate = rates.Count == 0 || rates.Any(rate => rate != 0);
        record.Rate = optimizer.LastRate = rates.Count == 0 ? double.NaN : rates[0];
        optimizer.FirstRate = double.IsNaN(optimizer.FirstRate) ? optimizer.LastRate : optimizer.FirstRate;
        optimizer.StepsAtRateZero += look.HasRate ? 0 : 1;
        optimizer.SteppedAt = source;
        optimizer.Taking = look;
        if (look.IsLooked || optimizer.Steps % HoldingEvery == 0)
        {
            Hold(optimizer, look);
        }

        record.Mode.Step(record.Steps);
        record.Loader.Step(record.Steps);
        rules.Tell(rule => rule.BeforeStep(look));
        if (look.IsLooked)
        {
            optimizer.Looked++;
            record.GradientNorm = look.GradientNorm;
        }

        _updates.BeforeStep(look);
    }

    /// <summary>A step was taken.</summary>
    /// <returns>Where the training stands; null where the step was another one's.</returns>
    public WatchPoint? After(SeenOptimizer optimizer)
    {
        if (optimizer.Taking is not { } look)
        {
            return null;
        }

        optimizer.Taking = null;
        optimizer.Steps++;
        record.Steps++;
        record.Iteration = Math.Max(record.Iteration, optimizer.Steps);
        rules.Tell(rule => rule.AfterStep(look));
        _updates.AfterStep(look);
        return new WatchPoint(record.Iteration, record.Losses.Last, record.Rate, record.GradientNorm, _updates.Last, record.Epochs);
    }

    private static void Hold(SeenOptimizer optimizer, StepLook look)
    {
        optimizer.Held = look.Held.Count;
        foreach (StepLook.HeldParameter held in look.Held)
        {
            held.Seen.IsHeld = true;
            if (held.Seen.Model is { } model)
            {
                model.IsTrained = true;
                optimizer.Models.Add(model);
            }
        }
    }
}
