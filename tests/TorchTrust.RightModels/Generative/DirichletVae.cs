namespace TorchTrust.RightModels.Generative;

/// <summary>
/// A topic model whose codes are proportions, drawn from a Dirichlet distribution (Burkhardt and Kramer, 2019).
/// </summary>
internal sealed class DirichletVae : Module<Tensor, (Tensor Reconstruction, Tensor Concentration)>
{
    private const long Topics = 5;

    private readonly Module<Tensor, Tensor> _encoder = Sequential(Linear(20, 16), Softplus(), Linear(16, Topics));
    private readonly Module<Tensor, Tensor> _decoder = Linear(Topics, 20, hasBias: false);

    public DirichletVae()
        : base(nameof(DirichletVae)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new DirichletVae()).WithInput(n => rand(n, 20) * 3);
        return new RightModel(
            nameof(DirichletVae),
            undeclared,
            undeclared
                .WithInputRange(0, 3)
                .IsRandomInEvalOnPurpose("The proportions are drawn in eval mode too.")
                .WithLoss<(Tensor Reconstruction, Tensor Concentration)>((inputs, output) =>
                {
                    using Tensor wordLoss = (output.Reconstruction * (Tensor)inputs[0]!).sum(dim: 1);
                    using Tensor mean = wordLoss.mean();
                    return mean.neg();
                }),
            "How many random numbers a Dirichlet draws depends on its parameters: another sample 0 gives later "
                + "samples other noise.");
    }

    /// <param name="counts">Word counts <c>[N, 20]</c>, not negative.</param>
    /// <returns>Log probabilities of words <c>[N, 20]</c> and concentrations <c>[N, topics]</c>.</returns>
    public override (Tensor Reconstruction, Tensor Concentration) forward(Tensor counts)
    {
        using var scope = NewDisposeScope();
        Tensor concentration = F.softplus(_encoder.call(counts.log1p())) + 0.1;

        // A Dirichlet as normalized gamma variates: the samples of TorchSharp's own distributions of both names have no
        // gradient, torch's sampler of the gamma distribution has.
        Tensor variates = _standard_gamma(concentration).clamp(min: 1e-6);
        Tensor proportions = variates / variates.sum(dim: 1, keepdim: true);
        Tensor words = F.log_softmax(_decoder.call(proportions), 1);
        return (words.MoveToOuterDisposeScope(), concentration.MoveToOuterDisposeScope());
    }
}
