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
            undeclared.WithSamples(MakeGraph, Collate).WithLoss<Tensor>((_, values) => Losses.Regression(values)),
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

    /// <summary>Every other graph is larger.</summary>
    private static Graph MakeGraph(long index)
    {
        long size = 5 + (index % 2);
        return new Graph(randn(size, Width), Make.Tokens(size, 2, 8));
    }

    private static object?[] Collate(IReadOnlyList<Graph> graphs)
    {
        using var scope = NewDisposeScope();
        long[] starts = [.. graphs.Select((_, i) => graphs.Take(i).Sum(graph => graph.Nodes.size(0)))];
        Tensor nodes = cat([.. graphs.Select(graph => graph.Nodes)]);
        Tensor edges = cat([.. graphs.Zip(starts, (graph, start) => graph.Edges + start)], dim: 1);
        Tensor owners = cat([.. graphs.Select((graph, i) => full(graph.Nodes.size(0), i, dtype: ScalarType.Int64))]);
        return [nodes.MoveToOuterDisposeScope(), edges.MoveToOuterDisposeScope(), owners.MoveToOuterDisposeScope()];
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

    /// <param name="Nodes">Features of the nodes, <c>[V, 8]</c>.</param>
    /// <param name="Edges">From which node to which, int64 <c>[2, 8]</c>.</param>
    private sealed record Graph(Tensor Nodes, Tensor Edges);
}
