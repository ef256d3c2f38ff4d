using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Cases.SharedNormalization;

// dreamquark-ai/tabnet#76: with the shared layers the normalisations are shared, too, so one set of running statistics stands
// for two places.
internal sealed class StepsFaulty : Module<Tensor, Tensor>
{
    private readonly Linear entry = Linear(6, 8), shared = Linear(8, 8), head = Linear(8, 2);
    private readonly BatchNorm1d norm = BatchNorm1d(8);

    public StepsFaulty() : base("steps") => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        Tensor hidden = functional.relu(entry.call(x));
        hidden = hidden + functional.relu(norm.call(shared.call(hidden)));
        hidden = hidden + functional.relu(norm.call(shared.call(hidden)));
        return head.call(hidden);
    }
}

internal sealed class StepsRight : Module<Tensor, Tensor>
{
    private readonly Linear entry = Linear(6, 8), shared = Linear(8, 8), head = Linear(8, 2);
    private readonly BatchNorm1d first = BatchNorm1d(8), second = BatchNorm1d(8);

    public StepsRight() : base("steps") => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        Tensor hidden = functional.relu(entry.call(x));
        hidden = hidden + functional.relu(first.call(shared.call(hidden)));
        hidden = hidden + functional.relu(second.call(shared.call(hidden)));
        return head.call(hidden);
    }
}

internal static class Subjects
{
    public static ModelSubject Faulty => ModelSubject.For(() => new StepsFaulty()).WithInput(n => torch.randn(n, 6));
    public static ModelSubject Right => ModelSubject.For(() => new StepsRight()).WithInput(n => torch.randn(n, 6));
}
