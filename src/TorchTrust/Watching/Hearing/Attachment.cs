using System.Collections.Concurrent;
using TorchSharp.Modules;
using TorchTrust.Probes;
using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Stream;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Hearing;

/// <summary>Hears a model and its optimizer by TorchSharp's own means: the parameters of the optimizer's groups are read through it, and hooks tell of calls.</summary>
internal sealed class Attachment : IWatchListener, IDisposable
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
    private readonly List<(ParamGroup Group, IEnumerable<Parameter> Own, IEnumerable<Parameter> Watched)> _groups = [];
    private readonly WatchOptions _options;
    private readonly WatchMeter _meter;
    private readonly Watcher _watcher;
    private readonly optim.Optimizer _optimizer;
    private readonly string _name;
    private readonly ForwardHook? _before;
    private readonly ForwardHook? _after;
    private readonly object _stepping = new();
    private WatchState? _last;
    private Exception? _fault;
    private bool _isStepping;
    private bool _isOver;

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
        foreach (ParamGroup group in OptimizerGroups.Of(optimizer))
        {
            IEnumerable<Parameter> own = group.Parameters;
            bool isFirst = _groups.Count == 0;
            var watched = new WatchedParameters(own, (reader, parameters) =>
            {
                if (isFirst)
                {
                    Hear(reader);
                }

                return parameters;
            });
            group.Parameters = watched;
            _groups.Add((group, own, watched));
        }

        _before = ForwardHook.TryInstallBefore(model, (module, arguments) =>
        {
            EndStep();
            _watcher.Calling(module, null);
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
        EndStep();
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
    public void Dispose()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        EndStep();
        _before?.Dispose();
        _after?.Dispose();
        foreach ((ParamGroup group, IEnumerable<Parameter> own, IEnumerable<Parameter> watched) in _groups)
        {
            if (ReferenceEquals(group.Parameters, watched))
            {
                group.Parameters = own;
            }
        }

        _watcher.End(RunEnd.Natural);
        _last = _watcher.State(RunEnd.Natural);
        _watcher.Stop();
        _meter.Dispose();
    }

    /// <summary>An update is heard when it begins; that it is over shows at whatever comes next.</summary>
    private void Hear(ParameterReader reader)
    {
        if (reader == ParameterReader.Other || _isOver)
        {
            return;
        }

        EndStep();
        if (reader == ParameterReader.Clearing)
        {
            _watcher.Cleared(null);
            return;
        }

        _watcher.BeforeStep(_optimizer, null, null);
        lock (_stepping)
        {
            _isStepping = true;
        }
    }

    private void EndStep()
    {
        lock (_stepping)
        {
            if (!_isStepping)
            {
                return;
            }

            _isStepping = false;
        }

        _watcher.AfterStep(_optimizer);
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
