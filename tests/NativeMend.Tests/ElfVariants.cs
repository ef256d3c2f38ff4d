using System.Text;

namespace NativeMend.Tests;

/// <summary>Real ELF files, changed at known bytes: no compiler and no linker is needed to have faulty ones.</summary>
internal static class ElfVariants
{
    /// <summary>The version of libstdc++ that the library asks for and does not use.</summary>
    public const string UnusedVersion = "GLIBCXX_3.4.32";

    /// <summary>A version whose symbols the library really uses: the strings of C++11.</summary>
    public const string UsedVersion = "GLIBCXX_3.4.21";

    /// <summary>Where the flags of the requirement of a version lie (<c>vna_flags</c>).</summary>
    public static int FlagsOf(byte[] library, string version) => RequirementOf(library, version) + 4;

    /// <summary>Gives the unused version the index of a used one, so that used symbols carry it.</summary>
    public static byte[] WithUnusedVersionUsed(byte[] library)
    {
        byte[] changed = [.. library];
        int from = RequirementOf(library, UsedVersion) + 6, to = RequirementOf(library, UnusedVersion) + 6;
        library.AsSpan(from, 2).CopyTo(changed.AsSpan(to));
        return changed;
    }

    /// <summary>Renames a version that a library offers or asks for; both names have the same length.</summary>
    public static byte[] Renamed(byte[] library, string from, string to)
    {
        byte[] changed = [.. library];
        int at = changed.AsSpan().IndexOf(Encoding.ASCII.GetBytes(from + '\0'));
        Assert.True(at >= 0 && from.Length == to.Length, $"{from} cannot be renamed to {to}.");
        Encoding.ASCII.GetBytes(to).CopyTo(changed.AsSpan(at));
        return changed;
    }

    /// <summary>It starts with the hash of the version's name (<c>vna_hash</c>); its flags, 0, follow.</summary>
    private static int RequirementOf(byte[] library, string version)
    {
        byte[] start = [.. BitConverter.GetBytes(Hash(version)), 0, 0];
        int at = library.AsSpan().IndexOf(start);
        Assert.True(at >= 0 && library.AsSpan(at + 1).IndexOf(start) < 0, $"No single requirement of {version} found.");
        return at;
    }

    /// <summary>The hash of the System V ABI.</summary>
    private static uint Hash(string name)
    {
        uint hash = 0;
        foreach (char letter in name)
        {
            hash = (hash << 4) + letter;
            uint high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }
}
