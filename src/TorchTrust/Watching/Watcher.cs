using System.Diagnostics;
using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Probes;
using TorchTrust.Watching.Rules;
using TorchTrust.Watching.Stream;
using static TorchSharp.torch;
using LRScheduler = TorchSharp.torch.optim.lr_scheduler.LRScheduler;

namespace TorchTrust.Watching;

/// <summary>
/// Watches one training program: whoever hears its calls tells them here, from whatever threads, and the rules hear of them one after the
/// other.
/// </summary>
internal sealed class Watcher
{
    private readonly RuleSet _rules;
    private readonly CallRows _calls;
    private readonly StepRows _steps;
    private readonly WatchGate _gate;
    private readonly IWatchListener _listener;

    /// <summary>Begins to watch.</summary>
    /// <param name="listener">Told what is found.</param>
    /// <param name="share">The share of the run's time that watching may take.</param>
    public Watcher(IWatchListener listener, double share)
    {
        _listener = listener;
        Record = new TrainingRecord(new WatchClock(share));
        _rules = new RuleSet(Record);
        _calls = new CallRows(Record, _rules);
        _steps = new StepRows(Record, _rules);
        _gate = new WatchGate(Record, _rules, listener);
    }

    /// <summary>The record of the run.</summary>
    public TrainingRecord Record { get; }

    /// <summary>The time of our own.</summary>
    public WatchClock Clock => Record.Clock;

    /// <summary>An optimizer was made.</summary>
    public void OptimizerMade(optim.Optimizer optimizer, SourceLocation? source) => Do(record =>
    {
        SeenOptimizer seen = record.Of(optimizer, source);
        Tell(rule => rule.OptimizerMade(seen));
    });

    /// <summary>An optimizer is about to take a step.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="outer">The one within whose step this is; null for none.</param>
    /// <param name="source">The line.</param>
    public void BeforeStep(optim.Optimizer optimizer, optim.Optimizer? outer, SourceLocation? source) => Do(_ =>
    {
        if (_steps.Mover(optimizer, outer) is { } mover)
        {
            _calls.StepBegins(mover);
            _steps.Before(mover, source);
        }
    });

    /// <summary>An optimizer has taken a step.</summary>
    public void AfterStep(optim.Optimizer optimizer)
    {
        WatchPoint? point = null;
        Do(record => point = _steps.After(record.Of(optimizer)));
        if (point is { } taken)
        {
            // Outside of the lock, since whoever is told may end the watch by it.
            long since = Stopwatch.GetTimestamp();
            _listener.Stepped(taken);
            Clock.Count(since);
        }
    }

    /// <summary>A backward pass is about to begin.</summary>
    public void BeforeBackward(Tensor? loss, SourceLocation? source) => Do(record =>
    {
        _calls.BackwardBegins();
        Tell(rule => rule.BeforeBackward(loss, source));
        record.Backwards++;
        Read(record, loss);
    });

    /// <summary>The program tells the loss of a step.</summary>
    public void LossTold(Tensor loss) => Do(record => Read(record, loss));

    /// <summary>The program tells the loss of a step.</summary>
    public void LossTold(double loss) => Do(record => record.Losses.Add(loss));

    /// <summary>Gradients are cleared.</summary>
    /// <param name="what">The optimizer or the module whose gradients they are.</param>
    /// <param name="source">The line.</param>
    public void Cleared(object? what, SourceLocation? source) => Do(record =>
    {
        _calls.Cleared(what switch
        {
            optim.Optimizer optimizer => record.Of(optimizer).Models,
            nn.Module module when record.Modules.ModelOf(module) is { } model => [model],
            _ => [],
        });
        Tell(rule => rule.Cleared(source));
    });

    /// <summary>Gradients were clipped.</summary>
    public void Clipped(ClipCall clip) => Do(_ => Tell(rule => rule.Clipped(clip)));

