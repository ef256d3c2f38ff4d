using TorchSharp.Modules;
using TorchTrust.Watching.Knowledge;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Probes;

/// <summary>
/// How much a step moves a weight, against its size: one weight a step, each in turn, so that the cost does not grow with the network.
/// </summary>
internal sealed class UpdateMeter
{
    private const int MostLayers = 32;
    private const int MostPoints = 256;
    private const long MostElements = 1 << 20;

    private readonly Dictionary<string, List<(long Step, double Ratio)>> _series = [];
    private Tensor? _before;
    private (Parameter Parameter, string Name)? _watched;
    private int _next;

    /// <summary>The ratio that was measured last; NaN before the first.</summary>
    public double Last { get; private set; } = double.NaN;

    /// <summary>The weights, each with its ratios at steps.</summary>
    public IReadOnlyDictionary<string, List<(long Step, double Ratio)>> Series => _series;

    /// <summary>Chooses a weight and remembers it.</summary>
    public void BeforeStep(StepLook step)
    {
        Drop();
        if (!step.IsLooked || step.Held.Count == 0)
        {
            return;
        }

        for (int i = 0; i < step.Held.Count; i++)
        {
            StepLook.HeldParameter held = step.Held[(_next + i) % step.Held.Count];
            if (held.IsTrainable && held.Parameter.dim() > 1 && held.Parameter.numel() <= MostElements
                && (_series.ContainsKey(held.Seen.Name) || _series.Count < MostLayers))
            {
                _next = (_next + i + 1) % step.Held.Count;
                using IDisposable _ = no_grad();
                _before = held.Parameter.detach().clone().DetachFromDisposeScope();
                _watched = (held.Parameter, held.Seen.Name);
                return;
            }
        }
    }

    /// <summary>Measures it.</summary>
    public void AfterStep(StepLook step)
    {
        if (_before is { } before && _watched is { } watched && !watched.Parameter.IsInvalid)
        {
            (double change, double size) = TensorLook.Update(before, watched.Parameter);
            if (size > 0 && double.IsFinite(change))
            {
                Last = Math.Sqrt(change / size);
                Add(watched.Name, step.Number + 1, Last);
            }
        }

        Drop();
    }

    private void Add(string name, long step, double ratio)
    {
        if (!_series.TryGetValue(name, out List<(long Step, double Ratio)>? series))
        {
            _series[name] = series = [];
        }

        if (series.Count == MostPoints)
        {
            // Every second one goes: what is left still covers the whole run.
            for (int i = 1; i < series.Count; i++)
            {
                series.RemoveAt(i);
            }
        }

        series.Add((step, ratio));
    }

    private void Drop()
    {
        _before?.Dispose();
        _before = null;
        _watched = null;
    }
}
