using System.Collections.Concurrent;
using TorchTrust.Probes;
using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Stream;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Hearing;

/// <summary>
/// Hears a model and its optimizer by TorchSharp's own means: the parameters of the optimizer's groups are read through it, and hooks tell
/// of calls.
/// </summary>
internal sealed class Attachment : IWatchListener, IOptimizerListener, IDisposable
{
    private const string Unheard =
        "A watch that is attached hears steps, clearings and calls of the model; this needs more: torchtrust watch hears it.";

    /// <summary>What is decided by steps, clearings and calls of the model alone.</summary>
    private static readonly HashSet<string> _heard =
    [
        "watch-parameters-get-gradients", "watch-parameters-move", "watch-parameters-held", "watch-frozen-stays", "watch-steps-are-finite",
        "watch-rate-not-zero", "watch-training-mode", "watch-evaluation-mode", "watch-evaluation-data-are-new", "watch-order-changes",
        "watch-evaluation-changes-nothing",
    ];

    private readonly ConcurrentDictionary<string, CheckResult> _found = new();
    private readonly WatchOptions _options;
    private readonly WatchMeter _meter;
    private readonly Watcher _watcher;
    private readonly optim.Optimizer _optimizer;
    private readonly string _name;
    private readonly ForwardHook? _before;
    private readonly ForwardHook? _after;
    private readonly IDisposable _tap;
    private volatile WatchState? _last;
    private volatile Exception? _fault;
    private int _isOver;

    /// <summary>Begins.</summary>
    public Attachment(nn.Module model, optim.Optimizer optimizer, WatchOptions options)
    {
        _options = options;
        _optimizer = optimizer;
        _name = model.GetType().Name;
        _watcher = new Watcher(this, options.Share);
        _meter = new WatchMeter(() => options.SeriesByLayer ? _watcher.Updates() : new Dictionary<string, double>());
        _watcher.Note(model);
        _watcher.OptimizerMade(optimizer, null);
        _tap = OptimizerTap.Hear(optimizer, this);
        _before = ForwardHook.TryInstallBefore(model, (module, arguments) =>
        {
            _watcher.Calling(module);
            return arguments;
        });
        _after = ForwardHook.TryInstall(model, (module, arguments, output) =>
        {
            _watcher.Called(
                module,
                arguments.OfType<Tensor>().FirstOrDefault(),
                output as Tensor ?? TensorTree.Flatten(output).Select(leaf => leaf.Tensor).FirstOrDefault(),
                null);
            return output;
        });
    }

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<CheckResult> Findings => [.. _found.Values];

    /// <summary>What is known by now.</summary>
    public TrustReport Report()
    {
        WatchState state = _last ?? _watcher.State(RunEnd.None);
        return new TrustReport(_name, WatchedRun.Kind, 0, [.. state.Results.Select(Heard), Seen(state)])
        {
            Duration = TimeSpan.FromSeconds(state.Seconds),
            Failure = _fault is { } fault ? $"Watching failed, by a fault of TorchTrust's: {fault}"
                : state.Steps == 0 ? "Nothing was trained: no step of the optimizer was heard." : null,
        };
    }

    /// <inheritdoc/>
    public void Stepped(WatchPoint point) => _meter.Stepped(point);

    /// <inheritdoc/>
    public void Found(CheckResult result)
    {
        if (_heard.Contains(result.CheckId))
        {
            _found[result.CheckId] = result;
            _meter.Found(result);
            _options.Found?.Invoke(result);
        }
    }

    /// <inheritdoc/>
    public void Failed(Exception fault) => _fault = fault;

    /// <inheritdoc/>
    public void Cleared() => _watcher.Cleared(_optimizer, null);

    /// <inheritdoc/>
    public void StepBegins() => _watcher.BeforeStep(_optimizer, null, null);

    /// <inheritdoc/>
    public void StepEnds() => _watcher.AfterStep(_optimizer);

    /// <summary>The program tells the loss of a step.</summary>
    public void Observe(Tensor loss) => _watcher.LossTold(loss);

    /// <summary>The program tells the loss of a step.</summary>
    public void Observe(double loss) => _watcher.LossTold(loss);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
        {
            return;
        }

        _before?.Dispose();
        _after?.Dispose();
        _tap.Dispose();
        _watcher.End(RunEnd.Natural);
        _last = _watcher.State(RunEnd.Natural);
        _watcher.Stop();
        _meter.Dispose();
    }

    private static CheckResult Heard(CheckResult result) => _heard.Contains(result.CheckId)
        ? result
        : result with { Verdict = Verdict.Skipped, Reason = Unheard, Findings = [], Declaration = null };

    private static CheckResult Seen(WatchState state) => new(WatchedRun.SeenId, "what was seen of the run", Verdict.Passed)
    {
        Area = "Watch",
        Pictures = state.Seen.Count == 0 ? [] : [new TablePicture("What was seen", ["what", "how"], state.Seen)],
    };
}
