using MnistVae.Data;
using MnistVae.Models;
using MnistVae.Tests.Data;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MnistVae.Tests.Models;

/// <summary>
/// The tests that any variational autoencoder should pass, after the article "How to Trust Your Deep Learning Code". A
/// class that derives from this one says which model. <see cref="ModelTestsCanFailTests"/> shows that each can fail.
/// </summary>
[Collection(TorchState.Name)]
public abstract class ModelTests
{
    private const long LatentSize = 5;
    private const int Samples = 4;

    // Neither square nor of one channel, so that a mix-up of dimensions shows.
    private static readonly ImageShape _shape = new(2, 8, 12);

    /// <summary>Builds the model with weights from torch's default generator.</summary>
    protected abstract Module<Tensor, VaeOutput> Create(ImageShape shape, long latentSize);

    /// <summary>Says what draws the model's noise; torch's default generator if null.</summary>
    protected virtual void UseNoise(Module<Tensor, VaeOutput> model, Generator? generator) =>
        ((Vae)model).NoiseGenerator = generator;

    [Theory]
    [InlineData(1, 1, 32, 32)]
    [InlineData(2, 1, 16, 24)]
    [InlineData(5, 3, 12, 8)]
    public void Outputs_have_the_shapes_of_the_input(long batch, long channels, long height, long width)
    {
        ImageShape shape = new(channels, height, width);
        using var model = Build(seed: 1, shape);
        using var _ = NewDisposeScope();

        VaeOutput output = Run(model, Images(batch, shape));

        AssertShape("Reconstruction", [batch, .. shape.ToArray()], output.Reconstruction);
        AssertShape("Mean", [batch, LatentSize], output.Mean);
        AssertShape("LogSigma", [batch, LatentSize], output.LogSigma);
    }

