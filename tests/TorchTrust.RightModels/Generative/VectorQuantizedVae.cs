namespace TorchTrust.RightModels.Generative;

/// <summary>Codes are taken from a codebook that follows them by moving averages (van den Oord et al., 2017).</summary>
internal sealed class VectorQuantizedVae : Module<Tensor, (Tensor Reconstruction, Tensor Commitment, Tensor Indices)>
{
    private const long Codes = 12;
    private const long Width = 4;
    private const double Decay = 0.95;

    private readonly Module<Tensor, Tensor> _encoder = Sequential(Linear(10, 16), ELU(), Linear(16, Width));
    private readonly Module<Tensor, Tensor> _decoder = Sequential(Linear(Width, 16), ELU(), Linear(16, 10));

    [TorchSharp.Utils.ComponentName(Name = "codebook")]
    private readonly Tensor _codebook = randn(Codes, Width);

    [TorchSharp.Utils.ComponentName(Name = "counts")]
    private readonly Tensor _counts = ones(Codes);

    [TorchSharp.Utils.ComponentName(Name = "sums")]
    private readonly Tensor _sums;

    public VectorQuantizedVae()
        : base(nameof(VectorQuantizedVae))
    {
        _sums = _codebook.clone();
        RegisterComponents();
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new VectorQuantizedVae()).WithInput(n => randn(n, 10));
        return new RightModel(
            nameof(VectorQuantizedVae),
            undeclared,
            undeclared
                .KeepsStateOnPurpose("In training the codebook follows the codes.")
                .WithLoss<(Tensor Reconstruction, Tensor Commitment, Tensor Indices)>((inputs, output) =>
                {
                    using Tensor reconstruction = F.mse_loss(output.Reconstruction, (Tensor)inputs[0]!);
                    using Tensor commitment = output.Commitment.mean();
                    return reconstruction + (commitment * 0.25);
                }),
            "A straight-through estimator: the gradient is not that of the function, the codebook has none, and "
                + "the output jumps where another code becomes the nearest.");
    }

    /// <returns>Reconstructions <c>[N, 10]</c>, commitment costs <c>[N]</c> and indices, int64 <c>[N]</c>.</returns>
    public override (Tensor Reconstruction, Tensor Commitment, Tensor Indices) forward(Tensor samples)
    {
        using var scope = NewDisposeScope();
        Tensor codes = _encoder.call(samples);
        Tensor indices = cdist(codes.detach(), _codebook).argmin(1);
        Tensor nearest = _codebook.index_select(0, indices);
        if (training)
        {
            Follow(codes, indices);
        }

        Tensor commitment = (codes - nearest).square().mean([1]);
        Tensor quantized = codes + (nearest - codes).detach();
        return (
            _decoder.call(quantized).MoveToOuterDisposeScope(),
            commitment.MoveToOuterDisposeScope(),
            indices.MoveToOuterDisposeScope());
    }

    private void Follow(Tensor codes, Tensor indices)
    {
        using var _ = no_grad();
        Tensor chosen = F.one_hot(indices, Codes).to(codes.dtype);
        _counts.mul_(Decay).add_(chosen.sum(dim: 0), alpha: 1 - Decay);
        _sums.mul_(Decay).add_(matmul(chosen.t(), codes), alpha: 1 - Decay);
        _codebook.copy_(_sums / (_counts + 1e-5).unsqueeze(1));
    }
}
