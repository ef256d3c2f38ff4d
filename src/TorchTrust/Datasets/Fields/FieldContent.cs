using System.Globalization;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Fields;

/// <summary>
/// What a field holds, as plain memory: numbers in float64, or a text. One instance can read field after field without
/// allocating anew; its values hold until the next one is read.
/// </summary>
internal sealed class FieldContent
{
    private double[] _values = [];
    private int _count;
    private long _beyondDouble;

    /// <summary>
    /// What the user's code gave: the dtype of a tensor or number, such as <c>Float32</c>, or the type of another object.
    /// </summary>
    public string Type { get; private set; } = Missing;

    /// <summary>The shape; empty of a number or a text.</summary>
    public long[] Shape { get; private set; } = [];

    /// <summary>The text, if it is one or several.</summary>
    public string? Text { get; private set; }

    /// <summary>The numbers, row by row.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _count);

    /// <summary>Whether it holds numbers.</summary>
    public bool IsNumeric { get; private set; }

    /// <summary>Whether the value is missing.</summary>
    public bool IsMissing => Type == Missing;

    /// <summary>Whether its type has whole numbers only.</summary>
    public bool IsWholeType => IsNumeric && Type is not ("Float32" or "Float64" or "Float16" or "BFloat16" or "Moment");

    /// <summary>Whether it is a tensor that requires gradients.</summary>
    public bool RequiresGradient { get; private set; }

    /// <summary>The type of a tensor that is no longer there.</summary>
    public const string Disposed = "disposed tensor";

    /// <summary>The type of a value that is null.</summary>
    public const string Missing = "missing";

    /// <summary>Reads a value into memory of its own.</summary>
    public static FieldContent Of(object? value)
    {
        var content = new FieldContent();
        content.Read(value);
        return content;
    }

    /// <summary>Reads a value in place of the one before.</summary>
    public void Read(object? value)
    {
        (Type, Shape, Text, IsNumeric, RequiresGradient, _count, _beyondDouble) = (Missing, [], null, true, false, 0, 0);
        switch (value)
        {
            case null: IsNumeric = false; break;
            case string text: (Type, Text, IsNumeric) = ("String", text, false); break;
            case string?[] texts: (Type, Text, IsNumeric) = ("String[]", string.Join('\u001f', texts), false); break;
            case Tensor tensor: ReadTensor(tensor); break;
            case float number: One("Float32", number); break;
            case double number: One("Float64", number); break;
            case bool flag: One("Bool", flag ? 1 : 0); break;
            case long number: Whole("Int64", [], [number]); break;
            case int number: One("Int32", number); break;
            case byte number: One("Byte", number); break;
            case DateTime moment: One("Moment", moment.ToUniversalTime().Ticks / (double)TimeSpan.TicksPerSecond); break;
            case DateTimeOffset moment: One("Moment", moment.UtcTicks / (double)TimeSpan.TicksPerSecond); break;
            case DateOnly day: One("Moment", day.DayNumber * 86400.0); break;
            case TimeSpan span: One("Moment", span.TotalSeconds); break;
            case float[] numbers:
                (Type, Shape) = ("Float32", [numbers.LongLength]);
                Widen(numbers);
                break;
            case double[] numbers: Many("Float64", numbers, static number => number); break;
            case long[] numbers: Whole("Int64", [numbers.LongLength], numbers); break;
            case int[] numbers: Many("Int32", numbers, static number => number); break;
            case byte[] numbers: Many("Byte", numbers, static number => number); break;
            case bool[] flags: Many("Bool", flags, static flag => flag ? 1 : 0); break;
            default: ReadOther(value); break;
        }
    }

    /// <summary>Takes one row of a field that is stacked, in place of the value before.</summary>
    public void ReadRow(FieldContent stacked, int row, int size)
    {
        (Type, Shape, Text, IsNumeric, _beyondDouble) = (stacked.Type, stacked.Shape[1..], null, true, 0);
        stacked.Values.Slice(row * size, size).CopyTo(Grow(size));
    }

    /// <summary>A hash of the content, whatever holds it: a row of a batch has that of its item.</summary>
    public UInt128 Hash() => IsNumeric
        ? XxHash128.HashToUInt128(MemoryMarshal.AsBytes(Values), _beyondDouble)
        : XxHash128.HashToUInt128(MemoryMarshal.AsBytes((Text ?? Type).AsSpan()), 1);

    /// <summary>The shape as it reads, such as <c>[1, 28, 28]</c>.</summary>
    public string ShapeText() => TextOf(Shape);

    /// <summary>A shape as it reads, such as <c>[1, 28, 28]</c>.</summary>
    public static string TextOf(IEnumerable<long> shape) =>
        $"[{string.Join(", ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";

