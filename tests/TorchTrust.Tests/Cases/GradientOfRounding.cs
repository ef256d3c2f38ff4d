using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Cases.GradientOfRounding;

// jingyaogong/minimind#858 (2026), davidmrau/mixture-of-experts#27 (2024): with one expert a token, the normalised weight is
// always one; the router learns nothing.
internal sealed class RoutedFaulty : Module<Tensor, Tensor>
{
    private readonly Linear gate = Linear(8, 4, hasBias: false);
    private readonly ModuleList<Module<Tensor, Tensor>> experts =
        ModuleList(Enumerable.Range(0, 4).Select(_ => (Module<Tensor, Tensor>)Linear(8, 8)).ToArray());

    public RoutedFaulty() : base("routed") => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        Tensor scores = functional.softmax(gate.call(x), -1);
        var (weight, chosen) = scores.topk(1, -1);
        weight = weight / (weight.sum(-1, keepdim: true) + 1e-20);
        Tensor result = torch.zeros_like(x);
        for (int e = 0; e < experts.Count; e++)
        {
            result = result + (chosen == e).to_type(x.dtype) * weight * experts[e].call(x);
        }

        return result;
    }
}

internal sealed class RoutedRight : Module<Tensor, Tensor>
{
    private readonly Linear gate = Linear(8, 4, hasBias: false);
    private readonly ModuleList<Module<Tensor, Tensor>> experts =
        ModuleList(Enumerable.Range(0, 4).Select(_ => (Module<Tensor, Tensor>)Linear(8, 8)).ToArray());

    public RoutedRight() : base("routed") => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        Tensor scores = functional.softmax(gate.call(x), -1);
        var (weight, chosen) = scores.topk(1, -1);
        Tensor result = torch.zeros_like(x);
        for (int e = 0; e < experts.Count; e++)
        {
            result = result + (chosen == e).to_type(x.dtype) * weight * experts[e].call(x);
        }

        return result;
    }
}

internal static class Subjects
{
    public static ModelSubject Faulty => ModelSubject.For(() => new RoutedFaulty()).WithInput(n => torch.randn(n, 6, 8));
    public static ModelSubject Right => ModelSubject.For(() => new RoutedRight()).WithInput(n => torch.randn(n, 6, 8));
}
