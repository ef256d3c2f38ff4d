using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using TorchTrust.Probes;
using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Probes;
using TorchTrust.Watching.Rules;
using static TorchSharp.torch;
using LRScheduler = TorchSharp.torch.optim.lr_scheduler.LRScheduler;

namespace TorchTrust.Watching.Hearing;

/// <summary>Hears the calls of woven code and tells the watcher what they mean for a training.</summary>
/// <param name="watcher">The watcher.</param>
internal sealed class TrainingObserver(Watcher watcher) : CallObserver(
    CallKind.Forward | CallKind.Call | CallKind.Parameters | CallKind.Move | CallKind.Optimizer | CallKind.ZeroGrad | CallKind.Backward
        | CallKind.Clip | CallKind.Step | CallKind.Scheduler | CallKind.Schedule | CallKind.Mode | CallKind.GradientMode | CallKind.Seed
        | CallKind.Save | CallKind.Load | CallKind.Read)
{
    private const CallKind Runs = CallKind.Forward | CallKind.Call;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Calling(WovenCall call)
    {
        switch (call.Member.Kind)
        {
            case CallKind.Forward or CallKind.Call when call.Object is nn.Module module:
                if (watcher.Record.HearsEachModule)
                {
                    watcher.Ran(module);
                }

                if (IsOutermost(call, Runs))
                {
                    watcher.Calling(module);
                }

                break;
            case CallKind.Step when call.Object is optim.Optimizer optimizer:
                watcher.BeforeStep(optimizer, OuterStep(call, optimizer), Source(call));
                break;
            case CallKind.Backward:
                watcher.BeforeBackward(call.Arguments.Length > 0 ? call.Arguments[0] as Tensor : null, Source(call));
                break;
            case CallKind.ZeroGrad:
                if (call.Object is nn.Module cleared)
                {
                    watcher.Note(cleared);
                }

                watcher.Cleared(call.Object, Source(call));
                break;
            case CallKind.Mode when call.Object is nn.Module module:
                watcher.ModeSet(
                    module, call.Member.Name == "train" && (!call.TryArgument("on", out object? isOn) || isOn is not false), Source(call));
                break;
            case CallKind.Parameters when call.Object is nn.Module module:
                watcher.Asked(module);
                break;
            case CallKind.Load when LoadOf(call) is { } load:
                watcher.Loading(load);
                break;
            case CallKind.Read when call.Member.Name == "GetEnumerator":
                watcher.LoaderBegins();
                break;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Called(WovenCall call)
    {
        switch (call.Member.Kind)
        {
            case CallKind.Forward or CallKind.Call when call.Object is nn.Module module && IsOutermost(call, Runs):
                watcher.Called(
                    module, call.Arguments.Length > 1 ? FirstTensor(call.Arguments[1]) : null, FirstTensor(call.Result), Source(call));
                break;
            case CallKind.Step when call.Object is optim.Optimizer optimizer:
                watcher.AfterStep(optimizer);
                break;
            case CallKind.Optimizer when call.Result is optim.Optimizer optimizer:
                watcher.OptimizerMade(optimizer, Source(call));
                break;
            case CallKind.Clip when call.Result is IConvertible norm && call.TryArgument("max_norm", out object? limit)
                && limit is IConvertible most:
                watcher.Clipped(new ClipCall(
                    norm.ToDouble(CultureInfo.InvariantCulture), most.ToDouble(CultureInfo.InvariantCulture), Source(call)));
                break;
            case CallKind.Scheduler when call.Result is LRScheduler schedule:
                watcher.ScheduleMade(schedule, [.. call.Arguments.SelectMany(Schedules)], EndOf(call), Source(call));
                break;
            case CallKind.Schedule when call.Object is LRScheduler schedule && IsOutermost(call, CallKind.Schedule):
                watcher.Scheduled(schedule, Source(call));
                break;
            case CallKind.Move when call.Arguments.Length > 0 && call.Arguments[0] is nn.Module module:
                watcher.Moved(module, Source(call));
                break;
            case CallKind.Load:
                watcher.Loaded(LoadOf(call));
                break;
            case CallKind.Save when call.Object is nn.Module module:
                watcher.Saved(module, isToFile: call.Member.Name == "save", Source(call));
                break;
            case CallKind.GradientMode when call.Object is Parameter parameter && call.Arguments.Length > 1
                && call.Arguments[1] is bool isOn:
                watcher.GradientSwitched(parameter, isOn, Source(call));
                break;
            case CallKind.Seed:
                Seed(call);
                break;
            case CallKind.Read when call is { Object: Tensor source, Result: Tensor rows }:
                Read(source, rows);
                break;
        }
    }

    private void Seed(WovenCall call)
    {
        if (!(call.TryArgument("seed", out object? seed) || call.TryArgument("newSeed", out seed)) || seed is not IFormattable number)
        {
            return;
        }

        Generator? generator = call.Object as Generator ?? (call.Member.Name == ".ctor" ? call.Result as Generator : null);
        if (generator is not null || !call.Member.Type.EndsWith("cuda", StringComparison.Ordinal))
        {
            watcher.Seeded(new SeedCall(number.ToString(null, CultureInfo.InvariantCulture), generator, Source(call)));
        }
    }

    /// <summary>Hashes rows outside of the lock: loaders read on threads of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Read(Tensor source, Tensor rows)
    {
        if (!watcher.Clock.MayLook || rows.IsInvalid || rows.requires_grad)
        {
            return;
        }

        long since = Stopwatch.GetTimestamp();
        IReadOnlyList<ulong> hashes = TensorLook.Rows(rows, EvaluationDataAreNew.LeastValues);
        watcher.Clock.Count(since);
        if (hashes.Count > 0)
        {
            watcher.RowsRead(source, hashes);
        }
    }

    private static LoadCall? LoadOf(WovenCall call) => call.Object is nn.Module module
        ? new LoadCall(
            module,
            call.TryArgument("strict", out object? strict) && strict is false
                && !(call.TryArgument("skip", out object? skip) && skip is IList<string> { Count: > 0 }),
            Source(call))
        : null;

    /// <summary>After how many steps a schedule has run its course.</summary>
    private static long? EndOf(WovenCall call) =>
        (call.TryArgument("T_max", out object? end) || call.TryArgument("total_steps", out end)) && end is IConvertible number
            && number.ToDouble(CultureInfo.InvariantCulture) is > 0 and < long.MaxValue and var steps
                ? (long)steps
                : null;

    private static IEnumerable<LRScheduler> Schedules(object? argument) => argument switch
    {
        LRScheduler one => [one],
        LRScheduler[] several => several,
        IList<LRScheduler> several => several,
        _ => [],
    };

    private static Tensor? FirstTensor(object? value) => value switch
    {
        null => null,
        Tensor tensor => tensor,
        _ when value.GetType().IsPrimitive || value is string => null,
        _ => TensorTree.Flatten(value).Select(leaf => leaf.Tensor).FirstOrDefault(),
    };

    private static bool IsOutermost(WovenCall call, CallKind kinds)
    {
        for (WovenCall? outer = call.Outer; outer is not null; outer = outer.Outer)
        {
            if ((outer.Member.Kind & kinds) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static optim.Optimizer? OuterStep(WovenCall call, optim.Optimizer own)
    {
        for (WovenCall? outer = call.Outer; outer is not null; outer = outer.Outer)
        {
            if (outer.Member.Kind == CallKind.Step && outer.Object is optim.Optimizer other && !ReferenceEquals(other, own))
            {
                return other;
            }
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static SourceLocation? Source(WovenCall call) => call.Site.Place is { File: { } file, Line: > 0 and var line }
        ? new SourceLocation(file, line)
        : null;
}
