namespace TorchTrust.RightModels.Graphs;

/// <summary>
/// Nodes attend to their neighbours and to themselves (Velickovic et al., 2018), for dense batches of graphs.
/// </summary>
internal sealed class GraphAttention : Module<Tensor, Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _project = Linear(4, 12, hasBias: false);
    private readonly Module<Tensor, Tensor> _source = Linear(12, 1, hasBias: false);
    private readonly Module<Tensor, Tensor> _target = Linear(12, 1, hasBias: false);
    private readonly Module<Tensor, Tensor> _head = Linear(12, 2);

    public GraphAttention()
        : base(nameof(GraphAttention)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new GraphAttention())
            .WithInputs(n => [randn(n, 6, 4), rand(n, 6, 6).greater(0.6)]);
        return new RightModel(
            nameof(GraphAttention),
            undeclared,
            undeclared
                .AlsoTakes("four nodes", n => [randn(n, 4, 4), rand(n, 4, 4).greater(0.6)])
                .WithLoss<Tensor>((_, values) => Losses.Regression(values)),
            "One input is boolean; scores of absent edges are -infinity, which the loop from each node to "
                + "itself keeps harmless.");
    }

    /// <param name="nodes">Features <c>[N, V, 4]</c>.</param>
    /// <param name="adjacency">Which node attends to which, bool <c>[N, V, V]</c>.</param>
    /// <returns>Values of the nodes, <c>[N, V, 2]</c>.</returns>
    public override Tensor forward(Tensor nodes, Tensor adjacency)
    {
        using var scope = NewDisposeScope();
        Tensor self = eye(nodes.shape[1], dtype: ScalarType.Bool, device: adjacency.device);
        Tensor projected = _project.call(nodes);
        Tensor scores = F.leaky_relu(_source.call(projected) + _target.call(projected).transpose(1, 2), 0.2);
        Tensor absent = adjacency.logical_or(self).logical_not();
        Tensor weights = F.softmax(scores.masked_fill(absent, float.NegativeInfinity), 2);
        return _head.call(F.elu(bmm(weights, projected), 1)).MoveToOuterDisposeScope();
    }
}
