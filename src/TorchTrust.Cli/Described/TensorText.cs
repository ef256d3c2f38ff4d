using System.Globalization;
using TorchTrust.Cli.Tool;
using TorchTrust.Configuration;
using TorchTrust.Models.Described;

namespace TorchTrust.Cli.Described;

/// <summary>Reads a tensor, such as <c>float[n, 3, 64, 64]</c> or <c>long[n, 16] in 0..999</c>, and writes it in C#.</summary>
internal static class TensorText
{
    private const double MostExact = 1L << 53;

    /// <summary>The names that a dtype may have, and the one that torch gives it.</summary>
    private static readonly Dictionary<string, string> _types = new(StringComparer.Ordinal)
    {
        ["float"] = "float32",
        ["float32"] = "float32",
        ["double"] = "float64",
        ["float64"] = "float64",
        ["half"] = "float16",
        ["float16"] = "float16",
        ["bfloat16"] = "bfloat16",
        ["long"] = "int64",
        ["int64"] = "int64",
        ["int"] = "int32",
        ["int32"] = "int32",
        ["short"] = "int16",
        ["int16"] = "int16",
        ["sbyte"] = "int8",
        ["int8"] = "int8",
        ["byte"] = "uint8",
        ["uint8"] = "uint8",
        ["bool"] = "bool",
    };

    private static readonly Dictionary<string, ValueRange> _bounds = new()
    {
        ["int64"] = new(-MostExact, MostExact),
        ["int32"] = new(int.MinValue, int.MaxValue),
        ["int16"] = new(short.MinValue, short.MaxValue),
        ["int8"] = new(sbyte.MinValue, sbyte.MaxValue),
        ["uint8"] = new(byte.MinValue, byte.MaxValue),
    };

    /// <summary>Whether a word is the name of a dtype, or stands where one would.</summary>
    public static bool IsNext(TokenReader reader) =>
        reader.Next.Kind == TokenKind.Name && (reader.Second.Is("[") || _types.ContainsKey(reader.Next.Value));

    /// <summary>Reads one.</summary>
    /// <exception cref="ToolException">It cannot be read.</exception>
    public static WrittenInput Read(TokenReader reader)
    {
        Token name = reader.Take();
        if (!_types.TryGetValue(name.Value, out string? type))
        {
            throw reader.Problem(
                name,
                $"'{name.Source}' is no dtype. {Suggestions.Nearest(name.Value, _types.Keys)}There are: {string.Join(", ", _types.Keys)}.");
        }

        reader.Demand("[", $"before the sizes, as in {name.Value}[n, 3, 64, 64]");
        List<long?> sizes = [];
        while (!reader.TryTake("]"))
        {
            if (sizes.Count > 0)
            {
                reader.Demand(",", "between sizes, or ']' after the last");
            }

            sizes.Add(Size(reader));
        }

        ValueRange? range = null;
        Token next = reader.Next;
        if (next.IsWord("in"))
        {
            reader.Take();
            range = Range(reader, next, type);
        }
        else if (_bounds.ContainsKey(type))
        {
            string written = string.Join(",", sizes.Select(size => size?.ToString(CultureInfo.InvariantCulture) ?? "n"));
            throw reader.Problem(
                next,
                $"which whole numbers are right is not guessed: add a range, as in `{name.Value}[{written}] in 0..999` (both ends "
                    + "included).");
        }

        return new WrittenInput(new TensorArgument(type, [.. sizes], range), Code(type, sizes, range));
    }

    private static long? Size(TokenReader reader)
    {
        Token token = reader.Take();
        if (token.IsWord("n"))
        {
            return null;
        }

        return token.Kind == TokenKind.Number && long.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            && size > 0
            ? size
            : throw reader.Problem(
                token, $"expected a size: a whole number, or n for the dimension that counts the samples; found {token.Shown}.");
    }

    private static ValueRange Range(TokenReader reader, Token at, string type)
    {
        if (type == "bool")
        {
            throw reader.Problem(at, "a bool has no range: both truths are drawn.");
        }

        Token first = reader.Next;
        double low = Number(reader, type);
        reader.Demand("..", "between the least and the greatest value");
        double high = Number(reader, type);
        return low <= high ? new ValueRange(low, high) : throw reader.Problem(first, "the least value comes first.");
    }

    private static double Number(TokenReader reader, string type)
    {
        Token first = reader.Next;
        bool isNegative = reader.TryTake("-");
        Token token = reader.Take();
        if (token.Kind != TokenKind.Number
            || !double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            throw reader.Problem(token, $"expected a number, found {token.Shown}.");
        }

        value = isNegative ? -value : value;
        return !_bounds.TryGetValue(type, out ValueRange? bounds) ? value
            : value != Math.Truncate(value) ? throw reader.Problem(first, $"{type} has whole numbers only.")
            : value < bounds.Low || value > bounds.High ? throw reader.Problem(first, $"{type} does not hold this number.")
            : value;
    }

    private static string Code(string type, IReadOnlyList<long?> sizes, ValueRange? range)
    {
        string each = string.Join(", ", sizes.Select(size => size?.ToString(CultureInfo.InvariantCulture) ?? "n"));
        if (type == "bool")
        {
            return $"torch.randint(0, 2, new long[] {{ {each} }}).to(torch.@bool)";
        }

        if (_bounds.ContainsKey(type))
        {
            string whole = $"torch.randint({Text(range!.Low)}, {Text(range.High + 1)}, new long[] {{ {each} }})";
            return type == "int64" ? whole : $"{whole}.to(torch.{type})";
        }

        string dtype = type == "float64" ? ", dtype: torch.float64" : "";

        // TorchSharp takes up to four sizes one by one.
        string shape = sizes.Count is >= 1 and <= 4 ? each : $"new long[] {{ {each} }}";
        string values = range is null ? $"torch.randn({shape}{dtype})"
            : (range.Low, range.High) is (0, 1) ? $"torch.rand({shape}{dtype})"
            : $"torch.rand({shape}{dtype}) * {Text(range.High - range.Low)} + {Signed(range.Low)}";
        return type is "float32" or "float64" ? values : $"({values}).to(torch.{type})";
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value < 0 ? $"({Text(value)})" : Text(value);
}
