using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Hearing;

/// <summary>
/// Hears the steps and clearings of an optimizer by the parameters of its groups, which are read through it. Several may hear one
/// optimizer, from whatever threads; when the last one leaves, the groups have what they had.
/// </summary>
internal sealed class OptimizerTap
{
    private static readonly ConditionalWeakTable<optim.Optimizer, OptimizerTap> _taps = [];

    private readonly List<(ParamGroup Group, IEnumerable<Parameter> Own, IEnumerable<Parameter> Tapped)> _groups = [];
    private volatile IReadOnlyList<IOptimizerListener> _listeners = [];

    private OptimizerTap(optim.Optimizer optimizer)
    {
        IReadOnlyList<ParamGroup> groups = OptimizerGroups.Of(optimizer);
        for (int i = 0; i < groups.Count; i++)
        {
            (int index, bool isLast) = (i, i == groups.Count - 1);
            IEnumerable<Parameter> own = groups[i].Parameters;
            var tapped = new WatchedParameters(own, (reader, parameters) => Read(reader, parameters, index == 0, isLast));
            groups[i].Parameters = tapped;
            _groups.Add((groups[i], own, tapped));
        }
    }

    /// <summary>Hears an optimizer until the result is disposed.</summary>
    public static IDisposable Hear(optim.Optimizer optimizer, IOptimizerListener listener)
    {
        lock (_taps)
        {
            OptimizerTap tap = _taps.GetValue(optimizer, heard => new OptimizerTap(heard));
            tap._listeners = [.. tap._listeners, listener];
            return new Leave(optimizer, tap, listener);
        }
    }

    private IEnumerable<Parameter> Read(ParameterReader reader, IEnumerable<Parameter> parameters, bool isFirst, bool isLast)
    {
        IReadOnlyList<IOptimizerListener> listeners = _listeners;
        if (reader == ParameterReader.Other || listeners.Count == 0)
        {
            return parameters;
        }

        foreach (IOptimizerListener listener in isFirst ? listeners : [])
        {
            if (reader == ParameterReader.Clearing)
            {
                listener.Cleared();
            }
            else
            {
                listener.StepBegins();
            }
        }

        return isLast && reader == ParameterReader.Update ? ToEnd(parameters, listeners) : parameters;
    }

    /// <summary>Whoever asks for more than the last one has updated the last one.</summary>
    private static IEnumerable<Parameter> ToEnd(IEnumerable<Parameter> parameters, IReadOnlyList<IOptimizerListener> listeners)
    {
        foreach (Parameter parameter in parameters)
        {
            yield return parameter;
        }

        foreach (IOptimizerListener listener in listeners)
        {
            listener.StepEnds();
        }
    }

    private void Restore()
    {
        foreach ((ParamGroup group, IEnumerable<Parameter> own, IEnumerable<Parameter> tapped) in _groups)
        {
            if (ReferenceEquals(group.Parameters, tapped))
            {
                group.Parameters = own;
            }
        }
    }

    private sealed class Leave(optim.Optimizer optimizer, OptimizerTap tap, IOptimizerListener listener) : IDisposable
    {
        public void Dispose()
        {
            lock (_taps)
            {
                tap._listeners = [.. tap._listeners.Where(other => !ReferenceEquals(other, listener))];
                if (tap._listeners.Count == 0 && _taps.Remove(optimizer))
                {
                    tap.Restore();
                }
            }
        }
    }
}
