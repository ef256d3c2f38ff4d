namespace TorchTrust.RightModels.Numerics;

/// <summary>
/// Rounds weights and activations as an 8-bit device would, and trains through it (Jacob et al., 2018).
/// </summary>
internal sealed class FakeQuantization : Module<Tensor, Tensor>
{
    private readonly Linear _fc1 = Linear(8, 16);
    private readonly Linear _fc2 = Linear(16, 4);

    [TorchSharp.Utils.ComponentName(Name = "largest")]
    private readonly Tensor _largest = full(1, 4f);

    public FakeQuantization()
        : base(nameof(FakeQuantization)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new FakeQuantization()).WithInput(n => randn(n, 8));
        return new RightModel(
            nameof(FakeQuantization),
            undeclared,
            undeclared
                .KeepsStateOnPurpose("In training an observer follows the largest activation.")
                .WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "The output is a staircase whose true gradient is zero; the straight-through gradient is not, and "
                + "in training the observed range, though not the sample's own values, is shared by the batch from "
                + "the next call on.");
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor hidden = F.linear(input, Round(_fc1.weight, Scale(_fc1.weight)), _fc1.bias).relu();
        Tensor activations = Round(hidden, _largest.clone() / 127);
        if (training)
        {
            Observe(hidden);
        }

        return F.linear(activations, Round(_fc2.weight, Scale(_fc2.weight)), _fc2.bias).MoveToOuterDisposeScope();
    }

    /// <summary>One step for each output unit, <c>[outputs, 1]</c>.</summary>
    private static Tensor Scale(Tensor weight) => weight.detach().abs().amax([1], keepdim: true).clamp(min: 1e-8) / 127;

    /// <summary>The nearest of 255 steps, with the gradient of the identity inside the range.</summary>
    private static Tensor Round(Tensor values, Tensor scale)
    {
        Tensor clamped = values.minimum(scale * 127).maximum(scale * -127);
        return clamped + ((clamped / scale).round() * scale - clamped).detach();
    }

    private void Observe(Tensor hidden)
    {
        using var _ = no_grad();
        _largest.mul_(0.99).add_(hidden.max(), alpha: 0.01);
    }
}
