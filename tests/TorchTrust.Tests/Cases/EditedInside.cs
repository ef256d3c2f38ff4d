using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Cases.EditedInside;

// rosinality/vq-vae-2-pytorch#60, iduta/iresnet#2: the first ReLU of a residual block works in place, so the skip path carries
// relu(x) instead of x.
internal sealed class ResidualFaulty : Module<Tensor, Tensor>
{
    private readonly Sequential path = Sequential(ReLU(inplace: true), Conv2d(6, 8, 3, padding: 1), ReLU(inplace: true), Conv2d(8, 6, 1));

    public ResidualFaulty() : base("residual") => RegisterComponents();

    public override Tensor forward(Tensor x) => path.call(x) + x;
}

internal sealed class ResidualRight : Module<Tensor, Tensor>
{
    private readonly Sequential path = Sequential(ReLU(), Conv2d(6, 8, 3, padding: 1), ReLU(inplace: true), Conv2d(8, 6, 1));

    public ResidualRight() : base("residual") => RegisterComponents();

    public override Tensor forward(Tensor x) => path.call(x) + x;
}

internal sealed class EncoderFaulty : Module<Tensor, Tensor>
{
    private readonly Conv2d entry = Conv2d(3, 6, 3, padding: 1), exit = Conv2d(6, 4, 3, padding: 1);
    private readonly ResidualFaulty block = new();

    public EncoderFaulty() : base("encoder") => RegisterComponents();

    public override Tensor forward(Tensor x) => exit.call(block.call(entry.call(x)));
}

internal sealed class EncoderRight : Module<Tensor, Tensor>
{
    private readonly Conv2d entry = Conv2d(3, 6, 3, padding: 1), exit = Conv2d(6, 4, 3, padding: 1);
    private readonly ResidualRight block = new();

    public EncoderRight() : base("encoder") => RegisterComponents();

    public override Tensor forward(Tensor x) => exit.call(block.call(entry.call(x)));
}

internal static class Subjects
{
    public static ModelSubject Faulty => ModelSubject.For(() => new EncoderFaulty()).WithInput(n => torch.randn(n, 3, 8, 8));
    public static ModelSubject Right => ModelSubject.For(() => new EncoderRight()).WithInput(n => torch.randn(n, 3, 8, 8));
    public static ModelSubject FaultyBlock => ModelSubject.For(() => new ResidualFaulty()).WithInput(n => torch.randn(n, 6, 8, 8));
    public static ModelSubject RightBlock => ModelSubject.For(() => new ResidualRight()).WithInput(n => torch.randn(n, 6, 8, 8));
}
