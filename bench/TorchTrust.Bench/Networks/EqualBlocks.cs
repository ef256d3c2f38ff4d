using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Bench.Networks;

/// <summary>A row of equal blocks, of any length: what grows with a network's depth shows on it.</summary>
internal sealed class EqualBlocks : Module<Tensor, Tensor>
{
    private readonly TorchSharp.Modules.ModuleList<Module<Tensor, Tensor>> _blocks;
    private readonly TorchSharp.Modules.Linear _head = Linear(16, 4);

    public EqualBlocks(int count)
        : base(nameof(EqualBlocks))
    {
        _blocks = ModuleList([.. Enumerable.Range(0, count).Select(_ => (Module<Tensor, Tensor>)new EqualBlock(16))]);
        RegisterComponents();
    }

    /// <summary>Takes <c>[N, 16]</c>, gives <c>[N, 4]</c>.</summary>
    public override Tensor forward(Tensor rows) =>
        _head.call(_blocks.Aggregate(rows, (current, block) => block.call(current)));
}