    private void ReadOther(object value)
    {
        using Tensor? tensor = FieldTensor.Of(value);
        if (tensor is null)
        {
            (Type, IsNumeric) = (value.GetType().Name, false);
            Text = Scalars.IsOne(value.GetType()) ? System.Convert.ToString(value, CultureInfo.InvariantCulture) : null;
            return;
        }

        ReadTensor(tensor);
    }

    private void ReadTensor(Tensor tensor)
    {
        if (tensor.IsInvalid || tensor.is_complex())
        {
            (Type, IsNumeric) = (tensor.IsInvalid ? Disposed : $"{tensor.dtype}", false);
            return;
        }

        Type = $"{tensor.dtype}";
        Shape = tensor.shape;
        RequiresGradient = tensor.requires_grad;
        if (tensor.device_type == DeviceType.CPU && !tensor.is_sparse && tensor.is_contiguous() && tensor.numel() > 0)
        {
            ReadBytes(tensor.dtype, tensor.bytes);
            return;
        }

        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor plain = tensor.detach();
        plain = (plain.is_sparse ? plain.to_dense() : plain).cpu().contiguous();
        if (plain.numel() > 0)
        {
            ReadBytes(plain.dtype, plain.bytes);
        }
    }

    private void ReadBytes(ScalarType type, ReadOnlySpan<byte> bytes)
    {
        switch (type)
        {
            case ScalarType.Float32: Widen(MemoryMarshal.Cast<byte, float>(bytes)); break;
            case ScalarType.Float64: MemoryMarshal.Cast<byte, double>(bytes).CopyTo(Grow(bytes.Length / sizeof(double))); break;
            case ScalarType.Float16: Convert(MemoryMarshal.Cast<byte, Half>(bytes), static number => (double)number); break;
            case ScalarType.BFloat16:
                Convert(MemoryMarshal.Cast<byte, ushort>(bytes), static number => BitConverter.Int32BitsToSingle(number << 16));
                break;
            case ScalarType.Int64: Convert(MemoryMarshal.Cast<byte, long>(bytes)); break;
            case ScalarType.Int32: Convert(MemoryMarshal.Cast<byte, int>(bytes), static number => number); break;
            case ScalarType.Int16: Convert(MemoryMarshal.Cast<byte, short>(bytes), static number => number); break;
            case ScalarType.Int8: Convert(MemoryMarshal.Cast<byte, sbyte>(bytes), static number => number); break;
            default: Convert(bytes, static number => number); break;
        }
    }

    private void One(string type, double value)
    {
        Type = type;
        Grow(1)[0] = value;
    }

    private void Many<TNumber>(string type, TNumber[] numbers, Func<TNumber, double> convert)
    {
        (Type, Shape) = (type, [numbers.LongLength]);
        Convert<TNumber>(numbers, convert);
    }

    private void Whole(string type, long[] shape, long[] numbers)
    {
        (Type, Shape) = (type, shape);
        Convert(numbers);
    }

    private void Convert<TNumber>(ReadOnlySpan<TNumber> numbers, Func<TNumber, double> convert)
    {
        Span<double> values = Grow(numbers.Length);
        for (int i = 0; i < numbers.Length; i++)
        {
            values[i] = convert(numbers[i]);
        }
    }

    /// <summary>Most of what is read is float32: several numbers at a time.</summary>
    private void Widen(ReadOnlySpan<float> numbers)
    {
        Span<double> values = Grow(numbers.Length);
        ReadOnlySpan<Vector<float>> blocks = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        Span<Vector<double>> halves = MemoryMarshal.Cast<double, Vector<double>>(values);
        for (int i = 0; i < blocks.Length; i++)
        {
            Vector.Widen(blocks[i], out halves[2 * i], out halves[(2 * i) + 1]);
        }

        for (int i = blocks.Length * Vector<float>.Count; i < numbers.Length; i++)
        {
            values[i] = numbers[i];
        }
    }

    /// <summary>What a float64 cannot hold of a whole number goes into the hash by itself.</summary>
    private void Convert(ReadOnlySpan<long> numbers)
    {
        Span<double> values = Grow(numbers.Length);
        for (int i = 0; i < numbers.Length; i++)
        {
            values[i] = numbers[i];
            _beyondDouble = unchecked((_beyondDouble * 31) + (numbers[i] - (long)values[i]));
        }
    }

    private Span<double> Grow(int count)
    {
        if (_values.Length < count)
        {
            _values = new double[count];
        }

        _count = count;
        return _values.AsSpan(0, count);
    }
}
