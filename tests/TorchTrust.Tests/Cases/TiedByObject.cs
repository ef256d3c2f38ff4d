using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Cases.TiedByObject;

// Right: weights tied by object, in a ModuleDict and in plain fields.
internal sealed class TiedInDict : Module<Tensor, Tensor>
{
    private readonly ModuleDict<Module<Tensor, Tensor>> parts =
        ModuleDict(("words", (Module<Tensor, Tensor>)Embedding(20, 8)), ("norm", LayerNorm(8)));
    private readonly Linear head = Linear(8, 20, hasBias: false);

    public TiedInDict() : base("tied") { ((Embedding)parts["words"]).weight = head.weight; RegisterComponents(); }

    public override Tensor forward(Tensor tokens) => head.call(parts["norm"].call(parts["words"].call(tokens)));
}

internal sealed class TiedPlain : Module<Tensor, Tensor>
{
    private readonly Embedding words = Embedding(20, 8);
    private readonly LayerNorm norm = LayerNorm(8);
    private readonly Linear head = Linear(8, 20, hasBias: false);

    public TiedPlain() : base("tied") { words.weight = head.weight; RegisterComponents(); }

    public override Tensor forward(Tensor tokens) => head.call(norm.call(words.call(tokens)));
}

internal static class Subjects
{
    public static ModelSubject RightTiedInDict => ModelSubject.For(() => new TiedInDict()).WithInput(n => torch.randint(0, 20, [n, 6]));
    public static ModelSubject RightTiedPlain => ModelSubject.For(() => new TiedPlain()).WithInput(n => torch.randint(0, 20, [n, 6]));
}
