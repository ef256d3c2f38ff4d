namespace TorchTrust.RightModels.Generative;

/// <summary>Predicts the noise in an image of a diffusion process, given the time (Ho et al., 2020).</summary>
internal sealed class DiffusionUNet : Module<Tensor, Tensor, Tensor>
{
    private const long TimeWidth = 16;

    private readonly Module<Tensor, Tensor> _time = Sequential(Linear(TimeWidth, 32), SiLU(), Linear(32, 32));
    private readonly Module<Tensor, Tensor> _input = Conv2d(1, 16, kernel_size: 3, padding: 1);
    private readonly ResidualBlock _down = new(16, 16);
    private readonly Module<Tensor, Tensor> _shrink = Conv2d(16, 16, kernel_size: 3, stride: 2, padding: 1);
    private readonly ResidualBlock _middle = new(16, 32);
    private readonly Module<Tensor, Tensor> _grow = ConvTranspose2d(32, 16, kernel_size: 4, stride: 2, padding: 1);
    private readonly ResidualBlock _up = new(32, 16);
    private readonly Conv2d _output = Conv2d(16, 1, kernel_size: 3, padding: 1);

    public DiffusionUNet()
        : base(nameof(DiffusionUNet))
    {
        init.zeros_(_output.weight);
        init.zeros_(_output.bias!);
        RegisterComponents();
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new DiffusionUNet())
            .WithInputs(n => [randn(n, 1, 8, 8), Make.Tokens(1000, n)]);
        return new RightModel(
            nameof(DiffusionUNet),
            undeclared,
            undeclared
                .StartsSpecialOnPurpose("_output.*", "The prediction begins at zero.")
                .WithLoss<Tensor>((_, noise) => Losses.Regression(noise)),
            "The last layer starts at zero, so as built neither image nor time has any influence, and time is "
                + "an integer.");
    }

    /// <param name="images">Noisy images <c>[N, 1, H, W]</c>.</param>
    /// <param name="times">Steps of the process in [0, 1000), int64 <c>[N]</c>.</param>
    /// <returns>The noise, <c>[N, 1, H, W]</c>.</returns>
    public override Tensor forward(Tensor images, Tensor times)
    {
        using var scope = NewDisposeScope();
        Tensor time = _time.call(Sinusoids(times, images));
        Tensor fine = _down.call(_input.call(images), time);
        Tensor coarse = _middle.call(_shrink.call(fine), time);
        Tensor joined = cat([fine, _grow.call(coarse)], dim: 1);
        return _output.call(F.silu(_up.call(joined, time))).MoveToOuterDisposeScope();
    }

    private static Tensor Sinusoids(Tensor times, Tensor like)
    {
        Tensor steps = arange(TimeWidth / 2, dtype: like.dtype, device: like.device);
        Tensor exponents = steps * (-Math.Log(10000) * 2 / TimeWidth);
        Tensor angles = outer(times.to(like.dtype), exponents.exp());
        return cat([angles.sin(), angles.cos()], dim: 1);
    }

    private sealed class ResidualBlock : Module<Tensor, Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> _conv1;
        private readonly Module<Tensor, Tensor> _conv2;
        private readonly Module<Tensor, Tensor> _time;
        private readonly Module<Tensor, Tensor> _skip;

        public ResidualBlock(long inputs, long outputs)
            : base(nameof(ResidualBlock))
        {
            _conv1 = Conv2d(inputs, outputs, kernel_size: 3, padding: 1);
            _conv2 = Conv2d(outputs, outputs, kernel_size: 3, padding: 1);
            _time = Linear(32, outputs);
            _skip = inputs == outputs ? Identity() : Conv2d(inputs, outputs, kernel_size: 1);
            RegisterComponents();
        }

        public override Tensor forward(Tensor images, Tensor time)
        {
            using var scope = NewDisposeScope();
            Tensor shift = _time.call(F.silu(time)).unsqueeze(2).unsqueeze(3);
            Tensor hidden = F.silu(_conv1.call(images) + shift);
            return (_conv2.call(hidden) + _skip.call(images)).MoveToOuterDisposeScope();
        }
    }
}
