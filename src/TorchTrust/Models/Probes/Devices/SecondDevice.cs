using TorchSharp;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Moves a second instance with its inputs to another real device, where the machine has two: what <c>meta</c> has no kernel for runs
/// there. From the CPU that is the accelerator, and from the accelerator the CPU.
/// </summary>
internal static class SecondDevice
{
    /// <summary>Where the model could be moved to.</summary>
    /// <param name="session">The session.</param>
    /// <returns>The device; null where there is none, or where the model lies on several.</returns>
    public static Device? Of(ModelSession session)
    {
        if (!Accelerator.IsPresent || session.Subject.Lifetime != SubjectLifetime.Fresh)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        return Home(session) switch
        {
            DeviceType.CPU => CUDA,
            DeviceType.CUDA => CPU,
            _ => null,
        };
    }

    /// <summary>Calls a moved instance in both modes, forward and backward.</summary>
    /// <param name="session">The session where the model is at home.</param>
    /// <param name="device">The other device.</param>
    /// <param name="turnsDefault">Whether the default device is turned to the second one, so that only literals stay behind.</param>
    /// <param name="step">Told what is about to be done.</param>
    /// <returns>What the first call threw that failed; null where all ran.</returns>
    public static SubjectException? Try(ModelSession session, Device device, bool turnsDefault, Action<string> step)
    {
        using var scope = NewDisposeScope();
        Device before = get_default_device();
        object model = session.Build(session.Seed);
        MemberReplacement.Layers(model, $"to {device}", layer => layer.to(device));
        MemberReplacement.Tensors(
            model, tensor => tensor.device_type != device.type && tensor.device_type != DeviceType.META, tensor => Moved(tensor, device));
        using var moved = new ModelSession(session.Subject.BuiltBy(() => model), session.Seed) { Rewire = session.Rewire };
        ModelInputs inputs = session.Inputs().With((_, tensor) => tensor.detach().to(device).requires_grad_(tensor.requires_grad));
        try
        {
            if (turnsDefault)
            {
                set_default_device(device);
            }

            foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
            {
                step($"calling an instance that was moved to {device}, in {mode} mode");
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

    /// <summary>The one device of parameters and inputs; null where they lie on several.</summary>
    private static DeviceType? Home(ModelSession session)
    {
        DeviceType[] types =
        [
            .. session.Parameters.Select(entry => entry.Parameter).Concat(session.Inputs().Leaves.Select(leaf => leaf.Tensor))
                .Select(tensor => tensor.device_type).Distinct(),
        ];
        return types is [DeviceType only] ? only : null;
    }

    private static Tensor Moved(Tensor tensor, Device device)
    {
        using IDisposable _ = no_grad();
        Tensor there = tensor.to(device);
        there = tensor is TorchSharp.Modules.Parameter
            ? new TorchSharp.Modules.Parameter(there, tensor.requires_grad)
            : there.requires_grad_(tensor.requires_grad);
        return there.DetachFromDisposeScope();
    }
}
