using System.Globalization;

namespace TorchTrust.Running.Hosting.Travel;

/// <summary>Values without parts as text, exactly, whatever the culture.</summary>
internal static class ScalarText
{
    private static readonly CultureInfo _culture = CultureInfo.InvariantCulture;

    /// <summary>Whether values of a type are written as text.</summary>
    public static bool Covers(Type type) => type.IsEnum
        || (type.IsPrimitive && type != typeof(nint) && type != typeof(nuint))
        || type == typeof(string) || type == typeof(decimal) || type == typeof(Half) || type == typeof(Guid)
        || type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(TimeSpan);

    /// <summary>Writes a value.</summary>
    public static string Write(object value) => value switch
    {
        string text => text,
        char letter => ((int)letter).ToString(_culture),
        Enum => Convert.ChangeType(value, Enum.GetUnderlyingType(value.GetType()), _culture).ToString()!,
        DateTime or DateTimeOffset => ((IFormattable)value).ToString("O", _culture),
        TimeSpan span => span.Ticks.ToString(_culture),
        IFormattable formattable => formattable.ToString(null, _culture),
        _ => value.ToString()!,
    };

    /// <summary>Reads a value back.</summary>
    public static object Read(Type type, string text) => type switch
    {
        _ when type == typeof(string) => text,
        _ when type == typeof(char) => (char)int.Parse(text, _culture),
        _ when type.IsEnum => Enum.Parse(type, text),
        _ when type == typeof(DateTime) => DateTime.ParseExact(text, "O", _culture, DateTimeStyles.RoundtripKind),
        _ when type == typeof(DateTimeOffset) => DateTimeOffset.ParseExact(text, "O", _culture),
        _ when type == typeof(TimeSpan) => TimeSpan.FromTicks(long.Parse(text, _culture)),
        _ when type == typeof(Guid) => Guid.Parse(text),
        _ when type == typeof(Half) => Half.Parse(text, _culture),
        _ => Convert.ChangeType(text, type, _culture),
    };
}
