using MnistVae.Data;
using MnistVae.Models;
using MnistVae.Training;
using static TorchSharp.torch;

namespace MnistVae.Tests.Training;

/// <summary>Training leaves no tensor behind.</summary>
[Collection(nameof(SerialTests))]
public sealed class LiveTensorTests : IDisposable
{
    private readonly SyntheticImages _images = new(6, new ImageShape(1, 4, 4), seed: 1);

    public void Dispose() => _images.Dispose();

    [Fact]
    public void Live_tensors_after_2000_steps_are_as_many_as_after_10()
    {
        ((int, long) after10, (int, long) after2000) = Count(new VaeLoss(), steps: 2000);

        Assert.Equal(after10, after2000);
    }

    [Fact]
    public void A_loss_that_keeps_a_tensor_of_each_call_is_seen()
    {
        var kept = new List<Tensor>();
        var loss = new DelegateLoss(
            (output, images) =>
            {
                Tensor reconstruction = VaeLoss.Reconstruction(output.Reconstruction, images);
                kept.Add(reconstruction.detach().DetachFromDisposeScope());
                return reconstruction;
            },
            output => VaeLoss.KlDivergence(output.Mean, output.LogSigma));

        ((int, long InProcess) after10, (int, long InProcess) after20) = Count(loss, steps: 20);

        Assert.Equal(10, after20.InProcess - after10.InProcess);
        kept.ForEach(tensor => tensor.Dispose());
    }

    private ((int InScope, long InProcess) After10, (int InScope, long InProcess) After) Count(
        IVaeLoss loss, long steps)
    {
        using var scope = NewDisposeScope();
        using Vae model = new TinyVae(_images.Shape);
        using var trainer = new Trainer(
            model,
            new TrainerData(_images, _images),
            new TrainerOptions { BatchSize = 2, Workers = 0, EvaluateEvery = Interval.Steps(500), PictureCount = 1 },
            new TrainerParts { Loss = loss });

        trainer.TrainSteps(10, TestContext.Current.CancellationToken);
        (int, long) after10 = Now();
        trainer.TrainSteps(steps - 10, TestContext.Current.CancellationToken);
        return (after10, Now());

        (int, long) Now()
        {
            // What earlier tests left to their finalizers is not this test's.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return (scope.DisposablesCount, Tensor.TotalCount);
        }
    }
}
