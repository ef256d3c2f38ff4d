using static TorchSharp.torch;

namespace TorchTrust.Weaving.Fixture;

/// <summary>Makes a tensor on the CPU by a literal and adds it to its input.</summary>
public sealed class MadeOnCpu : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layer = nn.Linear(4, 4);

    public MadeOnCpu()
        : base(nameof(MadeOnCpu)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        Tensor bias = ones(4, device: CPU);
        return _layer.forward(input) + bias;
    }
}

/// <summary>Makes a tensor on the default device, and mixes it with others where nothing throws: <c>cat</c>.</summary>
public sealed class MadeOnDefault : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layer = nn.Linear(4, 4);

    public MadeOnDefault()
        : base(nameof(MadeOnDefault)) => RegisterComponents();

    public override Tensor forward(Tensor input) => cat([_layer.forward(input), ones(input.shape[0], 1)], 1);
}

/// <summary>Makes tensors in all the right ways: beside a neighbour, or brought to one, or of no dimension, or as an index.</summary>
public sealed class Follows : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layer = nn.Linear(4, 4);

    public Follows()
        : base(nameof(Follows)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        Tensor positions = arange(4).to(float32).to(input.device);
        Tensor mask = ones(4, 4, device: CPU).triu(1).to(input.device);
        Tensor order = tensor(new long[] { 3, 2, 1, 0 });
        Tensor noise = zeros(input.shape, device: input.device, dtype: input.dtype) + zeros_like(input) + input.new_ones(4);
        Tensor scale = tensor(0.5f);
        float most = rand(3).sum().item<float>();
        return (_layer.forward(input) + positions + noise).matmul(mask)[TensorIndex.Colon, TensorIndex.Tensor(order)]
            * scale * (most > 3 ? 0 : 1);
    }
}

/// <summary>Writes a file where its assembly lies, as programs do that keep their models beside themselves.</summary>
public sealed class WritesBesideItself : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layer = nn.Linear(4, 4);

    public WritesBesideItself()
        : base(nameof(WritesBesideItself))
    {
        RegisterComponents();
        string folder = Path.GetDirectoryName(typeof(WritesBesideItself).Assembly.Location)!;
        File.WriteAllText(Path.Combine(folder, "written-beside-itself.txt"), AppContext.BaseDirectory);
    }

    public override Tensor forward(Tensor input) => _layer.forward(input);
}

/// <summary>Writes a file where its assembly lies, and ends its process.</summary>
public sealed class EndsItsProcess : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layer = nn.Linear(4, 4);

    public EndsItsProcess()
        : base(nameof(EndsItsProcess)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        string folder = Path.GetDirectoryName(typeof(EndsItsProcess).Assembly.Location)!;
        File.WriteAllText(Path.Combine(folder, "written-before-the-end.txt"), "kept");
        Environment.Exit(3);
        return _layer.forward(input);
    }
}

/// <summary>Makes a tensor of a dtype by a literal, and multiplies matrices with it.</summary>
public sealed class MadeInSingle : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layer = nn.Linear(4, 4);

    public MadeInSingle()
        : base(nameof(MadeInSingle)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        Tensor mixing = eye(4, dtype: float32, device: input.device);
        return _layer.forward(input).mm(mixing);
    }
}

/// <summary>Makes a tensor on a device that it keeps, whatever it is moved to.</summary>
public sealed class KeepsItsDevice : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layer = nn.Linear(4, 4);
    private readonly Device _device = CPU;

    public KeepsItsDevice()
        : base(nameof(KeepsItsDevice)) => RegisterComponents();

    public override Tensor forward(Tensor input) => _layer.forward(input) + ones(4, device: _device);
}

/// <summary>Makes one tensor on a device that it keeps, and one on the CPU by a literal.</summary>
public sealed class MadeOnTwo : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layer = nn.Linear(4, 4);
    private readonly Device _device = new(TorchSharp.DeviceType.CPU);

    public MadeOnTwo()
        : base(nameof(MadeOnTwo)) => RegisterComponents();

    public override Tensor forward(Tensor input) => _layer.forward(input) + ones(4, device: _device) + eye(4, device: CPU);
}

/// <summary>Gives out what it makes on the CPU by a literal, and nothing of what its layer computes.</summary>
public sealed class GivesOut : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layer = nn.Linear(4, 4);

    public GivesOut()
        : base(nameof(GivesOut)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        _layer.forward(input);
        return ones(input.shape[0], 4, device: CPU);
    }
}

/// <summary>Makes a tensor on the default device, and brings it home by way of an operator that meta has no kernel for.</summary>
public sealed class MadeByRelu : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layer = nn.Linear(4, 4);

    public MadeByRelu()
        : base(nameof(MadeByRelu)) => RegisterComponents();

    public override Tensor forward(Tensor input) => _layer.forward(input) + ones(4).relu().to(input.device);
}
