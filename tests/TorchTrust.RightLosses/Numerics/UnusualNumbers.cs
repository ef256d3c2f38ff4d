namespace TorchTrust.RightLosses.Numerics;

/// <summary>Losses of spectra, of sets and of single arguments.</summary>
internal static class UnusualNumbers
{
    public static RightLoss ComplexSpectrum => RightLoss.Of(
        LossKind.Complex,
        LossSubject.For((Tensor spectrum, Tensor target) => view_as_real(spectrum - target).square().sum(-1).mean(), "ComplexSpectrum")
            .WithArguments(n => (view_as_complex(randn(n, 6, 2)), view_as_complex(randn(n, 6, 2)))),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt(target => target)
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("conjugates of both", (spectrum, target) => (spectrum.conj().resolve_conj(), target.conj().resolve_conj())),
        "Prediction and target are complex, and so is the gradient.");

    public static RightLoss Magnitudes => RightLoss.Of(
        LossKind.Complex,
        LossSubject.For(
                (Tensor wave, Tensor target) =>
                {
                    Tensor ours = (view_as_real(fft.rfft(wave)).square().sum(-1) + 1e-6).sqrt();
                    Tensor theirs = (view_as_real(fft.rfft(target)).square().sum(-1) + 1e-6).sqrt();
                    return (ours - theirs).abs().mean() + (ours.log() - theirs.log()).abs().mean();
                },
                "Magnitudes")
            .WithArguments(n => (randn(n, 16), randn(n, 16))),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt(target => target)
            .HasTime(1)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("a wave turned over", (wave, target) => (-wave, target))
            .IsInvariantTo("a wave that begins later", (wave, target) => (wave.roll(3, 1), target)),
        "Complex numbers are inside only; a wave that is shifted or turned over costs the same on purpose.");

    public static RightLoss BestPermutation => RightLoss.Of(
        LossKind.Sets,
        LossSubject.For(
                (Tensor voices, Tensor target) =>
                {
                    Tensor straight = (voices - target).square().mean([1, 2]);
                    Tensor crossed = (voices.flip(1) - target).square().mean([1, 2]);
                    return minimum(straight, crossed).mean();
                },
                "BestPermutation")
            .WithArguments(n => (randn(n, 2, 5), randn(n, 2, 5))),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt(target => target)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("voices swapped", (voices, target) => (voices.flip(1), target)),
        "Which of two voices is which does not matter, and the gradient jumps where the better order changes.");

    public static RightLoss Chamfer => RightLoss.Of(
        LossKind.Sets,
        LossSubject.For(
                (Tensor cloud, Tensor target) =>
                {
                    Tensor distances = (cloud.unsqueeze(2) - target.unsqueeze(1)).square().sum(3);
                    return (distances.amin([2]).mean([1]) + distances.amin([1]).mean([1])).mean();
                },
                "Chamfer")
            .WithArguments(n => (randn(n, 5, 3), randn(n, 7, 3))),
        subject => subject
            .Gives(PredictionKind.Values)
            .Reduces(Reduction.Mean)
            .IsNeverNegative()
            .IsInvariantTo("points in another order", (cloud, target) => (cloud.flip(1), target))
            .IsInvariantTo("both clouds moved", (cloud, target) => (cloud + 1, target + 1)),
        "Prediction and target have other numbers of points, and no point has a partner of its own.");

    public static RightLoss TotalVariation => RightLoss.Of(
        LossKind.Prior,
        LossSubject.For(
                (Tensor image) => (image.diff(dim: 1).abs().mean([1, 2]) + image.diff(dim: 2).abs().mean([1, 2])).mean(),
                "TotalVariation")
            .WithArguments(n => rand(n, 5, 5)),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt(image => zeros_like(image))
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("a brighter image", image => image + 1)
            .IsEquivariantTo("twice the contrast", image => image * 2, value => value * 2),
        "It has one argument and no target, and every constant image is best.");

    public static RightLoss ClassAndBox => RightLoss.Of(
        LossKind.MultiTask,
        LossSubject.For(
                (Detection found, Detection there) => (
                    (F.binary_cross_entropy_with_logits(found.Score, there.Score, reduction: Reduction.None)
                        + (there.Score * (found.Box - there.Box).abs().sum(1))).mean(),
                    found.Score.detach()),
                "ClassAndBox")
            .WithArguments(n => (new Detection(randn(n), rand(n, 4)), new Detection(Make.Bits(n), rand(n, 4)))),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt(there => new Detection(((there.Score * 2) - 1) * 50, there.Box))
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest(),
        "Arguments are records, the result a tuple, and where nothing is there the box has no gradient.");
}
