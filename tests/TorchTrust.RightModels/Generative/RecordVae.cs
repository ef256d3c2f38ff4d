namespace TorchTrust.RightModels.Generative;

/// <summary>A variational autoencoder that returns a record (Kingma and Welling, 2014).</summary>
internal sealed class RecordVae : Module<Tensor, RecordVae.Output>
{
    private const long Latent = 4;

    private readonly Module<Tensor, Tensor> _encoder = Sequential(Linear(36, 24), ReLU(), Linear(24, 2 * Latent));
    private readonly Module<Tensor, Tensor> _decoder = Sequential(Linear(Latent, 24), ReLU(), Linear(24, 36));

    public RecordVae()
        : base(nameof(RecordVae)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new RecordVae()).WithInput(n => rand(n, 1, 6, 6));
        return new RightModel(
            nameof(RecordVae),
            undeclared,
            undeclared
                .WithInputRange(0, 1)
                .IsRandomInEvalOnPurpose("The code is drawn from the posterior in eval mode too.")
                .WithLoss<Output>(Loss),
            "The output is a record with a plain number in it, and the code is drawn in eval mode too.");
    }

    public override Output forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor[] posterior = _encoder.call(images.flatten(1)).chunk(2, dim: 1);
        Tensor codes = posterior[0] + ((posterior[1] * 0.5).exp() * randn_like(posterior[0]));
        Tensor logits = _decoder.call(codes).view(images.shape);
        return new Output(
            logits.MoveToOuterDisposeScope(),
            posterior[0].MoveToOuterDisposeScope(),
            posterior[1].MoveToOuterDisposeScope(),
            Latent);
    }

    private static Tensor Loss(object?[] inputs, Output output)
    {
        using var scope = NewDisposeScope();
        Tensor reconstruction = F.binary_cross_entropy_with_logits(output.Logits, (Tensor)inputs[0]!);
        Tensor terms = output.Mean.square() + output.LogVariance.exp() - 1 - output.LogVariance;
        Tensor divergence = terms.sum(dim: 1).mean() * 0.5;
        return (reconstruction + (divergence / 36)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Images as logits <c>[N, 1, 6, 6]</c>, and the posterior of the codes, each <c>[N, latent]</c>.
    /// </summary>
    internal sealed record Output(Tensor Logits, Tensor Mean, Tensor LogVariance, long Latent);
}
