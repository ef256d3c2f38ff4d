namespace TorchTrust.RightLoops.Teachers;

/// <summary>A query is matched with keys of a slow encoder, those of earlier steps included (He et al., 2020).</summary>
internal sealed class MomentumEncoder
{
    private readonly Sequential _encoder = Toy.Network(outputs: 4);
    private readonly Sequential _keyEncoder = Toy.Network(outputs: 4);
    private readonly optim.Optimizer _optimizer;
    private Tensor _keys = F.normalize(randn(16, 4), dim: 1);

    public MomentumEncoder()
    {
        Toy.Copy(_encoder, _keyEncoder);
        foreach (Parameter parameter in _keyEncoder.parameters())
        {
            parameter.requires_grad = false;
        }

        _optimizer = optim.SGD(_encoder.parameters(), learningRate: 0.05, momentum: 0.9, weight_decay: 1e-4);
    }

    public static RightLoop Describe()
    {
        TrainingSubject<MomentumEncoder, Tensor> undeclared = TrainingSubject.For(() => new MomentumEncoder())
            .WithBatch((_, n) => Toy.Points(n))
            .WithStep((loop, points) => loop.Step(points));
        return new RightLoop(
            nameof(MomentumEncoder),
            LoopKind.KeyQueue,
            undeclared,
            undeclared.ReportsLoss().AveragesOnPurpose("_keyEncoder.*", "It follows the encoder slowly.")
                .CarriesStateOnPurpose("Keys of earlier steps are negatives.")
                .KeepsTensorsOnPurpose("The queue of keys.", atMost: 1),
            "A tensor in a field is replaced in each step, and the number depends on earlier batches.");
    }

    private double Step(Tensor points)
    {
        using var scope = NewDisposeScope();
        Tensor keys;
        using (no_grad())
        {
            Toy.Follow(_encoder, _keyEncoder, share: 0.01);
            keys = F.normalize(_keyEncoder.call(points + (0.1 * randn_like(points))), dim: 1);
        }

        _optimizer.zero_grad();
        Tensor queries = F.normalize(_encoder.call(points + (0.1 * randn_like(points))), dim: 1);
        Tensor match = (queries * keys).sum(1, keepdim: true);
        Tensor scores = cat([match, queries.matmul(_keys.t())], 1) / 0.2;
        Tensor loss = F.cross_entropy(scores, zeros(points.shape[0], dtype: ScalarType.Int64));
        loss.backward();
        _optimizer.step();
        Tensor old = _keys;
        _keys = cat([keys, old]).narrow(0, 0, old.shape[0]).clone().DetachFromDisposeScope();
        old.Dispose();
        return loss.item<float>();
    }
}
