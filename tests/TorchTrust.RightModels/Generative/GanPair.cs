namespace TorchTrust.RightModels.Generative;

/// <summary>
/// A generator and a critic of its images, held by an object that is no module (Goodfellow et al., 2014).
/// </summary>
internal sealed class GanPair
{
    private const long NoiseSize = 6;

    public Module<Tensor, Tensor> Generator { get; } = Sequential(
        Linear(NoiseSize, 16), BatchNorm1d(16), ReLU(inplace: true), Linear(16, 25), Tanh(), Unflatten(1, [1, 5, 5]));

    public Module<Tensor, Tensor> Critic { get; } = Sequential(
        Flatten(), Linear(25, 16), LeakyReLU(0.2, inplace: true), Linear(16, 1));

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new GanPair())
            .WithInputs(n => [randn(n, 1, 5, 5), randn(n, NoiseSize)])
            .WithForward<GanPair>((pair, inputs) => pair.Judge((Tensor)inputs[0]!, (Tensor)inputs[1]!));
        return new RightModel(
            nameof(GanPair),
            undeclared,
            undeclared.WithLoss<(Tensor Real, Tensor Fake)>((_, scores) =>
            {
                // The least-squares loss (Mao et al., 2017) in one number that reaches all parameters.
                using var scope = NewDisposeScope();
                Tensor real = (scores.Real - 1).square().mean();
                return (real + (scores.Fake - 1).square().mean()).MoveToOuterDisposeScope();
            }),
            "Two modules live in properties of an object that is none; a batch of one throws in training.");
    }

    /// <summary>The critic's scores of real images and of generated ones, each <c>[N, 1]</c>.</summary>
    public (Tensor Real, Tensor Fake) Judge(Tensor images, Tensor noise)
    {
        using Tensor fakes = Generator.call(noise);
        return (Critic.call(images), Critic.call(fakes));
    }
}
