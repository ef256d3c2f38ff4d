using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Cases.OneObjectTwice;

// linkedin/Liger-Kernel#269 (2024), acids-ircam/ddsp_pytorch#37: a list is filled by repeating one object, so blocks that should
// differ share weights.
internal sealed class ResBlock : Module<Tensor, Tensor>
{
    private readonly Linear inner;

    public ResBlock(long width) : base("res") { inner = Linear(width, width); RegisterComponents(); }

    public override Tensor forward(Tensor x) => x + functional.silu(inner.call(x));
}

internal sealed class DraftsFaulty : Module<Tensor, Tensor>
{
    private readonly Linear trunk = Linear(10, 16);
    private readonly ModuleList<Module<Tensor, Tensor>> heads;

    public DraftsFaulty(int count) : base("drafts")
    {
        heads = ModuleList(Enumerable.Repeat<Module<Tensor, Tensor>>(Sequential(new ResBlock(16), Linear(16, 9)), count).ToArray());
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        Tensor hidden = trunk.call(x);
        return torch.stack(heads.Select(head => head.call(hidden)).ToArray(), 1);
    }
}

internal sealed class DraftsRight : Module<Tensor, Tensor>
{
    private readonly Linear trunk = Linear(10, 16);
    private readonly ModuleList<Module<Tensor, Tensor>> heads;

    public DraftsRight(int count) : base("drafts")
    {
        heads = ModuleList(
            Enumerable.Range(0, count).Select(_ => (Module<Tensor, Tensor>)Sequential(new ResBlock(16), Linear(16, 9))).ToArray());
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        Tensor hidden = trunk.call(x);
        return torch.stack(heads.Select(head => head.call(hidden)).ToArray(), 1);
    }
}

// As in the report: the blocks within one head are one object, run one after the other.
internal sealed class DeepHeadFaulty : Module<Tensor, Tensor>
{
    private readonly Sequential head;

    public DeepHeadFaulty() : base("deep")
    {
        var layers = Enumerable.Repeat<Module<Tensor, Tensor>>(new ResBlock(10), 3).Append(Linear(10, 9)).ToArray();
        head = Sequential(layers);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => head.call(x);
}

internal sealed class DeepHeadRight : Module<Tensor, Tensor>
{
    private readonly Sequential head;

    public DeepHeadRight() : base("deep")
    {
        var layers = Enumerable.Range(0, 3).Select(_ => (Module<Tensor, Tensor>)new ResBlock(10)).Append(Linear(10, 9)).ToArray();
        head = Sequential(layers);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => head.call(x);
}

internal static class Subjects
{
    public static ModelSubject Faulty => ModelSubject.For(() => new DraftsFaulty(3)).WithInput(n => torch.randn(n, 10));
    public static ModelSubject Right => ModelSubject.For(() => new DraftsRight(3)).WithInput(n => torch.randn(n, 10));
    public static ModelSubject FaultyDeep => ModelSubject.For(() => new DeepHeadFaulty()).WithInput(n => torch.randn(n, 10));
    public static ModelSubject RightDeep => ModelSubject.For(() => new DeepHeadRight()).WithInput(n => torch.randn(n, 10));
}
