using TorchSharp;
using TorchTrust;
using static TorchSharp.torch;

namespace Template._1;

/// <summary>What `torchtrust check` looks at.</summary>
internal static class TrustSubjects
{
    [TrustSubject]
    public static ModelSubject Model => ModelSubject
        .For(() => new SpiralNet())
        .WithInput(n => randn(n, 2));

    [TrustSubject]
    public static DatasetSubject Data => DatasetSubject
        .For(seed => new Spirals(seed))
        .WithSplit("train", spirals => spirals.Train)
        .WithSplit("test", spirals => spirals.Test)
        .WithBatches("train", (spirals, epoch) => spirals.Batches(epoch))
        .HasTarget("Arm", classes: Spirals.Arms);

    [TrustSubject]
    public static LossSubject Loss => LossSubject
        .For((Tensor logits, Tensor arms) => SpiralTrainer.Loss(logits, arms))
        .WithArguments(n => (randn(n, Spirals.Arms), randint(Spirals.Arms, n)))
        .Reduces(nn.Reduction.Mean);

    [TrustSubject]
    public static TrainingSubject Training => TrainingSubject
        .For(seed => new SpiralTrainer(new Spirals(seed)))
        .WithBatches((trainer, epoch) => trainer.Data.Batches(epoch))
        .WithStep((trainer, batch) => trainer.Step(batch))
        .ReportsLoss()
        .WithEvaluation((trainer, batches) => trainer.Evaluate(batches))
        .HasTarget(batch => batch.Arms, of: batch => batch.Places, classes: Spirals.Arms)
        .SavesWeights((trainer, path) => trainer.Save(path), (trainer, path) => trainer.Load(path));
}
