using TorchSharp.Modules;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>
/// Hears each update and each clearing of the optimizers of a loop, with the rates and the gradients that are really used. It
/// hears neither LBFGS, which is native, nor optimizers that a step makes for itself, nor updates by hand.
/// </summary>
internal sealed class OptimizerSpy : IDisposable
{
    private readonly HashSet<optim.Optimizer> _watched = new(ReferenceEqualityComparer.Instance);
    private readonly List<OptimizerEvent> _heard = [];
    private readonly Dictionary<string, Tensor> _kept = [];
    private readonly LiveLoop _loop;
    private readonly bool _keeps;

    /// <summary>Watches the optimizers that a loop holds now.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="keepsGradients">Whether the gradients of the last update are kept as tensors.</param>
    public OptimizerSpy(LiveLoop loop, bool keepsGradients = false)
    {
        _loop = loop;
        _keeps = keepsGradients;
        WatchNewOnes();
    }

    /// <summary>What was heard since it was last taken, in order.</summary>
    public IReadOnlyList<OptimizerEvent> Take()
    {
        OptimizerEvent[] heard = [.. _heard];
        _heard.Clear();
        return heard;
    }

    /// <summary>The gradients of the last update, by path; empty where they are not kept.</summary>
    public IReadOnlyDictionary<string, Tensor> LastGradients => _kept;

    /// <summary>Watches the optimizers that have been made since.</summary>
    public void WatchNewOnes()
    {
        foreach ((string path, optim.Optimizer optimizer) in _loop.Members.Optimizers)
        {
            if (_watched.Add(optimizer))
            {
                OptimizerGroups.Watch(optimizer, (group, reader, parameters) =>
                {
                    if (group > 0 || reader == ParameterReader.Other)
                    {
                        return parameters;
                    }

                    // Read once, now: whoever else stands between may change gradients when it is read.
                    Parameter[] first = [.. parameters];
                    Hear(path, optimizer, reader, first);
                    return first;
                });
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Drop();

    private void Hear(string path, optim.Optimizer optimizer, ParameterReader reader, IReadOnlyList<Parameter> first)
    {
        var gradients = new Dictionary<string, GradientSummary>();
        if (reader == ParameterReader.Update)
        {
            Drop();
            using var scope = NewDisposeScope();
            Parameter[] others = ParameterReaders.Quietly<Parameter[]>(
                () => [.. OptimizerGroups.Of(optimizer).Skip(1).SelectMany(group => group.Parameters)]);
            foreach (Parameter parameter in first.Concat(others))
            {
                if (!parameter.IsInvalid && parameter.grad is { } gradient && _loop.Members.PathOf(parameter) is { } name)
                {
                    gradients[name] = GradientSummary.Of(gradient);
                    if (_keeps)
                    {
                        _kept[name] = TensorBits.NativeCopy(gradient).DetachFromDisposeScope();
                    }
                }
            }
        }

        _heard.Add(new OptimizerEvent(path, reader, OptimizerGroups.Rates(optimizer), gradients));
    }

    private void Drop()
    {
        foreach (Tensor gradient in _kept.Values)
        {
            gradient.Dispose();
        }

        _kept.Clear();
    }
}
