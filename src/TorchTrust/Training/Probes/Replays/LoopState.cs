using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>The bits of all parameters and buffers of a loop, and the numbers that it has reported until then.</summary>
internal sealed class LoopState(LiveLoop loop, IReadOnlyList<ReportedNumbers> numbers) : IDisposable
{
    private readonly HashSet<string> _parameters = [.. loop.Members.Parameters.Select(entry => entry.Path)];

    /// <summary>Parameters and buffers, by path.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; } = loop.Members.CopyState();

    /// <summary>The numbers, call by call.</summary>
    public IReadOnlyList<ReportedNumbers> Numbers { get; } = numbers;

    /// <summary>Whether a path is that of a parameter.</summary>
    public bool IsParameter(string path) => _parameters.Contains(path);

    /// <summary>The paths of what has other bits, or is not there, in another state.</summary>
    public IReadOnlyList<string> DifferencesFrom(LoopState other) =>
    [
        .. Tensors.Where(entry => !other.Tensors.TryGetValue(entry.Key, out Tensor? tensor) || !TensorBits.AreEqual(entry.Value, tensor))
            .Select(entry => entry.Key),
        .. other.Tensors.Keys.Except(Tensors.Keys),
    ];

    /// <summary>The Euclidean norm of the difference of all parameters to another state.</summary>
    public double DistanceTo(LoopState other)
    {
        using var scope = NewDisposeScope();
        return Math.Sqrt(_parameters.Where(path => Tensors.ContainsKey(path) && other.Tensors.ContainsKey(path)).Sum(path =>
            (Tensors[path].to(ScalarType.Float64) - other.Tensors[path].to(ScalarType.Float64)).square().sum().item<double>()));
    }

    /// <summary>Writes parameters and buffers into a loop.</summary>
    /// <param name="into">A loop of the same subject.</param>
    /// <param name="buffers">Whether buffers are written, too.</param>
    public void WriteTo(LiveLoop into, bool buffers = true)
    {
        using IDisposable _ = no_grad();
        foreach ((string path, Tensor tensor) in into.Members.Parameters.Select(entry => (entry.Path, (Tensor)entry.Parameter))
            .Concat(buffers ? into.Members.Buffers.Select(entry => (entry.Path, entry.Buffer)) : []))
        {
            if (!tensor.IsInvalid && Tensors.TryGetValue(path, out Tensor? value))
            {
                using Tensor detached = tensor.detach();
                detached.copy_(value).Dispose();
            }
        }
    }

    /// <summary>Puts the parameters of a loop between those of this state and of another.</summary>
    /// <param name="other">The other state.</param>
    /// <param name="share">How far: 0 is here, 1 is there.</param>
    /// <param name="into">A loop of the same subject.</param>
    public void MoveTowards(LoopState other, double share, LiveLoop into)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        foreach ((string path, TorchSharp.Modules.Parameter parameter) in into.Members.Parameters)
        {
            if (!parameter.IsInvalid && Tensors.TryGetValue(path, out Tensor? here) && other.Tensors.TryGetValue(path, out Tensor? there))
            {
                parameter.detach().copy_(here + ((there - here) * share));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in Tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
