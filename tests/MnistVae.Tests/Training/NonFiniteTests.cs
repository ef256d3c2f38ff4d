using MnistVae.Checkpoints;
using MnistVae.Data;
using MnistVae.Models;
using MnistVae.Training;
using static TorchSharp.torch;

namespace MnistVae.Tests.Training;

/// <summary>A loss or gradient that is not finite ends training, and says where it came from.</summary>
[Collection(nameof(SerialTests))]
public sealed class NonFiniteTests : IDisposable
{
    private static readonly ImageShape s_shape = new(1, 8, 8);

    private readonly TemporaryFolder _folder = new();
    private readonly Vae _model = Weights.Seed(new CnnVae(s_shape, latentSize: 4), seed: 1);
    private readonly SyntheticImages _images = new(4, s_shape, seed: 1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _model.Dispose();
        _images.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("encoder.2.weight", "encoder.2", "Conv2d")]
    [InlineData("decoder.0.bias", "decoder.0", "Linear")]
    public void The_first_module_with_a_value_that_is_not_finite_is_named(string parameter, string module, string type)
    {
        var store = new CheckpointStore(_folder.Path);
        using Trainer trainer = Create(new TrainerParts { Checkpoints = store });
        trainer.TrainSteps(2, Stop);
        Poison(parameter);

        var exception = Assert.Throws<NonFiniteException>(() => trainer.TrainSteps(5, Stop));

        Assert.Equal((3, module, store.LastPath), (exception.Step, exception.Module, exception.Checkpoint));
        Assert.StartsWith(
            $"Step 3 is not finite: the output of the module '{module}' ({type})",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Contains("so is its parameter", exception.Message, StringComparison.Ordinal);
        Assert.Contains(store.LastPath, exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, trainer.Step);
    }

    [Fact]
    public void An_image_that_is_not_finite_is_named_before_any_module()
    {
        _images.Poison(index: 2, float.PositiveInfinity);
        using Trainer trainer = Create();

        var exception = Assert.Throws<NonFiniteException>(() => trainer.TrainSteps(1, Stop));

        Assert.Equal((1, "input", null), (exception.Step, exception.Module, exception.Checkpoint));
        Assert.Contains("there is no checkpoint yet", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_finite_while_all_modules_are_is_named()
    {
        using Trainer trainer = Create(new TrainerParts
        {
            Loss = new DelegateLoss(
                (output, images) => (output.Reconstruction - images).sum() / 0, output => output.Mean.sum()),
        });

        var exception = Assert.Throws<NonFiniteException>(() => trainer.TrainSteps(1, Stop));

        Assert.Equal("loss", exception.Module);
        Assert.Contains("the loss (reconstruction)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_while_the_loss_is_names_the_module_next_to_the_loss()
    {
        // The square root of |0| is 0, and its gradient is not finite.
        using Trainer trainer = Create(new TrainerParts
        {
            Loss = new DelegateLoss(
                (output, _) => (output.Reconstruction - output.Reconstruction.detach()).abs().sqrt().sum(),
                output => output.Mean.square().sum()),
        });

        var exception = Assert.Throws<NonFiniteException>(() => trainer.TrainSteps(1, Stop));

        Assert.Equal("decoder.7", exception.Module);
        Assert.Contains("the gradient of 'decoder.7.weight' (Conv2d)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_goes_on_from_before_the_step_as_if_it_had_not_been()
    {
        bool broken = true;
        var loss = new DelegateLoss(
            (output, images) => VaeLoss.Reconstruction(output.Reconstruction, images) / (broken ? 0 : 1),
            output => VaeLoss.KlDivergence(output.Mean, output.LogSigma));
        using (Trainer trainer = Create(new TrainerParts { Loss = loss }))
        {
            Assert.Throws<NonFiniteException>(() => trainer.TrainSteps(1, Stop));
            broken = false;
            trainer.TrainSteps(3, Stop);
        }

        SortedDictionary<string, byte[]> mended = Weights.Bits(_model);
        Weights.Seed(_model, seed: 1);
        using (Trainer trainer = Create(new TrainerParts { Loss = loss }))
        {
            trainer.TrainSteps(3, Stop);
        }

        Assert.Empty(Weights.Differences(Weights.Bits(_model), mended));
    }

    private Trainer Create(TrainerParts? parts = null) => new(
        _model,
        new TrainerData(_images, _images),
        new TrainerOptions { BatchSize = 4, Workers = 0, EvaluateEvery = Interval.Never },
        parts);

    private void Poison(string parameter)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        _model.get_parameter(parameter)!.view(-1)[0] = tensor(float.NaN);
    }
}
