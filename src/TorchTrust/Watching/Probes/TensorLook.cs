using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Probes;

/// <summary>
/// Cheap looks at a tensor where it lies: dense ones of the CPU are read in place, those of other devices are asked there for a number
/// or two. All run in a scope of their own and without gradients.
/// </summary>
internal static class TensorLook
{
    /// <summary>Up to so many bytes are hashed whole where a part is enough.</summary>
    private const int WholeBytes = 256 << 10;

    private const int Blocks = 64;
    private const int BlockBytes = 4 << 10;
    private const long FewElements = 16 << 10;

    /// <summary>Whether any element differs from zero; NaN does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsNonZero(Tensor tensor) => Read(
        tensor,
        bytes => tensor.dtype switch
        {
            ScalarType.Float32 => Any<float>(bytes),
            ScalarType.Float64 => Any<double>(bytes),
            _ => bytes.ContainsAnyExcept((byte)0),
        },
        dense => dense.ne(0).any().item<bool>());

    /// <summary>The sum of the squares of all elements; not finite where an element is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SquaredNorm(Tensor tensor) => Read(
        tensor,
        bytes => tensor.dtype switch
        {
            ScalarType.Float32 => SumOfSquares(MemoryMarshal.Cast<byte, float>(bytes)),
            ScalarType.Float64 => SumOfSquares(MemoryMarshal.Cast<byte, double>(bytes)),
            _ => InFloat64(tensor),
        },
        InFloat64);

    /// <summary>A hash of the bits, all of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Bits(Tensor tensor) => Read(tensor, BitHash.Of, Sums);

    /// <summary>A hash of bits: all of a small tensor, and blocks that are spread over a large one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong SomeBits(Tensor tensor) => Read(
        tensor,
        bytes => bytes.Length <= WholeBytes ? BitHash.Of(bytes) : OfBlocks(bytes),
        dense => dense.numel() <= FewElements ? Near(dense) : Near(Spread(dense)));

    /// <summary>
    /// A hash for each row along the first dimension, and whether its values are so many that chance does not make two of it.
    /// </summary>
    /// <param name="tensor">The rows.</param>
    /// <param name="leastValues">How many different values a row has at least.</param>
    /// <returns>The hashes of the rows that have them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static IReadOnlyList<ulong> Rows(Tensor tensor, int leastValues)
    {
        if (tensor.IsInvalid || tensor.dim() < 2 || tensor.shape[0] == 0 || tensor.numel() == 0)
        {
            return [];
        }

        return Read<IReadOnlyList<ulong>>(
            tensor,
            bytes =>
            {
                int rows = (int)tensor.shape[0];
                int length = bytes.Length / rows, size = bytes.Length / (int)tensor.numel();
                var found = new List<ulong>(rows);
                for (int row = 0; row < rows; row++)
                {
                    ReadOnlySpan<byte> one = bytes.Slice(row * length, length);
                    if (HasValues(one, size, leastValues))
                    {
                        found.Add(one.Length <= WholeBytes / 4 ? BitHash.Of(one) : OfBlocks(one));
                    }
                }

                return found;
            },
            _ => []);
    }

    /// <summary>The size of what changed, and of what was there before, as sums of squares.</summary>
    /// <param name="before">A copy of the tensor as it was.</param>
    /// <param name="now">The tensor.</param>
    public static (double Change, double Size) Update(Tensor before, Tensor now)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        using Tensor present = now.detach();
        return (SquaredNorm(present.sub(before)), SquaredNorm(before));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Read<T>(Tensor tensor, InPlace<T> inPlace, Func<Tensor, T> onDevice)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor dense = tensor.detach();
        dense = dense.is_sparse ? dense.to_dense() : dense;
        if (dense.device_type != DeviceType.CPU || dense.is_complex())
        {
            return onDevice(dense.is_complex() ? view_as_real(dense.resolve_conj()) : dense);
        }

        dense = dense.is_contiguous() ? dense : dense.contiguous();
        return dense.numel() * dense.ElementSize <= int.MaxValue ? inPlace(dense.numel() == 0 ? [] : dense.bytes) : onDevice(dense);
    }

    private delegate T InPlace<T>(ReadOnlySpan<byte> bytes);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Any<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged, INumber<T>
    {
        // By value, since -0 is zero: the first that is not ends it, which is nearly always the first of all.
        foreach (T value in MemoryMarshal.Cast<byte, T>(bytes))
        {
            if (value != T.Zero)
            {
                return true;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        Vector<double> sum = Vector<double>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(values.Slice(i, Vector<float>.Count)), out Vector<double> low, out Vector<double> high);
            sum += (low * low) + (high * high);
        }

        double total = Vector.Sum(sum);
        for (; i < values.Length; i++)
        {
            total += (double)values[i] * values[i];
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumOfSquares(ReadOnlySpan<double> values)
    {
        double total = 0;
        foreach (double value in values)
        {
            total += value * value;
        }

        return total;
    }

    private static double InFloat64(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).square().sum().item<double>();
    }

    /// <summary>Two sums on the device: other bits would have to leave both as they are.</summary>
    private static ulong Sums(Tensor dense)
    {
        Tensor wide = dense.to(ScalarType.Float64);
        long first = BitConverter.DoubleToInt64Bits(wide.sum().item<double>());
        long second = BitConverter.DoubleToInt64Bits(wide.square().sum().item<double>());
        return BitHash.Of(MemoryMarshal.AsBytes<long>([first, second]));
    }

    private static Tensor Spread(Tensor dense)
    {
        Tensor flat = dense.flatten();
        long step = flat.numel() / FewElements;
        return flat.slice(0, 0, flat.numel(), step);
    }

    private static ulong Near(Tensor few) => BitHash.Of(few.cpu().contiguous().bytes);

    private static ulong OfBlocks(ReadOnlySpan<byte> bytes)
    {
        var hash = default(BitHash);
        long step = (bytes.Length - BlockBytes) / (Blocks - 1L);
        for (int block = 0; block < Blocks; block++)
        {
            hash.Add(bytes.Slice((int)(block * step), BlockBytes));
        }

        return hash.Value;
    }

    /// <summary>Whether a row has more than so many different values, in a table that stands on the stack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool HasValues(ReadOnlySpan<byte> row, int size, int least)
    {
        const int Slots = 512;
        Span<ulong> table = stackalloc ulong[Slots];
        table.Clear();
        int count = 0;
        bool hasZero = false;
        for (int at = 0; at + size <= row.Length; at += size)
        {
            ulong value = size switch
            {
                1 => row[at],
                2 => MemoryMarshal.Read<ushort>(row[at..]),
                4 => MemoryMarshal.Read<uint>(row[at..]),
                _ => MemoryMarshal.Read<ulong>(row[at..]),
            };
            if (value == 0)
            {
                count += hasZero ? 0 : 1;
                hasZero = true;
                continue;
            }

            int slot = (int)((value * 0x9E3779B97F4A7C15) >> 55);
            while (table[slot] != 0 && table[slot] != value)
            {
                slot = (slot + 1) % Slots;
            }

            count += table[slot] == 0 ? 1 : 0;
            table[slot] = value;
            if (count > least)
            {
                return true;
            }
        }

        return false;
    }
}