    /// <summary>A schedule was made.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="others">Those that it holds.</param>
    /// <param name="end">After how many steps its course is at its end; null where it has none, or is not told.</param>
    /// <param name="source">The line.</param>
    public void ScheduleMade(LRScheduler schedule, IReadOnlyList<LRScheduler> others, long? end, SourceLocation? source) => Do(record =>
    {
        foreach (SeenSchedule held in record.Schedules.Where(seen => others.Any(seen.Is)))
        {
            held.IsHeld = true;
        }

        record.Add(new SeenSchedule(schedule, source) { End = end });
    });

    /// <summary>A schedule was stepped.</summary>
    public void Scheduled(LRScheduler schedule, SourceLocation? source) => Do(record =>
    {
        if (record.Schedules.FirstOrDefault(seen => seen.Is(schedule)) is not { } known)
        {
            record.Add(known = new SeenSchedule(schedule, null));
        }

        known.Steps++;
        Tell(rule => rule.Scheduled(known, source));
    });

    /// <summary>The program uses a module.</summary>
    public void Note(nn.Module module) => Do(record => record.Modules.Note(module));

    /// <summary>The program asks a module for its parameters, and may write to them.</summary>
    public void Asked(nn.Module module) => Do(record =>
    {
        record.Modules.Note(module);
        if (record.Modules.ModelOf(module) is { } model)
        {
            model.WasAsked = true;
        }
    });

    /// <summary>A module was moved or converted.</summary>
    public void Moved(nn.Module module, SourceLocation? source) => Do(record =>
    {
        record.Modules.Note(module);
        record.Modules.Renew();
        if (record.Modules.ModelOf(module) is { } model)
        {
            Tell(rule => rule.Moved(model, source));
        }
    });

    /// <summary>A module is about to be loaded.</summary>
    /// <param name="load">What is asked for.</param>
    public void Loading(LoadCall load) => Do(record =>
    {
        record.Modules.Note(load.Module);
        Tell(rule => rule.Loading(load));
    });

    /// <summary>Something was loaded.</summary>
    /// <param name="load">Into what; null if it was no module.</param>
    public void Loaded(LoadCall? load) => Do(record =>
    {
        record.HasLoaded = true;
        if (load is null)
        {
            return;
        }

        record.Modules.Note(load.Module);
        record.Modules.Renew();
        if (record.Modules.ModelOf(load.Module) is { } model)
        {
            model.WasLoaded = true;
        }

        Tell(rule => rule.Loaded(load));
    });

    /// <summary>A module was saved, or its state was asked for.</summary>
    /// <param name="module">The module.</param>
    /// <param name="isToFile">Whether it is written, and not handed to the program.</param>
    /// <param name="source">The line.</param>
    public void Saved(nn.Module module, bool isToFile, SourceLocation? source) => Do(record =>
    {
        record.Modules.Note(module);
        if (record.Modules.ModelOf(module) is { } model)
        {
            Tell(rule => rule.Saved(model, isToFile, source));
            model.WasAsked |= !isToFile;
        }
    });

    /// <summary>The mode of a module was set.</summary>
    public void ModeSet(nn.Module module, bool isTraining, SourceLocation? source) => Do(record =>
    {
        record.Modules.Note(module);
        if (record.Modules.ModelOf(module) is not { } model)
        {
            return;
        }

        if (isTraining)
        {
            record.Mode.Hear();
            _calls.TrainingModeSet(model);
        }

        Tell(rule => rule.ModeSet(model, isTraining, source));
    });

    /// <summary>The gradient of a parameter was switched off, or on.</summary>
    public void GradientSwitched(TorchSharp.Modules.Parameter parameter, bool isOn, SourceLocation? source) =>
        Do(record => record.Modules.Of(parameter).FrozenAt = isOn ? null : source);

    /// <summary>A seed was set.</summary>
    public void Seeded(SeedCall seed) => Do(_ => Tell(rule => rule.Seeded(seed)));

