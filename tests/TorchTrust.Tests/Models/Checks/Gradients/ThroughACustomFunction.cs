using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Models.Checks.Gradients;

/// <summary>
/// Runs a check on a subject whose outputs go through a function with a backward pass of its own, which changes neither values nor
/// gradients: differences are taken only where there is such a function.
/// </summary>
internal static class ThroughACustomFunction
{
    public static CheckResult Run(string checkId, ModelSubject subject, long seed = 42) => CheckTest.Run(checkId, Of(subject), seed);

    public static ModelSubject Of(ModelSubject subject)
    {
        Func<object, object?[], object?> forward = subject.Forward ?? ForwardCall.Invoke;
        return subject.WithForward<object>((model, inputs) => TensorTree.Map(
            forward(model, inputs), (_, tensor) => tensor.is_floating_point() && tensor.requires_grad ? Alias.Of(tensor) : tensor));
    }

    private sealed class Alias : autograd.SingleTensorFunction<Alias>
    {
        public override string Name => nameof(Alias);

        public static Tensor Of(Tensor input) => apply(input);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output];
    }
}
