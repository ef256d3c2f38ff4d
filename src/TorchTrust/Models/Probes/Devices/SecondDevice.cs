using TorchSharp;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Moves a second instance with its inputs to a real device, where the machine has one: what <c>meta</c> has no kernel for runs there.
/// </summary>
internal static class SecondDevice
{
    /// <summary>Whether there is a device to move to.</summary>
    public static bool IsAt(ModelSession session)
    {
        if (!Accelerator.IsPresent || session.Subject.Lifetime != SubjectLifetime.Fresh)
        {
            return false;
        }

        using var scope = NewDisposeScope();
        return session.Parameters.Select(entry => entry.Parameter).Concat(session.Inputs().Leaves.Select(leaf => leaf.Tensor))
            .All(tensor => tensor.device_type == DeviceType.CPU);
    }

    /// <summary>Calls a moved instance in both modes, forward and backward.</summary>
    /// <param name="session">The session on the CPU.</param>
    /// <param name="turnsDefault">Whether the default device is turned to the second one, so that only literals stay behind.</param>
    /// <param name="step">Told what is about to be done.</param>
    /// <returns>What the first call threw that failed; null where all ran.</returns>
    public static SubjectException? Try(ModelSession session, bool turnsDefault, Action<string> step)
    {
        using var scope = NewDisposeScope();
        Device before = get_default_device();
        object model = session.Build(session.Seed);
        MemberReplacement.Layers(model, "to cuda", layer => layer.to(CUDA));
        MemberReplacement.Tensors(model, tensor => tensor.device_type == DeviceType.CPU, Moved);
        using var moved = new ModelSession(session.Subject.BuiltBy(() => model), session.Seed) { Rewire = session.Rewire };
        ModelInputs inputs = session.Inputs().With((_, tensor) => tensor.detach().to(CUDA).requires_grad_(tensor.requires_grad));
        try
        {
            if (turnsDefault)
            {
                set_default_device(CUDA);
            }

            foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
            {
                step($"calling an instance that was moved to cuda, in {mode} mode");
                ForwardResult result = moved.Run(inputs, mode);
                if (mode == ForwardMode.Training && session.Subject.Loss is null
                    && moved.Scalar(inputs, result) is { requires_grad: true } scalar)
                {
                    GradientFlow.Backward(moved, scalar);
                }
            }

            return null;
        }
        catch (SubjectException thrown)
        {
            return thrown;
        }
        finally
        {
            set_default_device(before);
        }
    }

    private static Tensor Moved(Tensor tensor)
    {
        using IDisposable _ = no_grad();
        Tensor there = tensor.to(CUDA);
        there = tensor is TorchSharp.Modules.Parameter
            ? new TorchSharp.Modules.Parameter(there, tensor.requires_grad)
            : there.requires_grad_(tensor.requires_grad);
        return there.DetachFromDisposeScope();
    }
}
