using TorchSharp;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Probes;

public sealed class AmbientStateTests
{
    [Fact]
    public void Generator_device_dtype_gradient_mode_and_threads_come_back()
    {
        manual_seed(5);
        (bool gradients, int threads) = (is_grad_enabled(), get_num_threads());
        byte[] generator = get_rng_state().bytes.ToArray();
        using (AmbientState.Remember())
        {
            using Tensor draw = randn(3);
            set_default_dtype(ScalarType.Float64);
            set_default_device(META);
            _ = set_grad_enabled(!gradients);
            set_num_threads(threads + 1);
        }

        Assert.Equal(ScalarType.Float32, get_default_dtype());
        Assert.Equal(DeviceType.CPU, get_default_device().type);
        Assert.Equal((gradients, threads), (is_grad_enabled(), get_num_threads()));
        Assert.Equal(generator, get_rng_state().bytes.ToArray());
    }

    [Fact]
    public void A_fork_gives_equal_draws_and_leaves_no_trace()
    {
        using RandomState before = RandomState.Remember();
        float Draw()
        {
            using RandomState fork = RandomState.Fork(3);
            using Tensor draw = randn(1);
            return draw.item<float>();
        }

        Assert.Equal(Draw(), Draw());
        Assert.True(before.IsCurrent());
    }
}
