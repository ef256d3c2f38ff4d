using MnistVae.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MnistVae.Training;

/// <summary>One step: forward, loss, backward, and, if all of it is finite, the optimizer.</summary>
/// <param name="model">The model; its noise generator draws the noise.</param>
/// <param name="loss">The loss.</param>
/// <param name="optimizer">The optimizer.</param>
internal sealed class TrainingStep(Vae model, IVaeLoss loss, Adam optimizer)
{
    private readonly Parameter[] _parameters = [.. model.parameters()];

    /// <summary>Takes the step.</summary>
    /// <param name="images">The images, <c>[N, C, H, W]</c>, on the model's device.</param>
    /// <param name="finding">
    /// What was not finite; null if all was. If not null, model, optimizer and generator are as they were.
    /// </param>
    public StepResult Take(Tensor images, out NonFiniteFinding? finding)
    {
        using var scope = NewDisposeScope();
        Tensor? noise = model.NoiseGenerator?.get_state();
        model.zero_grad();
        LossTerms terms = loss.Compute(model.call(images), images);
        terms.Total.backward();
        StepResult result = Read(terms);
        if (result.IsFinite)
        {
            finding = null;
            optimizer.step();
            return result;
        }

        Restore(noise);
        finding = NonFiniteFinding.Find(model, loss, images);
        Restore(noise);
        model.zero_grad();
        return result;
    }

    /// <summary>Brings all numbers of the step to the CPU in one transfer.</summary>
    private StepResult Read(LossTerms terms)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Tensor norm = Gradients.Norm(_parameters).to(terms.Total.device);
        float[] numbers = stack([terms.Reconstruction, terms.KlDivergence, terms.Total, norm]).to(float32).cpu()
            .data<float>().ToArray();
        return new StepResult(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    private void Restore(Tensor? noise)
    {
        if (noise is not null)
        {
            model.NoiseGenerator!.set_state(noise);
        }
    }
}
