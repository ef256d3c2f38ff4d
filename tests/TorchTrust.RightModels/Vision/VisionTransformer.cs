namespace TorchTrust.RightModels.Vision;

/// <summary>A vision transformer with a class token and learnt positions (Dosovitskiy et al., 2021).</summary>
internal sealed class VisionTransformer : Module<Tensor, Tensor>
{
    private const long Width = 32;

    private readonly Module<Tensor, Tensor> _patches = Conv2d(3, Width, kernel_size: 4, stride: 4);
    private readonly Parameter _classToken = Parameter(zeros(1, 1, Width));
    private readonly Parameter _positions = Parameter(init.normal_(empty(1, 17, Width), std: 0.02));
    private readonly Module<Tensor, Tensor> _blocks = Sequential(new Block(), new Block());
    private readonly Module<Tensor, Tensor> _norm = LayerNorm(Width);
    private readonly Linear _head = Linear(Width, 10);

    public VisionTransformer()
        : base(nameof(VisionTransformer))
    {
        init.zeros_(_head.weight);
        init.zeros_(_head.bias!);
        RegisterComponents();
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new VisionTransformer()).WithInput(n => randn(n, 3, 16, 16));
        return new RightModel(
            nameof(VisionTransformer),
            undeclared,
            undeclared
                .StartsSpecialOnPurpose("_head.*", "The head begins without an opinion.")
                .IsSensitiveTo("the order of the rows", images => images.flip(2))
                .LoadsWeights<VisionTransformer>(model => model.Load(), except: "_head.*")
                .WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "The head starts at zero: every logit is 0 for every image, and nothing before the head has a "
                + "gradient as built.");
    }

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor patches = _patches.call(images).flatten(2).transpose(1, 2);
        Tensor token = _classToken.expand(images.shape[0], -1, -1);
        Tensor sequence = cat([token, patches], dim: 1) + _positions;
        sequence = _norm.call(_blocks.call(sequence));
        return _head.call(sequence.select(1, 0)).MoveToOuterDisposeScope();
    }

    /// <summary>Weights of larger images: the grid of their positions is made as small as ours, and their classes are not ours.</summary>
    private void Load()
    {
        TrainedElsewhere.Fill(state_dict(), name => name == nameof(_positions) || name.StartsWith(nameof(_head), StringComparison.Ordinal)
            ? null
            : name);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Tensor positions = TrainedElsewhere.Read(nameof(_positions), 1, 65, Width);
        Tensor grid = positions.narrow(1, 1, 64).transpose(1, 2).reshape(1, Width, 8, 8);
        Tensor smaller = F.interpolate(grid, size: [4, 4], mode: InterpolationMode.Bilinear, align_corners: false);
        _positions.copy_(cat([positions.narrow(1, 0, 1), smaller.flatten(2).transpose(1, 2)], dim: 1));
    }

    private sealed class Block : Module<Tensor, Tensor>
    {
        private const long Heads = 4;

        private readonly Module<Tensor, Tensor> _norm1 = LayerNorm(Width);
        private readonly Module<Tensor, Tensor> _qkv = Linear(Width, 3 * Width);
        private readonly Module<Tensor, Tensor> _projection = Linear(Width, Width);
        private readonly Module<Tensor, Tensor> _norm2 = LayerNorm(Width);
        private readonly Module<Tensor, Tensor> _mlp = Sequential(
            Linear(Width, 2 * Width), GELU(), Dropout(0.1), Linear(2 * Width, Width), Dropout(0.1));

        public Block()
            : base(nameof(Block)) => RegisterComponents();

        public override Tensor forward(Tensor sequence)
        {
            using var scope = NewDisposeScope();
            Tensor attended = sequence + Attend(_norm1.call(sequence));
            return (attended + _mlp.call(_norm2.call(attended))).MoveToOuterDisposeScope();
        }

        private Tensor Attend(Tensor sequence)
        {
            (long n, long length) = (sequence.shape[0], sequence.shape[1]);
            Tensor[] qkv = _qkv.call(sequence).reshape(n, length, 3, Heads, Width / Heads)
                .permute(2, 0, 3, 1, 4).unbind(0);
            Tensor mixed = F.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], p: training ? 0.1 : 0);
            return _projection.call(mixed.transpose(1, 2).reshape(n, length, Width));
        }
    }
}
