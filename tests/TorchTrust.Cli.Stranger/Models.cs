using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Stranger;

internal enum Activation
{
    Relu,
    Tanh,
}

/// <summary>Right, with literals, defaults and an enum.</summary>
internal sealed class Classifier : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _convolution = nn.Conv2d(1, 4, 3, padding: 1);
    private readonly Linear _head;
    private readonly Activation _activation;

    public Classifier(int classes, double scale = 1, Activation activation = Activation.Relu)
        : base(nameof(Classifier))
    {
        _activation = activation;
        Scale = scale;
        _head = nn.Linear(4 * 8 * 8, classes);
        RegisterComponents();
    }

    public double Scale { get; }

    public override Tensor forward(Tensor images)
    {
        Tensor hidden = _convolution.call(images);
        hidden = _activation == Activation.Relu ? hidden.relu() : hidden.tanh();
        return _head.call(hidden.flatten(1)) * Scale;
    }
}

/// <summary>Wrong: the mean runs over the batch.</summary>
internal sealed class Mixing : nn.Module<Tensor, Tensor>
{
    private readonly Linear _layer;

    public Mixing(long width = 6)
        : base(nameof(Mixing))
    {
        _layer = nn.Linear(width, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        Tensor hidden = _layer.call(input);
        return hidden - hidden.mean([0], keepdim: true);
    }
}

internal sealed class TaggerOptions(int width, float scale = 0.5f, string? name = null)
{
    public int Width { get; } = width;

    public float Scale { get; } = scale;

    public string? Name { get; } = name;
}

/// <summary>Token ids, an array, and an object of options.</summary>
internal sealed class Tagger : nn.Module<Tensor, Tensor>
{
    private readonly Embedding _table;
    private readonly Linear _head;

    public Tagger(long[] sizes, TaggerOptions? options = null)
        : base(nameof(Tagger))
    {
        options ??= new TaggerOptions(8);
        _table = nn.Embedding(sizes[0], options.Width);
        _head = nn.Linear(options.Width, sizes[1]);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens) => _head.call(_table.call(tokens));
}

/// <summary>Several arguments, one of them no tensor.</summary>
internal sealed class Gated : nn.Module
{
    private readonly Linear _layer = nn.Linear(8, 8);

    public Gated()
        : base(nameof(Gated)) => RegisterComponents();

    public Tensor forward(Tensor input, Tensor gate, long repeats, bool scaled = false)
    {
        Tensor hidden = _layer.call(input) * gate.to(float32);
        for (long i = 1; i < repeats; i++)
        {
            hidden = hidden + input;
        }

        return scaled ? hidden * 0.5 : hidden;
    }
}

internal sealed class Holder
{
    /// <summary>A nested class, with constructors that literals fit alike.</summary>
    internal sealed class Inner : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _layer;

        public Inner(int width, double scale)
            : base(nameof(Inner))
        {
            _layer = nn.Linear(width, width);
            Scale = scale;
            RegisterComponents();
        }

        public Inner(double scale, int width)
            : this(width, scale)
        {
        }

        public double Scale { get; }

        public override Tensor forward(Tensor input) => _layer.call(input) * Scale;
    }
}

internal sealed class Generic<T> : nn.Module<Tensor, Tensor>
{
    public Generic()
        : base("Generic")
    {
    }

    public override Tensor forward(Tensor input) => input;
}

internal abstract class Shape : nn.Module<Tensor, Tensor>
{
    protected Shape()
        : base("Shape")
    {
    }
}

internal sealed class Square : Shape
{
    public override Tensor forward(Tensor input) => input;
}

internal sealed class Unreachable : nn.Module<Tensor, Tensor>
{
    private Unreachable()
        : base("Unreachable")
    {
    }

    public static Unreachable Make() => new();

    public override Tensor forward(Tensor input) => input;
}

internal sealed class Weightless : nn.Module<Tensor, Tensor>
{
    public Weightless()
        : base("Weightless") => throw new InvalidOperationException("There are no weights.");

    public override Tensor forward(Tensor input) => input;
}

internal sealed class Voiceless : nn.Module
{
    public Voiceless()
        : base("Voiceless")
    {
    }
}
