namespace TorchTrust.RightModels.Graphs;

/// <summary>Classifies the nodes of one graph, which belongs to the model (Kipf and Welling, 2017).</summary>
internal sealed class TransductiveGcn : Module<Tensor, Tensor>
{
    private const long Nodes = 9;

    private readonly Module<Tensor, Tensor> _hidden = Linear(5, 12);
    private readonly Module<Tensor, Tensor> _head = Linear(12, 3);

    [TorchSharp.Utils.ComponentName(Name = "propagation")]
    private readonly Tensor _propagation = Ring();

    public TransductiveGcn()
        : base(nameof(TransductiveGcn)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new TransductiveGcn())
            .WithFixedInputs(() => [randn(Nodes, 5)]);
        return new RightModel(
            nameof(TransductiveGcn),
            undeclared,
            undeclared
                .MixesSamplesOnPurpose("Rows are nodes of one graph, and neighbours see each other.")
                .WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "There is no batch: rows are nodes of one graph that influence their neighbours.");
    }

    public override Tensor forward(Tensor nodes)
    {
        using var scope = NewDisposeScope();
        Tensor hidden = matmul(_propagation, _hidden.call(nodes)).relu();
        return matmul(_propagation, _head.call(hidden)).MoveToOuterDisposeScope();
    }

    /// <summary>The mean over each node of a ring and its two neighbours, <c>[V, V]</c>.</summary>
    private static Tensor Ring()
    {
        using var scope = NewDisposeScope();
        Tensor identity = eye(Nodes);
        return ((identity + identity.roll(1, 0) + identity.roll(-1, 0)) / 3).MoveToOuterDisposeScope();
    }
}
