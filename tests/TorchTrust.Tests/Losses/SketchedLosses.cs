using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses;

/// <summary>Subjects as users write them: that they compile says that their types are inferred.</summary>
internal static class SketchedLosses
{
    public static LossSubject WithMask => LossSubject.For((Tensor logits, Tensor target, Tensor mask) => Masked(logits, target, mask))
        .WithArguments(n => (randn(n, 7, 10), randint(10, [n, 7]), ones(n, 7)))
        .IsBestAt((target, mask) => one_hot(target, 10).to(float32) * 50)
        .HasMask((logits, target, mask) => mask.to(ScalarType.Bool));

    public static LossSubject MethodGroupWithTypes =>
        LossSubject.For<Tensor, Tensor, Tensor>(Masked).WithArguments(n => (randn(n, 7, 10), randint(10, [n, 7]), ones(n, 7)));

    public static LossSubject MethodGroup =>
        LossSubject.For(Masked).WithArguments(n => (randn(n, 7, 10), randint(10, [n, 7]), ones(n, 7)));

    public static LossSubject Lambda => LossSubject.For((Tensor p, Tensor t) => cross_entropy(p, t))
        .WithArguments(n => (randn(n, 10), randint(10, n)))
        .IsBestAt(t => one_hot(t, 10).to(float32) * 50)
        .Reduces(Reduction.Mean);

    public static LossSubject BuiltModule =>
        LossSubject.Of(() => new CrossEntropyLoss()).WithArguments(n => (randn(n, 10), randint(10, n)));

    public static LossSubject OneArgument => LossSubject.For((Tensor image) => image.diff(dim: 1).abs().mean())
        .WithArguments(n => rand(n, 5));

    public static LossSubject FourArguments => LossSubject
        .For((Tensor output, Tensor image, Tensor mean, Tensor logVariance) =>
            mse_loss(output, image) + (0.5 * (mean.square() + logVariance.exp() - 1 - logVariance).sum(1).mean()))
        .WithArguments(n => (randn(n, 6), randn(n, 6), randn(n, 2), randn(n, 2)))
        .HasPredictions(0, 2, 3)
        .IsBestAt((output, image, mean, logVariance) => (image, image, zeros_like(mean), zeros_like(logVariance)));

    public static LossSubject GivesTuple => LossSubject
        .For((Tensor p, Tensor t) => (Total: mse_loss(p, t), Kept: p.detach()))
        .WithArguments(n => (randn(n, 2), randn(n, 2)));

    public static LossSubject RecordsAndNumbers => LossSubject
        .For((Scored found, (Tensor Box, double Weight) there) => there.Weight * (found.Box - there.Box).abs().mean() * found.Score.mean())
        .WithArguments(n => (new Scored(rand(n), rand(n, 4)), (rand(n, 4), 2.0)));

    public static LossSubject OwnModule => LossSubject.Of(() => new Margins(0.5)).WithArguments(n => (randn(n), randn(n), ones(n)));

    public static LossSubject PlainObject => LossSubject
        .Of(() => new Settings(2), (Settings settings, Tensor p, Tensor t) => settings.Factor * mse_loss(p, t))
        .WithArguments(n => (randn(n), randn(n)));

    public static LossSubject Everything => LossSubject.For((Tensor p, Tensor t) => mse_loss(p, t), "everything")
        .WithArguments(n => (randn(n, 3, 2), randn(n, 3, 2)))
        .Gives(PredictionKind.Values, minimum: -9, maximum: 9, classDimension: 2)
        .IsBestAt(t => t)
        .Reduces(Reduction.Mean).Reduces(1, Reduction.Mean)
        .HasMask((p, t) => t.ne(0)).HasLengths((p, t) => ones(p.shape[0]), time: 1).Ignores(0)
        .IsNeverNegative().IsZeroAtBest().IsCrossEntropy()
        .PredictsNext(time: 1, steps: 2)
        .Matches("a closed form", (p, t) => (p - t).square().mean())
        .Matches("a number", (p, t) => (p - t).square().mean().item<double>(), tolerance: 1e-5)
        .MatchesTable("by hand", () => [((zeros(1, 3, 2), ones(1, 3, 2)), 1)])
        .IsInvariantTo("both moved", (p, t) => (p + 1, t + 1))
        .IsEquivariantTo("both scaled", (p, t) => (p * 2, t * 2), value => value * 4)
        .IsSensitiveTo("time turned round", (p, t) => (p.flip(1), t))
        .IsRaisedBy("a larger error", (p, t) => (t + (2 * (p - t)), t))
        .SamplesMeetOnPurpose("a reason").IsContrastive()
        .StopsGradientsOnPurpose("a reason").HasFixedTargets().IsRandomOnPurpose("a reason").KeepsStateOnPurpose("a reason")
        .IgnoresArgumentOnPurpose(1, "a reason")
        .Skip("some-check", "a reason");

    private static Tensor Masked(Tensor logits, Tensor target, Tensor mask) =>
        (cross_entropy(logits.flatten(0, 1), target.flatten(), reduction: Reduction.None) * mask.flatten()).sum() / mask.sum();

    internal sealed record Scored(Tensor Score, Tensor Box);

    internal sealed record Settings(double Factor);

    internal sealed class Margins(double margin) : Module<Tensor, Tensor, Tensor, Tensor>(nameof(Margins))
    {
        public override Tensor forward(Tensor better, Tensor worse, Tensor weight) => (weight * (margin - better + worse).relu()).mean();
    }
}
