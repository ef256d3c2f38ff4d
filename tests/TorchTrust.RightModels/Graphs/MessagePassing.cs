namespace TorchTrust.RightModels.Graphs;

/// <summary>
/// Sends messages along edges and adds them up at the nodes, for many graphs at once (Gilmer et al., 2017).
/// </summary>
internal sealed class MessagePassing : Module<Tensor, Tensor, Tensor, Tensor>
{
    private const long Width = 8;

    private readonly Module<Tensor, Tensor> _message = Sequential(Linear(2 * Width, 16), ReLU(), Linear(16, Width));
    private readonly Module<Tensor, Tensor> _update = Sequential(Linear(2 * Width, 16), ReLU(), Linear(16, Width));
    private readonly Module<Tensor, Tensor> _readout = Linear(Width, 2);

    public MessagePassing()
        : base(nameof(MessagePassing)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new MessagePassing()).WithInputs(MakeGraphs);
        return new RightModel(
            nameof(MessagePassing),
            undeclared,
            undeclared.WithLoss<Tensor>((_, values) => Losses.Regression(values)),
            "Nodes and edges of all graphs lie one behind the other, five and eight a graph: no input dimension "
                + "counts samples.");
    }

    /// <param name="nodes">Features of all nodes, <c>[V, 8]</c>.</param>
    /// <param name="edges">From which node to which, int64 <c>[2, E]</c>.</param>
    /// <param name="graphs">The graph of each node, int64 <c>[V]</c>, ascending from 0.</param>
    /// <returns>Values of the graphs, <c>[N, 2]</c>.</returns>
    public override Tensor forward(Tensor nodes, Tensor edges, Tensor graphs)
    {
        using var scope = NewDisposeScope();
        Tensor sources = edges.select(0, 0);
        Tensor targets = edges.select(0, 1);
        for (int round = 0; round < 2; round++)
        {
            Tensor pairs = cat([nodes.index_select(0, sources), nodes.index_select(0, targets)], dim: 1);
            Tensor received = zeros_like(nodes).index_add(0, targets, _message.call(pairs), 1);
            nodes = nodes + _update.call(cat([nodes, received], dim: 1));
        }

        long count = graphs.max().item<long>() + 1;
        Tensor totals = nodes.new_zeros(count, Width).index_add(0, graphs, nodes, 1);
        return _readout.call(totals).MoveToOuterDisposeScope();
    }

    private static object?[] MakeGraphs(long count)
    {
        using var scope = NewDisposeScope();
        Tensor first = arange(count, dtype: ScalarType.Int64) * 5;
        Tensor edges = (Make.Tokens(5, 2, count, 8) + first.view(1, count, 1)).reshape(2, count * 8);
        Tensor graphs = arange(count, dtype: ScalarType.Int64).repeat_interleave(5);
        Tensor nodes = randn(count * 5, Width);
        return [nodes.MoveToOuterDisposeScope(), edges.MoveToOuterDisposeScope(), graphs.MoveToOuterDisposeScope()];
    }
}
