using MnistVae.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MnistVae.Tests.Models;

/// <summary>Faults as people make them, each with the test that finds it and what that test says.</summary>
internal static class ModelFaults
{
    private const string Images = "The image shape is [0, 32, 32]; channels, height and width must be positive.";

    public static IReadOnlyDictionary<string, ModelFault> All { get; } = new Dictionary<string, ModelFault>
    {
        ["images are given back flat"] = new(
            nameof(ModelTests.Outputs_have_the_shapes_of_the_input),
            test => test.Outputs_have_the_shapes_of_the_input(5, 3, 12, 8),
            "Reconstruction has the shape [5, 288], not [5, 3, 12, 8].",
            (model, images) => With(model, images, reconstruction: all => all.flatten(1))),
        ["height and width are exchanged"] = new(
            nameof(ModelTests.Outputs_have_the_shapes_of_the_input),
            test => test.Outputs_have_the_shapes_of_the_input(2, 1, 16, 24),
            "Reconstruction has the shape [2, 1, 24, 16], not [2, 1, 16, 24].",
            (model, images) => With(model, images, reconstruction: all => all.mT)),
        ["the batch of one is squeezed"] = new(
            nameof(ModelTests.Outputs_have_the_shapes_of_the_input),
            test => test.Outputs_have_the_shapes_of_the_input(1, 1, 32, 32),
            "Mean has the shape [5], not [1, 5].",
            (model, images) => With(model, images, mean: all => all.squeeze())),
        ["sizes are not looked at"] = new(
            nameof(ModelTests.Sizes_that_are_not_positive_are_refused),
            test => test.Sizes_that_are_not_positive_are_refused(0, 32, 32, 5, Images),
            "Assert.ThrowsAny() Failure: No exception was thrown")
        {
            AcceptsAll = true,
        },
        ["noise is made on the default device"] = new(
            nameof(ModelTests.Forward_makes_no_tensor_on_the_default_device),
            test => test.Forward_makes_no_tensor_on_the_default_device(ownNoise: false),
            "Forward makes a tensor on the default device",
            (model, images) => Decoded(model, images, (mean, sigma) => mean + (sigma * randn(mean.shape)))),
        ["an output is made anew on the default device"] = new(
            nameof(ModelTests.Forward_makes_no_tensor_on_the_default_device),
            test => test.Forward_makes_no_tensor_on_the_default_device(ownNoise: true),
            "LogSigma is on the default device.",
            (model, images) => With(model, images, logSigma: all => zeros(all.shape))),
        ["a float32 is written out"] = new(
            nameof(ModelTests.The_model_can_be_converted_to_float64_and_back),
            test => test.The_model_can_be_converted_to_float64_and_back(),
            "Mean is not Float64 after conversion.",
            (model, images) => With(model, images, mean: all => all.to(float32))),
        ["each forward pass trains a little"] = new(
            nameof(ModelTests.The_model_can_be_converted_to_float64_and_back),
            test => test.The_model_can_be_converted_to_float64_and_back(),
            "Mean is not the same after conversion and back.",
            (model, images) =>
            {
                using (no_grad())
                {
                    model.Inner.parameters().First().mul_(1.5);
                }

                return model.Inner.call(images);
            }),
        ["the batch's mean is taken off"] = new(
            nameof(ModelTests.Samples_do_not_change_each_others_outputs),
            test => test.Samples_do_not_change_each_others_outputs(training: false),
            "Sample 0 changes Mean of samples 0, 1, 2, 3.",
            (model, images) => With(model, images, mean: all => all - all.mean([0], keepdim: true))),
        ["the batch's mean is taken off in training alone"] = new(
            nameof(ModelTests.Samples_do_not_change_each_others_outputs),
            test => test.Samples_do_not_change_each_others_outputs(training: true),
            "Sample 0 changes Reconstruction of samples 0, 1, 2, 3.",
            (model, images) => Decoded(
                model, images, (mean, _) => model.training ? mean - mean.mean([0], keepdim: true) : mean)),
        ["a view exchanges samples and codes"] = new(
            nameof(ModelTests.Samples_do_not_change_each_others_outputs),
            test => test.Samples_do_not_change_each_others_outputs(training: false),
            "Sample 0 changes Reconstruction of samples",
            (model, images) => Decoded(model, images, (mean, _) => mean.t().reshape(mean.shape))),
        ["an output is a constant"] = new(
            nameof(ModelTests.Samples_do_not_change_each_others_outputs),
            test => test.Samples_do_not_change_each_others_outputs(training: false),
            "LogSigma of sample 0 does not depend on its input.",
            (model, images) => With(model, images, logSigma: all => zeros_like(all))),
        ["gradients leak through the batch's mean"] = new(
            nameof(ModelTests.Gradients_stay_with_their_sample),
            test => test.Gradients_stay_with_their_sample(training: false),
            "The gradient of sample 0 reaches input 1.",
            (model, images) => With(model, images, mean: all => all - all.mean([0], keepdim: true))),
        ["gradients leak in training alone"] = new(
            nameof(ModelTests.Gradients_stay_with_their_sample),
            test => test.Gradients_stay_with_their_sample(training: true),
            "The gradient of sample 0 reaches input 1.",
            (model, images) => With(
                model, images, mean: all => model.training ? all - all.mean([0], keepdim: true) : all)),
        ["the input is detached"] = new(
            nameof(ModelTests.Gradients_stay_with_their_sample),
            test => test.Gradients_stay_with_their_sample(training: false),
            "The gradient of sample 0 does not reach input 0.",
            (model, images) => model.Inner.call(images.detach())),
        ["the encoder is detached"] = new(
            nameof(ModelTests.Every_parameter_receives_a_gradient),
            test => test.Every_parameter_receives_a_gradient(),
            "Without a finite gradient other than zero: inner.encoder.1.weight, inner.encoder.1.bias, inner.encoder.3",
            (model, images) =>
            {
                (Tensor mean, Tensor logSigma) = model.Inner.Encode(images);
                (mean, logSigma) = (mean.detach(), logSigma.detach());
                return new VaeOutput(model.Inner.Decode(model.Inner.Reparameterize(mean, logSigma)), mean, logSigma);
            }),
        ["the gradient is not a number"] = new(
            nameof(ModelTests.Every_parameter_receives_a_gradient),
            test => test.Every_parameter_receives_a_gradient(),
            "Without a finite gradient other than zero: inner.encoder.1.weight",
            (model, images) => With(model, images, logSigma: all => (all - all).sqrt())),
        ["a layer is made and forgotten"] = new(
            nameof(ModelTests.Every_parameter_changes_in_a_step),
            test => test.Every_parameter_changes_in_a_step(),
            "Unchanged by a step: extra.weight, extra.bias.")
        {
            Extra = size => Linear(size, size),
        },
        ["weights come from another generator"] = new(
            nameof(ModelTests.The_same_seed_gives_the_same_weights_and_outputs),
            test => test.The_same_seed_gives_the_same_weights_and_outputs(),
            "extra.weight differs at the same seed.",
            (model, images) => With(model, images, mean: model.Extra.call))
        {
            Extra = size => Filled(Linear(size, size), Random.Shared.NextSingle()),
        },
        ["the constructor has a seed of its own"] = new(
            nameof(ModelTests.Another_seed_gives_other_weights),
            test => test.Another_seed_gives_other_weights(),
            "The same at another seed: inner.encoder.1.weight, inner.encoder.1.bias, ")
        {
            Before = () => manual_seed(0),
        },
        ["a layer starts as a constant"] = new(
            nameof(ModelTests.Another_seed_gives_other_weights),
            test => test.Another_seed_gives_other_weights(),
            "The same at another seed: extra.weight.",
            (model, images) => With(model, images, mean: model.Extra.call))
        {
            Extra = size => Filled(Linear(size, size), 0.5f),
        },
        ["noise comes from another generator than the one given"] = new(
            nameof(ModelTests.Noise_follows_its_generator),
            test => test.Noise_follows_its_generator(),
            "Reconstruction differs with noise of the same seed.",
            (model, images) => Decoded(model, images, (mean, sigma) => mean + (sigma * randn_like(mean)))),
        ["noise is the same each time"] = new(
            nameof(ModelTests.Noise_follows_its_generator),
            test => test.Noise_follows_its_generator(),
            "Reconstruction of 4 samples ignores the noise.",
            (model, images) => Decoded(model, images, (mean, _) => mean)),
        ["a layer in a list is not registered"] = new(
            nameof(ModelTests.Saved_weights_give_the_same_outputs_in_a_model_that_had_others),
            test => test.Saved_weights_give_the_same_outputs_in_a_model_that_had_others(),
            "Mean differs after saving and loading.")
        {
            Unregistered = size => Linear(size, size),
        },
        ["dropout does not know of evaluation"] = new(
            nameof(ModelTests.Evaluation_repeats_itself),
            test => test.Evaluation_repeats_itself(),
            "Mean differs in two evaluations.",
            (model, images) => With(model, images, mean: all => functional.dropout(all))),
    };

    /// <summary>The right model's output, with parts of it changed.</summary>
    public static VaeOutput With(
        FaultyVae model,
        Tensor images,
        Func<Tensor, Tensor>? reconstruction = null,
        Func<Tensor, Tensor>? mean = null,
        Func<Tensor, Tensor>? logSigma = null)
    {
        VaeOutput right = model.Inner.call(images);
        return new VaeOutput(
            reconstruction?.Invoke(right.Reconstruction) ?? right.Reconstruction,
            mean?.Invoke(right.Mean) ?? right.Mean,
            logSigma?.Invoke(right.LogSigma) ?? right.LogSigma);
    }

    /// <summary>Draws the code in another way than the right model does.</summary>
    private static VaeOutput Decoded(FaultyVae model, Tensor images, Func<Tensor, Tensor, Tensor> code)
    {
        (Tensor mean, Tensor logSigma) = model.Inner.Encode(images);
        return new VaeOutput(model.Inner.Decode(code(mean, logSigma.exp())), mean, logSigma);
    }

    private static TorchSharp.Modules.Linear Filled(TorchSharp.Modules.Linear layer, float value)
    {
        init.constant_(layer.weight, value);
        return layer;
    }
}
