using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.OddModels;

/// <summary>
/// A model with an encoder of two layers, a head, and a scale of its own, whose call is told to it, as <c>(model, x) → y</c>.
/// </summary>
internal sealed class Model : Module<Tensor, Tensor>
{
    private readonly Func<Model, Tensor, Tensor> _call;

    public Model(Func<Model, Tensor, Tensor> call, Action<Model>? prepare = null)
        : base(nameof(Model))
    {
        _call = call;
        prepare?.Invoke(this);
        RegisterComponents();
    }

    public readonly TorchSharp.Modules.Sequential encoder = Sequential(Linear(6, 6), Tanh(), Linear(6, 6));
    public readonly TorchSharp.Modules.Linear head = Linear(6, 4);
    public readonly TorchSharp.Modules.Parameter scale = Parameter(full(6, 0.5f));
    public readonly Tensor table = ones(6);
    public Tensor? memory;

    public override Tensor forward(Tensor input) => _call(this, input);
}
