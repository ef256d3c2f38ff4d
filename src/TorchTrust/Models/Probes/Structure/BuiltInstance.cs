using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Another instance of a subject, beside the session's own. Its modules are disposed with it.</summary>
internal sealed class BuiltInstance : IDisposable
{
    private readonly IReadOnlyList<nn.Module> _roots;

    private BuiltInstance(object model)
    {
        Model = model;
        _roots = ModelSession.RootsOf(model);
    }

    /// <summary>What the recipe built.</summary>
    public object Model { get; }

    /// <summary>The tensors that the instance reaches, registered or not, each with its path.</summary>
    public IReadOnlyDictionary<string, ObjectGraphNode> Tensors => TensorsOf(Model);

    /// <summary>Builds an instance of a session's subject with weights drawn from a seed.</summary>
    public static BuiltInstance Build(ModelSession session, long seed) => new(session.Build(seed));

    /// <summary>
    /// The same, over memory that held other values a moment ago: what the recipe leaves unwritten is unlikely to be what it
    /// was before.
    /// </summary>
    public static BuiltInstance BuildOverOtherMemory(ModelSession session, long seed)
    {
        const int Copies = 4;
        using PoisonedMemory? poison = NativeHeap.ReturnsLargeBlocks && PoisonedMemory.IsSupported()
            ? PoisonedMemory.OfHugeNumbers()
            : null;
        using (NewDisposeScope())
        {
            foreach (ObjectGraphNode node in TensorsOf(session.Model).Values)
            {
                var tensor = (Tensor)node.Value;
                for (int i = 0; i < Copies; i++)
                {
                    empty(tensor.shape, tensor.dtype, tensor.device).fill_(7);
                }
            }
        }

        return Build(session, seed);
    }

    /// <summary>
    /// The tensors that an instance reaches, each with its path; of two with one path, the registered one.
    /// </summary>
    public static IReadOnlyDictionary<string, ObjectGraphNode> TensorsOf(object model)
    {
        var tensors = new Dictionary<string, ObjectGraphNode>();
        foreach (ObjectGraphNode node in ObjectGraph.Walk(model).Where(node => node.Value is Tensor { IsInvalid: false }))
        {
            tensors.TryAdd(node.Path, node);
        }

        return tensors;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (nn.Module root in _roots)
        {
            root.Dispose();
        }
    }
}
