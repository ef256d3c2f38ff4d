using System.Globalization;
using TorchTrust.Models.Described;

namespace TorchTrust.Cli.Described;

/// <summary>Which numbers fit which types, as C# has it for literals.</summary>
internal static class NumberBinding
{
    private static readonly CultureInfo _culture = CultureInfo.InvariantCulture;

    /// <summary>The types of whole numbers and of others, the nearest to a plain literal first.</summary>
    private static readonly string[] _whole = ["Int32", "UInt32", "Int64", "UInt64", "Int16", "UInt16", "Byte", "SByte"];
    private static readonly string[] _real = ["Double", "Single", "Decimal"];

    /// <summary>Whether a type is one of numbers.</summary>
    public static bool IsNumber(string type) => _whole.Contains(type) || _real.Contains(type);

    /// <summary>Binds a number.</summary>
    /// <param name="number">As it is written.</param>
    /// <param name="type">The name of the type in <c>System</c>.</param>
    /// <returns>The number, or what is wrong with it.</returns>
    public static (BoundValue? Value, string? Problem) Bind(NumberExpression number, string type)
    {
        string written = number.Digits + number.Suffix;
        try
        {
            return _whole.Contains(type) ? Whole(number, type, written) : Real(number, type, written);
        }
        catch (OverflowException)
        {
            return (null, $"{written} is too large for {Keyword(type)}");
        }
        catch (FormatException)
        {
            return (null, $"{written} is no {Keyword(type)}");
        }
    }

    /// <summary>The number as it is without a type that asks for one.</summary>
    public static BoundValue Natural(NumberExpression number)
    {
        string type = number.Suffix switch
        {
            "f" => "Single",
            "m" => "Decimal",
            "d" => "Double",
            "l" => "Int64",
            "" when number.IsWhole => int.TryParse(number.Digits, NumberStyles.AllowLeadingSign, _culture, out _) ? "Int32" : "Int64",
            "" => "Double",
            _ => "UInt64",
        };
        return Bind(number, type).Value!;
    }

    private static (BoundValue? Value, string? Problem) Whole(NumberExpression number, string type, string written)
    {
        if (!number.IsWhole)
        {
            return (null, $"{written} is no whole number, and {Keyword(type)} is asked for");
        }

        if (number.Suffix.Length > 0
            && !((number.Suffix, type) is ("l", "Int64") or ("u", "UInt32" or "UInt64" or "Int64") or ("ul" or "lu", "UInt64")))
        {
            return (null, $"{written} is no {Keyword(type)}: leave the suffix out");
        }

        object value = Convert.ChangeType(decimal.Parse(number.Digits, NumberStyles.AllowLeadingSign, _culture), TypeOf(type), _culture);
        return (new BoundValue(new PlainValue(value), written.ToUpperInvariant(), Array.IndexOf(_whole, type)), null);
    }

    private static (BoundValue? Value, string? Problem) Real(NumberExpression number, string type, string written)
    {
        string natural = number.Suffix switch { "f" => "Single", "m" => "Decimal", _ when number.IsWhole => "", _ => "Double" };
        if (natural.Length > 0 && natural != type && (natural, type) is not ("Single", "Double"))
        {
            string suffix = type switch { "Single" => "f", "Decimal" => "m", _ => "d" };
            return (null, $"{written} is no {Keyword(type)}: write {number.Digits}{suffix}");
        }

        object value = type switch
        {
            "Single" => float.Parse(number.Digits, _culture),
            "Decimal" => decimal.Parse(number.Digits, NumberStyles.Float, _culture),

            // A literal of single precision is rounded before it becomes a double.
            _ => natural == "Single" ? (double)float.Parse(number.Digits, _culture) : double.Parse(number.Digits, _culture),
        };
        return (new BoundValue(new PlainValue(value), written, natural == type ? 0 : _whole.Length + Array.IndexOf(_real, type)), null);
    }

    private static Type TypeOf(string type) => Type.GetType($"System.{type}", throwOnError: true)!;

    private static string Keyword(string type) => type switch
    {
        "Int32" => "int",
        "UInt32" => "uint",
        "Int64" => "long",
        "UInt64" => "ulong",
        "Int16" => "short",
        "UInt16" => "ushort",
        "Single" => "float",
        _ => type.ToLowerInvariant(),
    };
}
