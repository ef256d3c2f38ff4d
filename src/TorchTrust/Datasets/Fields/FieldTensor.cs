using System.Collections;
using System.Globalization;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Fields;

/// <summary>Numbers of whatever form as a tensor in memory of the native allocator.</summary>
internal static class FieldTensor
{
    /// <summary>A copy of the numbers; null where there are none, or where their rows differ in length.</summary>
    public static Tensor? Of(object? value)
    {
        using var scope = NewDisposeScope();
        Tensor? made = value switch
        {
            Tensor tensor => TensorBits.NativeCopy(tensor),
            IList list => OfList(list),
            null => null,
            _ => OfMany([value], []),
        };
        return made?.DetachFromDisposeScope();
    }

    private static Tensor? OfList(IList list)
    {
        if (list is Array { Rank: > 1 } block)
        {
            return OfMany([.. block.Cast<object?>()], [.. Enumerable.Range(0, block.Rank).Select(block.GetLongLength)]);
        }

        object?[] elements = [.. list.Cast<object?>()];
        if (elements is not [IList, ..])
        {
            return OfMany(elements, [elements.Length]);
        }

        Tensor?[] rows = [.. elements.Select(row => row is IList inner ? OfList(inner) : null)];
        return rows.All(row => row is not null && row.shape.SequenceEqual(rows[0]!.shape)) ? stack(rows!) : null;
    }

    /// <summary>Elements of one type, row by row; missing ones are NaN among floating numbers.</summary>
    private static Tensor? OfMany(object?[] elements, long[] shape)
    {
        Tensor? flat = elements.FirstOrDefault(element => element is not null) switch
        {
            float or Half => tensor(Array.ConvertAll(elements, element => Floating(element, float.NaN, Convert.ToSingle))),
            double or decimal => tensor(Array.ConvertAll(elements, element => Floating(element, double.NaN, Convert.ToDouble))),
            bool when All<bool>(elements) => tensor(Array.ConvertAll(elements, element => (bool)element!)),
            byte when All<byte>(elements) => tensor(Array.ConvertAll(elements, element => (byte)element!)),
            char or string or null => null,
            sbyte or short or ushort or int or uint or long or Enum
                or byte when Array.TrueForAll(elements, element => element is not null) =>
                tensor(Array.ConvertAll(elements, element => Convert.ToInt64(element, CultureInfo.InvariantCulture))),
            sbyte or short or ushort or int or uint or long or Enum or byte =>
                tensor(Array.ConvertAll(elements, element => Floating(element, double.NaN, Convert.ToDouble))),
            _ => null,
        };
        return flat?.reshape(shape).clone();
    }

    private static TNumber Floating<TNumber>(object? element, TNumber missing, Func<object?, IFormatProvider, TNumber> convert) =>
        element switch
        {
            null => missing,
            Half half => convert((float)half, CultureInfo.InvariantCulture),
            _ => convert(element, CultureInfo.InvariantCulture),
        };

    private static bool All<TElement>(object?[] elements) => Array.TrueForAll(elements, element => element is TElement);
}
