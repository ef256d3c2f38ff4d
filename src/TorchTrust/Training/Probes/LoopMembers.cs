using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>What a loop holds, found in its object graph, each under the first path that leads to it.</summary>
internal sealed class LoopMembers
{
    private readonly ObjectGraph _graph;
    private Dictionary<TorchSharp.Modules.Parameter, string>? _paths;

    /// <summary>Walks a loop.</summary>
    public LoopMembers(object loop)
    {
        _graph = ObjectGraph.Explore(loop);
        Modules = [.. Of<nn.Module>(_graph.Nodes)];
        Optimizers = [.. Of<optim.Optimizer>(_graph.Optimizers)];
        Schedules = [.. Of<optim.lr_scheduler.LRScheduler>(_graph.Optimizers)];
        Parameters = [.. Of<TorchSharp.Modules.Parameter>(_graph.Nodes)];
        Buffers = [.. RegisteredBuffers()];
    }

    /// <summary>All modules; those inside others included.</summary>
    public IReadOnlyList<(string Path, nn.Module Module)> Modules { get; }

    /// <summary>All optimizers that a field or a collection holds; those that a step makes for itself are not seen.</summary>
    public IReadOnlyList<(string Path, optim.Optimizer Optimizer)> Optimizers { get; }

    /// <summary>All schedules of rates of the library.</summary>
    public IReadOnlyList<(string Path, optim.lr_scheduler.LRScheduler Schedule)> Schedules { get; }

    /// <summary>All parameters.</summary>
    public IReadOnlyList<(string Path, TorchSharp.Modules.Parameter Parameter)> Parameters { get; }

    /// <summary>Those whose memory is there; others were disposed, now or long ago.</summary>
    public IEnumerable<(string Path, TorchSharp.Modules.Parameter Parameter)> LiveParameters =>
        Parameters.Where(entry => !entry.Parameter.IsInvalid);

    /// <summary>All buffers of modules.</summary>
    public IReadOnlyList<(string Path, Tensor Buffer)> Buffers { get; }

    /// <summary>The modules that no other module holds: the models.</summary>
    public IReadOnlyList<(string Path, nn.Module Module)> Models
    {
        get
        {
            HashSet<nn.Module> held = new(Modules.SelectMany(entry => entry.Module.modules().Skip(1)), ReferenceEqualityComparer.Instance);
            return [.. Modules.Where(entry => !held.Contains(entry.Module))];
        }
    }

    /// <summary>
    /// The path of a parameter: the same object, or another one of the same memory; null where the loop does not hold it.
    /// </summary>
    public string? PathOf(TorchSharp.Modules.Parameter parameter)
    {
        _paths ??= new Dictionary<TorchSharp.Modules.Parameter, string>(
            Parameters.Select(entry => KeyValuePair.Create(entry.Parameter, entry.Path)), ReferenceEqualityComparer.Instance);
        return _paths.TryGetValue(parameter, out string? path) ? path
            : parameter.IsInvalid ? null
            : Parameters.Where(entry => TensorMemory.IsShared(entry.Parameter, parameter)).Select(entry => entry.Path).FirstOrDefault();
    }

    /// <summary>
    /// What is trained: the parameters, or, where the loop holds none, all other tensors, since weights may be plain tensors that are
    /// moved by hand.
    /// </summary>
    public IEnumerable<(string Path, Tensor Weight)> Weights => Parameters.Count > 0
        ? Parameters.Select(entry => (entry.Path, (Tensor)entry.Parameter))
        : Of<Tensor>(_graph.Nodes).ExceptBy(Buffers.Select(entry => entry.Path), entry => entry.Item1);

    /// <summary>The tensors that the loop holds with the graph of a call.</summary>
    public IEnumerable<(string Path, Tensor Tensor)> WithGraph =>
        Of<Tensor>(_graph.Nodes).Where(entry => entry.Item2 is { IsInvalid: false, requires_grad: true, is_leaf: false });

    /// <summary>The bits of all weights and buffers, by path.</summary>
    public IReadOnlyDictionary<string, Tensor> CopyState() => Weights.Concat(Buffers)
        .Select(entry => (entry.Path, Tensor: entry.Item2))
        .Where(entry => !entry.Tensor.IsInvalid)
        .ToDictionary(entry => entry.Path, entry => TensorBits.NativeCopy(entry.Tensor).DetachFromDisposeScope());

    /// <summary>Frees a loop: by its own <c>Dispose</c> where it has one, and all models and optimizers that it holds.</summary>
    public static void Dispose(object loop)
    {
        var members = new LoopMembers(loop);
        (loop as IDisposable)?.Dispose();
        foreach (IDisposable member in members.Optimizers.Select(entry => (IDisposable)entry.Optimizer)
            .Concat(members.Models.Select(entry => entry.Module)))
        {
            member.Dispose();
        }
    }

    private IEnumerable<(string Path, Tensor Buffer)> RegisteredBuffers()
    {
        HashSet<Tensor> registered = new(
            Modules.SelectMany(entry => RegisteredMembers.Buffers(entry.Module))
                .Select(entry => entry.Item2), ReferenceEqualityComparer.Instance);
        return Of<Tensor>(_graph.Nodes).Where(entry => registered.Contains(entry.Item2));
    }

    private static IEnumerable<(string Path, TValue Value)> Of<TValue>(IEnumerable<ObjectGraphNode> nodes) =>
        nodes.Where(node => node.Value is TValue).Select(node => (node.Path, (TValue)node.Value));
}
