using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchTrust.Watching.Probes;

/// <summary>
/// A hash of bytes by which contents of one run are told apart: products of 64 bits, folded, with keys that are drawn for the process. It
/// is compiled to its best form at once, since most of its work is done in the first steps of a run.
/// </summary>
/// <remarks>The mixing step is that of wyhash (Wang Yi, public domain).</remarks>
internal struct BitHash
{
    private static readonly ulong _first = Key();
    private static readonly ulong _second = Key();
    private static readonly ulong _third = Key();

    private ulong _state;

    /// <summary>The hash of all that was added.</summary>
    public readonly ulong Value => Mix(_state ^ _first, _third);

    /// <summary>The hash of some bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = default(BitHash);
        hash.Add(bytes);
        return hash.Value;
    }

    /// <summary>Adds bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<byte> bytes)
    {
        ulong first = _first, second = _second, third = _third;
        ulong one = _state ^ (ulong)bytes.Length, other = one ^ third;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        int at = 0;
        for (; at <= words.Length - 4; at += 4)
        {
            one = Mix(words[at] ^ first, words[at + 1] ^ one);
            other = Mix(words[at + 2] ^ second, words[at + 3] ^ other);
        }

        for (; at < words.Length; at++)
        {
            one = Mix(words[at] ^ third, one ^ second);
        }

        ulong rest = 0;
        for (int i = words.Length * sizeof(ulong); i < bytes.Length; i++)
        {
            rest = (rest << 8) | bytes[i];
        }

        _state = Mix(one ^ rest, other ^ second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    private static ulong Key() => (ulong)Random.Shared.NextInt64() | 1;
}