    [Theory]
    [InlineData(0, 32, 32, 5, "The image shape is [0, 32, 32]; channels, height and width must be positive.")]
    [InlineData(1, -4, 32, 5, "The image shape is [1, -4, 32]; channels, height and width must be positive.")]
    [InlineData(1, 32, 0, 5, "The image shape is [1, 32, 0]; channels, height and width must be positive.")]
    [InlineData(1, 32, 32, 0, "latentSize ('0') must be greater than or equal to '1'.")]
    [InlineData(1, 32, 32, -3, "latentSize ('-3') must be greater than or equal to '1'.")]
    public void Sizes_that_are_not_positive_are_refused(
        long channels, long height, long width, long latentSize, string message)
    {
        ArgumentException refusal =
            Assert.ThrowsAny<ArgumentException>(() => Create(new ImageShape(channels, height, width), latentSize));

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>With <c>meta</c> as the default device, a tensor made without the input's shows anywhere.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_makes_no_tensor_on_the_default_device(bool ownNoise)
    {
        using var model = Build(seed: 1);
        using var generator = new Generator(1, CPU);
        UseNoise(model, ownNoise ? generator : null);
        using var _ = NewDisposeScope();
        Tensor images = Images(Samples);
        Device before = get_default_device();
        set_default_device(META);
        try
        {
            Exception? fault = Record.Exception(() => AssertAll(
                Named(model.call(images)), tensor => tensor.device_type == DeviceType.CPU, "is on the default device"));
            Assert.True(fault is null, $"Forward makes a tensor on the default device: {fault?.Message}");
        }
        finally
        {
            set_default_device(before);
        }
    }

    /// <summary>Conversion to float64 goes the way of a move to another device, and can be had anywhere.</summary>
    [Fact]
    public void The_model_can_be_converted_to_float64_and_back()
    {
        using var model = Build(seed: 1);
        using var _ = NewDisposeScope();
        Tensor images = Images(Samples);
        VaeOutput before = Run(model, images);

        model.to(float64);
        VaeOutput converted = Run(model, images.to(float64));
        AssertAll(Named(converted), tensor => tensor.dtype == ScalarType.Float64, "is not Float64 after conversion");

        model.to(float32);
        AssertSame(Named(before), Named(Run(model, images)), "is not the same after conversion and back");
    }

    [Fact]
    public void The_model_can_be_moved_to_an_accelerator_and_back()
    {
        Assert.SkipUnless(cuda.is_available(), "No CUDA device is present; meta and float64 stand in for it.");
        using var model = Build(seed: 1);
        using var _ = NewDisposeScope();
        Tensor images = Images(Samples);
        VaeOutput before = Run(model, images);

        model.to(CUDA);
        VaeOutput moved = Run(model, images.to(CUDA));
        AssertAll(Named(moved), tensor => tensor.device_type == DeviceType.CUDA, "is not on the accelerator");

        model.to(CPU);
        AssertSame(Named(before), Named(Run(model, images)), "is not the same after a move and back");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Samples_do_not_change_each_others_outputs(bool training)
    {
        using var model = Build(seed: 1);
        model.train(training);
        using var _ = NewDisposeScope();
        Tensor images = Images(Samples);
        VaeOutput before = Run(model, images);
        for (int replaced = 0; replaced < Samples; replaced++)
        {
            Tensor other = images.clone();
            other[replaced] = -images[replaced];
            foreach ((var expected, var actual) in Named(before).Zip(Named(Run(model, other))))
            {
                string name = expected.Name;
                int[] changed = [.. Bits.Differing(expected.Tensor, actual.Tensor)];
                string samples = string.Join(", ", changed);
                Assert.True(changed.Contains(replaced), $"{name} of sample {replaced} does not depend on its input.");
                Assert.True(changed.Length == 1, $"Sample {replaced} changes {name} of samples {samples}.");
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_stay_with_their_sample(bool training)
    {
        using var model = Build(seed: 1);
        model.train(training);
        using var _ = NewDisposeScope();
        for (int sample = 0; sample < Samples; sample++)
        {
            Tensor images = Images(Samples).requires_grad_();
            Loss(Named(Run(model, images)), sample).backward();
            for (int i = 0; i < Samples; i++)
            {
                bool isReached = images.grad is not null && images.grad[i].count_nonzero().item<long>() > 0;
                string verb = isReached ? "reaches" : "does not reach";
                Assert.True(isReached == (i == sample), $"The gradient of sample {sample} {verb} input {i}.");
            }
        }
    }

    [Fact]
    public void Every_parameter_receives_a_gradient()
    {
        using var model = Build(seed: 1);
        using var _ = NewDisposeScope();

        Loss(Named(Run(model, Images(Samples)))).backward();

        AssertNone(
            Parameters(model).Where(parameter => parameter.Tensor.grad is not Tensor gradient
                || !gradient.isfinite().all().item<bool>() || gradient.count_nonzero().item<long>() == 0),
            "Without a finite gradient other than zero");
    }

    [Fact]
    public void Every_parameter_changes_in_a_step()
    {
        using var model = Build(seed: 1);
        using var optimizer = optim.Adam(model.parameters());
        using var _ = NewDisposeScope();
        Tensor[] before = [.. model.parameters().Select(parameter => parameter.detach().clone())];

        Loss(Named(Run(model, Images(Samples)))).backward();
        optimizer.step();

        AssertNone(
            Parameters(model)
                .Zip(before)
                .Where(pair => Bits.Same(pair.First.Tensor, pair.Second))
                .Select(pair => pair.First),
            "Unchanged by a step");
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_outputs()
    {
        using var first = Build(seed: 7);
        using var second = Build(seed: 7);
        using var _ = NewDisposeScope();
        Tensor images = Images(Samples);

        AssertSame(Parameters(first), Parameters(second), "differs at the same seed");
        AssertSame(Named(Run(first, images)), Named(Run(second, images)), "differs at the same seed");
    }

    [Fact]
    public void Another_seed_gives_other_weights()
    {
        using var first = Build(seed: 7);
        using var second = Build(seed: 8);

        AssertNone(
            Parameters(first)
                .Zip(Parameters(second))
                .Where(pair => Bits.Same(pair.First.Tensor, pair.Second.Tensor))
                .Select(pair => pair.First),
            "The same at another seed");
    }

    [Fact]
    public void Noise_follows_its_generator()
    {
        using var model = Build(seed: 1);
        using var _ = NewDisposeScope();
        Tensor images = Images(Samples);
        Tensor once = Run(model, images, noise: 3).Reconstruction.contiguous();
        Tensor again = Run(model, images, noise: 3).Reconstruction.contiguous();
        Tensor other = Run(model, images, noise: 4).Reconstruction.contiguous();

        Assert.True(Bits.Same(once, again), "Reconstruction differs with noise of the same seed.");
        int ignoring = Samples - Bits.Differing(once, other).Count();
        Assert.True(ignoring == 0, $"Reconstruction of {ignoring} samples ignores the noise.");
    }

    [Fact]
    public void Saved_weights_give_the_same_outputs_in_a_model_that_had_others()
    {
        using var saved = Build(seed: 1);
        using var loaded = Build(seed: 2);
        saved.eval();
        loaded.eval();
        using var _ = NewDisposeScope();
        Tensor images = Images(Samples);
        VaeOutput expected = Run(saved, images);
        using var file = new MemoryStream();
        saved.save(file);
        using var read = new MemoryStream(file.ToArray());
        loaded.load(read);

        AssertSame(Named(expected), Named(Run(loaded, images)), "differs after saving and loading");
    }

    [Fact]
    public void Evaluation_repeats_itself()
    {
        using var model = Build(seed: 1);
        model.eval();
        using var _ = NewDisposeScope();
        Tensor images = Images(Samples);

        AssertSame(Named(Run(model, images)), Named(Run(model, images)), "differs in two evaluations");
    }

    private static Tensor Images(long count) => Images(count, _shape);

    private static Tensor Images(long count, ImageShape shape)
    {
        using var generator = new Generator(5, CPU);
        return rand([count, .. shape.ToArray()], generator: generator).mul_(2).sub_(1);
    }

    /// <summary>The outputs, without gaps in memory, so that their bits can be read.</summary>
    private static IEnumerable<(string Name, Tensor Tensor)> Named(VaeOutput output) =>
    [
        ("Reconstruction", output.Reconstruction.contiguous()),
        ("Mean", output.Mean.contiguous()),
        ("LogSigma", output.LogSigma.contiguous()),
    ];

    private static IEnumerable<(string Name, Tensor Tensor)> Parameters(Module model) =>
        model.named_parameters().Select(parameter => (parameter.name, (Tensor)parameter.parameter));

    /// <summary>A sum with normal weights, which no symmetry of an output cancels; of one sample or of all.</summary>
    private static Tensor Loss(IEnumerable<(string Name, Tensor Tensor)> outputs, int? sample = null)
    {
        using var generator = new Generator(6, CPU);
        return outputs
            .Select(output => sample is int only ? output.Tensor.narrow(0, only, 1) : output.Tensor)
            .Select(values => values.mul(randn(values.shape, generator: generator)).sum())
            .Aggregate((sum, part) => sum + part);
    }

    private static void AssertShape(string name, long[] expected, Tensor actual) => Assert.True(
        expected.AsSpan().SequenceEqual(actual.shape),
        $"{name} has the shape [{string.Join(", ", actual.shape)}], not [{string.Join(", ", expected)}].");

    private static void AssertAll(
        IEnumerable<(string Name, Tensor Tensor)> tensors, Func<Tensor, bool> isRight, string fault) =>
        Assert.All(tensors, tensor => Assert.True(isRight(tensor.Tensor), $"{tensor.Name} {fault}."));

    private static void AssertNone(IEnumerable<(string Name, Tensor Tensor)> offenders, string fault) =>
        Assert.True(!offenders.Any(), $"{fault}: {string.Join(", ", offenders.Select(offender => offender.Name))}.");

    private static void AssertSame(
        IEnumerable<(string Name, Tensor Tensor)> expected,
        IEnumerable<(string Name, Tensor Tensor)> actual,
        string fault) =>
        Assert.All(
            expected.Zip(actual),
            pair => Assert.True(Bits.Same(pair.First.Tensor, pair.Second.Tensor), $"{pair.First.Name} {fault}."));

    private Module<Tensor, VaeOutput> Build(long seed, ImageShape? shape = null)
    {
        manual_seed(seed);
        return Create(shape ?? _shape, LatentSize);
    }

    private VaeOutput Run(Module<Tensor, VaeOutput> model, Tensor images, ulong noise = 2)
    {
        using var generator = new Generator(noise, CPU);
        UseNoise(model, generator);
        return model.call(images);
    }
}
