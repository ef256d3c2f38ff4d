using TorchSharp;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>One call of a module.</summary>
/// <param name="Path">The path of the module.</param>
/// <param name="Module">The module.</param>
/// <param name="Training">Whether the module was in training mode.</param>
/// <param name="Arguments">What each tensor of the arguments was.</param>
/// <param name="Signature">What each tensor of the output was.</param>
/// <param name="Inputs">Copies of the tensors of the arguments as they were after the call, where they were asked for.</param>
/// <param name="Outputs">Copies of the tensors of the output, where they were asked for.</param>
internal sealed record ModuleCall(
    string Path,
    nn.Module Module,
    bool Training,
    IReadOnlyList<(string Path, long[] Shape)> Arguments,
    IReadOnlyList<(string Path, long[] Shape, ScalarType Dtype, DeviceType Device)> Signature,
    IReadOnlyList<(string Path, Tensor Tensor)> Inputs,
    IReadOnlyList<(string Path, Tensor Tensor)> Outputs);
