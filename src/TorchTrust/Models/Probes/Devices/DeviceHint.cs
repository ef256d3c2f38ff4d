using TorchSharp;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>What to do where inputs are on another device than the parameters: what a call throws then says little.</summary>
internal sealed class DeviceHint
{
    private readonly Tensor _input;
    private readonly Tensor _parameter;

    private DeviceHint(Tensor input, Tensor parameter) => (_input, _parameter) = (input, parameter);

    /// <summary>The hint; null where all are on one device, or meta shows what follows.</summary>
    /// <param name="session">The live model.</param>
    /// <param name="arguments">What it was called with.</param>
    public static DeviceHint? Of(ModelSession session, object?[] arguments)
    {
        Tensor? parameter = session.Parameters.Select(entry => entry.Parameter)
            .FirstOrDefault(parameter => parameter.device_type != DeviceType.META);
        Tensor? input = parameter is null ? null : TensorTree.Flatten(arguments).Select(leaf => leaf.Tensor)
            .FirstOrDefault(tensor => tensor.dim() > 0 && tensor.device_type != DeviceType.META && !DeviceNames.AreOne(tensor, parameter));
        return input is null ? null : new DeviceHint(input, parameter!);
    }

    /// <summary>An exception of a call, with the hint.</summary>
    /// <param name="thrown">The exception.</param>
    /// <param name="doing">What was being done, such as "calling the model in eval mode".</param>
    public SubjectException On(SubjectException thrown, string doing) => new(
        $"{doing} on {DeviceNames.Of(_input)}, while its parameters are on {DeviceNames.Of(_parameter)} (make inputs there, or declare "
            + "subject.On(device))",
        thrown.InnerException!);
}
