using System.Globalization;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// An object, an argument or a result of a call, as it was at that moment. It keeps nothing alive, and enumerates nothing.
/// </summary>
/// <param name="Text">A number, a word, a device, a shape; the name of the class for what has no short text; empty for null.</param>
/// <param name="Reference">The object itself, as long as the program holds it; null for plain values.</param>
internal sealed record CallValue(string Text, WeakReference<object>? Reference)
{
    private static readonly CallValue _null = new("", null);

    /// <summary>Takes down a value.</summary>
    public static CallValue Of(object? value) => value switch
    {
        null => _null,
        string text => new CallValue(text, null),
        Device device => new CallValue(device.ToString(), null),
        Tensor tensor => new CallValue(Describe(tensor), new WeakReference<object>(tensor)),
        IFormattable number and ValueType => new CallValue(number.ToString(null, CultureInfo.InvariantCulture), null),
        bool truth => new CallValue(truth ? "true" : "false", null),
        Array array => new CallValue(Describe(array), new WeakReference<object>(array)),
        ValueType other => new CallValue(other.ToString() ?? "", null),
        _ => new CallValue(value.GetType().Name, new WeakReference<object>(value)),
    };

    /// <summary>Whether this is an object, and still the same one.</summary>
    public bool Is(object? other) =>
        other is not null && Reference is not null && Reference.TryGetTarget(out object? target) && ReferenceEquals(target, other);

    private static string Describe(Tensor tensor) => tensor.IsInvalid
        ? "a disposed tensor"
        : $"{tensor.dtype} [{string.Join(", ", tensor.shape)}] on {tensor.device}";

    private static string Describe(Array array) => array.Length <= 8 && array.GetType().GetElementType()!.IsPrimitive
        ? $"[{string.Join(", ", array.Cast<object>().Select(item => Convert.ToString(item, CultureInfo.InvariantCulture)))}]"
        : $"{array.GetType().GetElementType()!.Name}[{array.Length}]";
}
