using TorchTrust.Watching.Knowledge;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// Losses of steps that are long past are alive with the graphs behind them, more and more of them, after a collection of all generations.
/// </summary>
internal sealed class GraphsAreFreed() : WatchRule(new(
    "watch-graphs-are-freed",
    "no graph is kept from step to step",
    "A loss that is kept keeps what its backward pass would need, and everything before it: memory grows until it is used up.",
    "Keep the number (loss.item<float>()), or loss.detach(), in the history and in sums."))
{
    private const int Most = 1024;
    private const int Age = 10;
    private const int Growth = 50;
    private const long LargestHeap = 512L << 20;
    private const int MostForced = 2;

    private readonly Queue<(long Step, WeakReference<Tensor> Loss, SourceLocation? Source)> _losses = new();
    private int _collections = GC.CollectionCount(2);
    private int _forced;
    private int? _first;
    private bool _isTold;
    private int _looks;

    /// <inheritdoc/>
    public override void BeforeBackward(Tensor? loss, SourceLocation? source)
    {
        if (loss is null || _isTold || !loss.requires_grad)
        {
            return;
        }

        _losses.Enqueue((Record.Steps, new WeakReference<Tensor>(loss), source));
        if (_losses.Count > Most)
        {
            _losses.Dequeue();
        }
    }

    /// <inheritdoc/>
    public override void AfterStep(StepLook step)
    {
        if (_isTold || !step.IsLooked || _losses.Count < Growth)
        {
            return;
        }

        int now = GC.CollectionCount(2);
        if (now != _collections)
        {
            _collections = now;
            Look();
        }
        else if (_forced < MostForced && step.Number % Growth == Growth - 1 && Alive().Count >= Growth / 2
            && GC.GetTotalMemory(forceFullCollection: false) < LargestHeap)
        {
            // Nearly all are there, and nothing tells yet whether they are held or only not collected.
            _forced++;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            _collections = GC.CollectionCount(2);
            Look();
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) => _looks > 0
        ? Passed
        : _losses.Count == 0 ? Skipped("No loss was seen.")
        : Open("No collection of all generations came in the time of the run, so what is held is not known.");

    private void Look()
    {
        _looks++;
        List<SourceLocation?> alive = Alive();
        _first ??= alive.Count;
        if (alive.Count >= Growth || (alive.Count >= Growth / 2 && alive.Count - _first >= Growth / 2))
        {
            _isTold = true;
            Find(Severity.Question, At(
                $"{alive.Count} losses of steps that are more than {Age} steps past are alive, each with the graph behind it",
                alive[0],
                ("losses alive", alive.Count),
                ("steps", Record.Steps)));
            _losses.Clear();
        }
    }

    private List<SourceLocation?> Alive() =>
    [
        .. _losses.Where(
            each => each.Step <= Record.Steps - Age && each.Loss.TryGetTarget(out Tensor? loss) && !loss.IsInvalid && loss.requires_grad)
            .Select(each => each.Source),
    ];
}
