using System.Text;
using TorchTrust.NativeMend;

namespace NativeMend.Tests;

public sealed class ElfImageTests
{
    private const string Library = "libstdc++.so.6", Prefix = "GLIBCXX_", Remedy = "The remedy.";

    private static readonly byte[] _original = File.ReadAllBytes(TestPaths.PackageLibrary);

    /// <summary>All versions of libstdc++ that the package's library asks for, which a new system offers.</summary>
    private static readonly HashSet<string> _allOffered =
    [
        Prefix + "3.4",
        .. new[] { 9, 11, 14, 15, 18, 19, 20, 21, 22, 26, 29, 30, 32 }.Select(patch => $"{Prefix}3.4.{patch}"),
    ];

    private static readonly HashSet<string> _offeredByDebian12 = [.. _allOffered.Except([ElfVariants.UnusedVersion])];

    [Fact]
    public void The_one_missing_version_is_made_weak_and_no_other_byte_changes()
    {
        byte[] bytes = [.. _original];

        IReadOnlyList<string> weakened = Read(bytes).WeakenMissingVersions(Library, Prefix, _offeredByDebian12);

        Assert.Equal([ElfVariants.UnusedVersion], weakened);
        int flags = ElfVariants.FlagsOf(_original, ElfVariants.UnusedVersion);
        Assert.Equal([flags], Enumerable.Range(0, bytes.Length).Where(i => bytes[i] != _original[i]));
        Assert.Equal((0, 2), (_original[flags], bytes[flags]));
    }

    [Fact]
    public void Mending_a_mended_file_gives_the_same_bytes()
    {
        byte[] once = [.. _original];
        Read(once).WeakenMissingVersions(Library, Prefix, _offeredByDebian12);
        byte[] twice = [.. once];

        IReadOnlyList<string> weakened = Read(twice).WeakenMissingVersions(Library, Prefix, _offeredByDebian12);

        Assert.Equal([ElfVariants.UnusedVersion], weakened);
        Assert.Equal(once, twice);
    }

    [Fact]
    public void A_file_whose_versions_are_all_offered_stays_as_it_is()
    {
        byte[] bytes = [.. _original];

        Assert.Empty(Read(bytes).WeakenMissingVersions(Library, Prefix, _allOffered));
        Assert.Equal(_original, bytes);
    }

    [Fact]
    public void Without_a_system_to_compare_with_only_the_unused_version_is_made_weak()
    {
        byte[] always = [.. _original], missing = [.. _original];
        Read(missing).WeakenMissingVersions(Library, Prefix, _offeredByDebian12);

        Assert.Equal([ElfVariants.UnusedVersion], Read(always).WeakenUnusedVersions(Library, Prefix));
        Assert.Equal(missing, always);
    }

    [Fact]
    public void A_missing_version_that_is_really_used_is_refused_with_its_name_and_symbols_and_nothing_changes()
    {
        byte[] used = ElfVariants.WithUnusedVersionUsed(_original), bytes = [.. used];

        NotSupportedException refusal = Assert.Throws<NotSupportedException>(
            () => Read(bytes).WeakenMissingVersions(Library, Prefix, _offeredByDebian12));

        string need = $"'some.so' needs {ElfVariants.UnusedVersion} of {Library}";
        Assert.Contains(need, refusal.Message, StringComparison.Ordinal);
        Assert.Matches(@"really uses it \(_Z\S+, _Z\S+, _Z\S+\)", refusal.Message);
        Assert.Equal(used, bytes);
    }

    [Fact]
    public void A_used_version_is_never_made_weak()
    {
        byte[] used = ElfVariants.WithUnusedVersionUsed(_original), bytes = [.. used];

        Assert.Empty(Read(bytes).WeakenUnusedVersions(Library, Prefix));
        Assert.Equal(used, bytes);
    }

    [Fact]
    public void An_unused_missing_version_beside_a_used_one_is_not_made_weak_either()
    {
        byte[] bytes = [.. _original];
        HashSet<string> offered = [.. _offeredByDebian12.Except([ElfVariants.UsedVersion])];

        Assert.Throws<NotSupportedException>(() => Read(bytes).WeakenMissingVersions(Library, Prefix, offered));
        Assert.Equal(_original, bytes);
    }

    [Fact]
    public void Versions_of_other_libraries_are_left_alone()
    {
        byte[] bytes = [.. _original];

        Assert.Empty(Read(bytes).WeakenMissingVersions("libother.so.1", Prefix, new HashSet<string>()));
        Assert.Equal(_original, bytes);
    }

    [Fact]
    public void A_text_file_is_refused() => AssertDamaged(
        Encoding.ASCII.GetBytes(new string('#', 200)),
        "'some.so' is not a 64-bit little-endian ELF file (it has 200 bytes)");

    [Fact]
    public void An_empty_file_is_refused() => AssertDamaged([], "ELF file (it has 0 bytes)");

    [Fact]
    public void A_32_bit_file_is_refused()
    {
        byte[] bytes = [.. _original];
        bytes[4] = 1;
        AssertDamaged(bytes, "is not a 64-bit");
    }

    [Fact]
    public void A_file_without_a_section_table_is_refused()
    {
        byte[] bytes = [.. _original];
        bytes[60] = bytes[61] = 0;
        AssertDamaged(bytes, "has no section table");
    }

    [Theory]
    [InlineData(64)]
    [InlineData(300_000)]
    [InlineData(-1)]
    public void A_truncated_file_is_refused_with_its_length(int length)
    {
        int kept = length > 0 ? length : _original.Length + length;
        AssertDamaged(_original[..kept], $"is cut short or damaged: it has {kept} bytes");
    }

    [Fact]
    public void Damage_anywhere_in_the_tables_is_refused_or_harmless_but_never_another_exception()
    {
        var random = new Random(20240607);
        int table = (int)BitConverter.ToInt64(_original, 40);
        int refused = 0;
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = [.. _original];
            int at = i % 2 == 0 ? random.Next(table, bytes.Length) : random.Next(0x3f8f0, 0x3fb00);
            random.NextBytes(bytes.AsSpan(at, Math.Min(4, bytes.Length - at)));
            if (Record.Exception(() => Weaken(bytes)) is Exception fault)
            {
                refused++;
                Assert.True(fault is InvalidDataException or NotSupportedException, $"Byte {at}: {fault}");
            }
        }

        Assert.NotEqual(0, refused);
    }

    [Fact]
    public void The_architecture_is_read_from_the_header_alone()
    {
        Assert.Equal(62, ElfImage.MachineOf(TestPaths.PackageLibrary));
        Assert.Equal(62, Read([.. _original]).Machine);
        Assert.Equal(0, ElfImage.MachineOf(typeof(ElfImageTests).Assembly.Location));
    }

    private static ElfImage Read(byte[] bytes) => new(bytes, "some.so", Remedy);

    private static void Weaken(byte[] bytes) => Read(bytes).WeakenMissingVersions(Library, Prefix, _offeredByDebian12);

    private static void AssertDamaged(byte[] bytes, string fault)
    {
        string message = Assert.Throws<InvalidDataException>(() => Weaken(bytes)).Message;
        Assert.Contains(fault, message, StringComparison.Ordinal);
        Assert.EndsWith(Remedy, message, StringComparison.Ordinal);
    }
}
