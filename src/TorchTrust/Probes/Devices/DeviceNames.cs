using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>The devices that messages of LibTorch name, and what they say of them.</summary>
internal static partial class DeviceNames
{
    private static readonly string[] _mixes =
    [
        "tensors to be on the same device", "expected to be in the same device", "to be in the same device", "Input type (",
        "expected device ",
    ];

    /// <summary>Whether a message says that tensors of several devices have met.</summary>
    public static bool TellsOfMix(string message) =>
        _mixes.Any(sign => message.Contains(sign, StringComparison.Ordinal)) && In(message).Count > 1;

    /// <summary>
    /// The devices that the first line of a message names, such as <c>cuda:0</c>; the names of libraries in the native stack below it
    /// (<c>libtorch_cpu.so</c>) are none.
    /// </summary>
    public static IReadOnlyList<string> In(string message) =>
        [.. Device().Matches(message.Split('\n', 2)[0]).Select(match => match.Value.ToLowerInvariant()).Distinct()];

    /// <summary>Whether a message names a device of a kind, such as <c>meta</c>.</summary>
    public static bool Names(string message, Device device) =>
        In(message).Any(name => string.Equals(name.Split(':')[0], $"{device.type}", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether two tensors are on one device. TorchSharp compares devices by reference.</summary>
    public static bool AreOne(Tensor a, Tensor b) => a.device_type == b.device_type && a.device_index == b.device_index;

    /// <summary>A device as torch writes it, such as <c>cpu</c> or <c>cuda:0</c>.</summary>
    public static string Of(Tensor tensor) => tensor.device.ToString();

    [GeneratedRegex(
        @"\b(?:(?:cpu|cuda|meta|mps|xpu)(?::\d+)?)\b|\b(?:CPU|CUDA)(?=[A-Za-z]*(?:Float|Double|Half|BFloat16|Long|Int|Bool|Byte)Type\b)")]
    private static partial Regex Device();
}