    /// <summary>A loader begins an epoch.</summary>
    public void LoaderBegins() => Do(record => record.Loader.Hear());

    /// <summary>Rows were read of a tensor.</summary>
    public void RowsRead(object source, IReadOnlyList<ulong> rows) => Do(_ => Tell(rule => rule.RowsRead(source, rows)));

    /// <summary>A module is about to be called by the program.</summary>
    public void Calling(nn.Module module) => Do(record =>
    {
        record.Modules.Note(module);
        if (record.Modules.ModelOf(module) is { } model)
        {
            _calls.Begin(model);
        }
    });

    /// <summary>A module was called by the program.</summary>
    /// <param name="module">The module.</param>
    /// <param name="input">Its first tensor; null if there is none.</param>
    /// <param name="output">Its first output that is a tensor; null if there is none.</param>
    /// <param name="source">The line.</param>
    public void Called(nn.Module module, Tensor? input, Tensor? output, SourceLocation? source) => Do(record =>
    {
        if (record.Modules.ModelOf(module) is { } model && output is { IsInvalid: false })
        {
            _calls.Add(model, module, input, output.requires_grad, source);
        }
    });

    /// <summary>A module was called, from wherever; heard only while a rule asks for it.</summary>
    public void Ran(nn.Module module) => Do(_ => Tell(rule => rule.Ran(module)));

    /// <summary>Ends: the rules decide what only the end decides.</summary>
    public void End(RunEnd end) => Do(record =>
    {
        _calls.End(end);
        if (record.Steps > 0)
        {
            Tell(rule => rule.Ended(end));
        }
    }, isBeside: true);

    /// <summary>The last update ratio of each weight that was measured.</summary>
    public IReadOnlyDictionary<string, double> Updates()
    {
        var ratios = new Dictionary<string, double>();
        Do(_ => ratios = _steps.Updates.ToDictionary(series => series.Key, series => series.Value[^1].Ratio), isBeside: true);
        return ratios;
    }

    /// <summary>Listens no more.</summary>
    public void Stop() => _gate.Close();

    /// <summary>What is known at this moment.</summary>
    /// <param name="end">How the run stands.</param>
    public WatchState State(RunEnd end) => State(end, hasResults: Record.Steps > 0);

    /// <summary>A state that nobody is told, with all that there can be in one.</summary>
    public WatchState Rehearse() => State(RunEnd.None, hasResults: true);

    private WatchState State(RunEnd end, bool hasResults)
    {
        var state = new WatchState();
        Do(record => state = new WatchState
        {
            End = end,
            Steps = record.Steps,
            Looked = record.Stepping.Sum(optimizer => optimizer.Looked),
            Seconds = record.Clock.Elapsed.TotalSeconds,
            OwnSeconds = record.Clock.Own.TotalSeconds,
            BesideSeconds = record.Clock.Beside.TotalSeconds,
            Name = SeenText.Name(record),
            Seen = SeenText.Of(record, _rules.Information),
            Results = hasResults ? _rules.Results(end) : [],
            Updates = [.. _steps.Updates.Select(series => new WatchSeries(
                series.Key, [.. series.Value.Select(point => (double)point.Step)], [.. series.Value.Select(point => point.Ratio)]))],
        }, isBeside: true);
        return state;
    }

    private static void Read(TrainingRecord record, Tensor? loss)
    {
        if (loss is { IsInvalid: false } && loss.numel() == 1 && (loss.device_type == TorchSharp.DeviceType.CPU || record.Clock.MayLook))
        {
            using Tensor number = loss.detach().to(ScalarType.Float64);
            record.Losses.Add(number.item<double>());
        }
    }

    private void Tell(Action<WatchRule> tell) => _rules.Tell(tell);

    private void Do(Action<TrainingRecord> action, bool isBeside = false) => _gate.Do(action, isBeside);
}
