using static TorchSharp.torch;

namespace TorchTrust.Weaving.Fixture;

/// <summary>A network that runs its children by <c>forward</c>, as nearly everybody writes it.</summary>
public class TwoLayers : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _first = nn.Linear(4, 5);
    private readonly nn.Module<Tensor, Tensor> _second = nn.Linear(5, 2);

    public TwoLayers()
        : base(nameof(TwoLayers)) => RegisterComponents();

    public nn.Module<Tensor, Tensor> First => _first;

    public override Tensor forward(Tensor input) => _second.forward(nn.functional.relu(_first.forward(input)));
}

/// <summary>Calls the <c>forward</c> of its base class.</summary>
public sealed class Scaled : TwoLayers
{
    public override Tensor forward(Tensor input) => base.forward(input) * 2;
}

/// <summary>A closed class that calls its own <c>forward</c>, and one of several arguments.</summary>
public sealed class Masked : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layer = nn.Linear(4, 4);

    public Masked()
        : base(nameof(Masked)) => RegisterComponents();

    public override Tensor forward(Tensor input) => _layer.forward(input);

    public Tensor forward(Tensor input, Tensor mask) => this.forward(input) * mask;
}

/// <summary>A module of two arguments with a tuple as result.</summary>
public sealed class Pair : nn.Module<Tensor, Tensor, (Tensor Sum, Tensor Difference)>
{
    private readonly nn.Module<Tensor, Tensor> _layer = nn.Linear(4, 4);

    public Pair()
        : base(nameof(Pair)) => RegisterComponents();

    public override (Tensor Sum, Tensor Difference) forward(Tensor input, Tensor other) =>
        (_layer.forward(input + other), _layer.call(input - other));
}

/// <summary>Derives from <c>nn.Module</c> itself, which has no hooks.</summary>
public sealed class Hookless : nn.Module
{
    private readonly nn.Module<Tensor, Tensor> _layer = nn.Linear(4, 4);

    public Hookless()
        : base(nameof(Hookless)) => RegisterComponents();

    public Dictionary<string, Tensor> forward(Tensor input) => new() { ["out"] = _layer.forward(input) };
}

/// <summary>Holds a module that is a type argument.</summary>
public sealed class Holder<TInner> : nn.Module<Tensor, Tensor>
    where TInner : nn.Module<Tensor, Tensor>, new()
{
    private readonly TInner _inner = new();

    public Holder()
        : base("Holder") => RegisterComponents();

    public override Tensor forward(Tensor input) => _inner.forward(input);
}

/// <summary>Adds what an activation in place has overwritten, and runs all that it holds by <c>forward</c>.</summary>
public sealed class OverwritesItsSkip : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _entry = nn.Linear(4, 4);
    private readonly nn.Module<Tensor, Tensor> _activation;
    private readonly nn.Module<Tensor, Tensor> _inner = nn.Linear(4, 4);

    public OverwritesItsSkip(bool inPlace)
        : base(nameof(OverwritesItsSkip))
    {
        _activation = nn.ReLU(inPlace);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        Tensor hidden = _entry.forward(input);
        return _inner.forward(_activation.forward(hidden)) + hidden;
    }
}
