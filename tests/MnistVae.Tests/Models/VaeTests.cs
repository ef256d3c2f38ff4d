using MnistVae.Data;
using MnistVae.Models;
using MnistVae.Tests.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace MnistVae.Tests.Models;

/// <summary>What every <see cref="Vae"/> takes from its base: noise, and images made from nothing but noise.</summary>
[Collection(TorchState.Name)]
public sealed class VaeTests : IDisposable
{
    private readonly MlpVae _model = new(new ImageShape(1, 4, 6), 3);
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _model.Dispose();
    }

    [Fact]
    public void A_code_is_the_mean_plus_noise_times_deviation()
    {
        Tensor mean = tensor(new float[,] { { 1, 2, 3 } }), logSigma = tensor(new float[,] { { 0, 1, -1 } });
        Tensor noise = tensor(new float[,] { { 1, -2, 0.5f } });

        Tensor code = _model.Reparameterize(mean, logSigma, noise);

        float[] expected = [1 + 1, 2 - (2 * MathF.E), 3 + (0.5f / MathF.E)];
        Assert.All(expected.Zip(code.data<float>()), pair => Assert.Equal(pair.First, pair.Second, tolerance: 1e-6f));
    }

    [Fact]
    public void Noise_that_is_drawn_is_standard_normal()
    {
        using var generator = new Generator(1, CPU);
        _model.NoiseGenerator = generator;
        Tensor zero = zeros(100_000, 3);

        Tensor noise = _model.Reparameterize(zero, zero);

        // Eight standard errors: about one false alarm in 10^15 seeds, and the seed is fixed.
        Assert.Equal(0, noise.mean().item<float>(), tolerance: 8 / MathF.Sqrt(300_000));
        Assert.Equal(1, noise.std().item<float>(), tolerance: 8 / MathF.Sqrt(600_000));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void Noise_has_the_dtype_of_its_neighbours(ScalarType dtype)
    {
        using var generator = new Generator(1, CPU);
        Tensor zero = zeros([2, 3], dtype);
        foreach (Generator? source in new[] { generator, null })
        {
            _model.NoiseGenerator = source;
            Assert.Equal(dtype, _model.Reparameterize(zero, zero).dtype);
        }
    }

    [Fact]
    public void Noise_goes_to_the_device_of_its_neighbours()
    {
        using var generator = new Generator(1, CPU);
        Tensor zero = zeros([2, 3], device: META);
        foreach (Generator? source in new[] { generator, null })
        {
            _model.NoiseGenerator = source;
            Assert.Equal(DeviceType.META, _model.Reparameterize(zero, zero).device_type);
        }
    }

    [Fact]
    public void Generated_images_have_shape_range_and_no_gradient_and_follow_the_generator()
    {
        Tensor once = Generate(seed: 1), again = Generate(seed: 1), other = Generate(seed: 2);

        Assert.Equal([5, 1, 4, 6], once.shape);
        Assert.InRange(once.abs().max().item<float>(), 0, 1);
        Assert.False(once.requires_grad);
        Assert.True(Bits.Same(once, again));
        Assert.Equal(5, Bits.Differing(once, other).Count());
    }

    private Tensor Generate(ulong seed)
    {
        using var generator = new Generator(seed, CPU);
        _model.NoiseGenerator = generator;
        return _model.Generate(5);
    }
}
