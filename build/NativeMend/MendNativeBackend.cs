#nullable enable
#pragma warning disable IDE0005 // Where MSBuild compiles this, no usings are implicit.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
#if !TORCHTRUST_TOOL
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
#endif

namespace TorchTrust.NativeMend;

// One file, for .NET Standard 2.0: compiled for the package, and by MSBuild itself in this repository, where it has to be at hand before
// any project is built. The command line compiles the part that knows nothing of MSBuild.

#if !TORCHTRUST_TOOL

/// <summary>
/// Makes copies of native libraries that load with an older libstdc++, where the only thing that it lacks is a symbol
/// version that nothing in the library uses.
/// </summary>
/// <remarks>
/// libLibTorchSharp.so of TorchSharp 0.107.0 asks for the version GLIBCXX_3.4.32, which Debian 12, Ubuntu 22.04 and
/// RHEL 9 do not have, for the sake of one marker symbol that no relocation refers to. The copy carries the flag
/// VER_FLG_WEAK on that one requirement, and the loader of glibc then lets it pass. The original is never touched.
/// </remarks>
public sealed class MendNativeBackend : Microsoft.Build.Utilities.Task
{
    /// <summary>The libraries as their packages bring them, with the metadata that the SDK gives them.</summary>
    [Required]
    public ITaskItem[] Libraries { get; set; } = [];

    /// <summary>Where the copies go. A copy is written only if its content would change.</summary>
    [Required]
    public string MendedFolder { get; set; } = "";

    /// <summary><c>auto</c>: only if the libstdc++ lacks a version; <c>always</c>: wherever it can be done.</summary>
    [Required]
    public string Mode { get; set; } = "";

    /// <summary>The libstdc++ to compare with; this machine's if empty.</summary>
    public string SystemLibrary { get; set; } = "";

    /// <summary>Writes the copies and reports faults. Otherwise only <see cref="Mended"/> is worked out.</summary>
    public bool Write { get; set; }

    /// <summary>The copies to use, with the original's metadata, and its path as <c>TorchTrustOriginal</c>.</summary>
    [Output]
    public ITaskItem[] Mended { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            Mended = Libraries.Select(Mend).OfType<ITaskItem>().ToArray();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException
            or InvalidDataException or NotSupportedException)
        {
            Report("The native library cannot be mended: " + fault.Message);
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>Cleaning works out the copies as well, and must be possible where building is not.</summary>
    private void Report(string fault)
    {
        if (Write)
        {
            Log.LogError(fault);
        }
        else
        {
            Log.LogMessage(MessageImportance.Low, fault);
        }
    }

    private ITaskItem? Mend(ITaskItem library)
    {
        string path = library.GetMetadata("FullPath");
        byte[] bytes = File.ReadAllBytes(path);
        var image = new ElfImage(bytes, path, "Restore the package anew, or set TorchTrustMendNative to 'never'.");
        string? system = Mode == "always" ? null : SystemLibrary.Length > 0 ? SystemLibrary : StandardLibrary.Find(image.Machine);
        if (Mode != "always" && system is null)
        {
            Log.LogMessage(MessageImportance.Low, "Not mended: no {0} to compare '{1}' with.", StandardLibrary.Name, path);
            return null;
        }

        IReadOnlyList<string> weakened = system is null
            ? image.WeakenUnusedVersions(StandardLibrary.Name, "GLIBCXX_")
            : image.WeakenMissingVersions(StandardLibrary.Name, "GLIBCXX_", OfferedBy(system));
        if (weakened.Count == 0)
        {
            return null;
        }

        string place = library.GetMetadata("DestinationSubDirectory");
        string copy = Path.Combine(MendedFolder, place, Path.GetFileName(path));
        if (Write)
        {
            WriteIfChanged(copy, bytes, weakened, system);
        }

        var mended = new TaskItem(library) { ItemSpec = copy };
        mended.SetMetadata("TorchTrustOriginal", library.ItemSpec);
        return mended;
    }

    private static ISet<string> OfferedBy(string system)
    {
        const string Remedy =
            "Set TorchTrustMendNative to 'always' or 'never', or TorchTrustSystemLibrary to another file.";
        return new ElfImage(File.ReadAllBytes(system), system, Remedy).DefinedVersions();
    }

    private static bool Has(string path, byte[] bytes) =>
        File.Exists(path) && File.ReadAllBytes(path).SequenceEqual(bytes);

    private void WriteIfChanged(string copy, byte[] bytes, IReadOnlyList<string> weakened, string? system)
    {
        if (Has(copy, bytes))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        string beside = copy + "." + Guid.NewGuid().ToString("N") + ".new";
        File.WriteAllBytes(beside, bytes);

        try
        {
            // Never written in place: the outputs of earlier builds may be hard links to the old file.
            File.Delete(copy);
            File.Move(beside, copy);
        }
        catch (IOException) when (Has(copy, bytes))
        {
            // Another build of the same project was quicker.
            File.Delete(beside);
            return;
        }

        string versions = string.Join(", ", weakened);
        string reason = system is null ? "TorchTrustMendNative is 'always'" : "'" + system + "' does not offer it";
        Log.LogMessage(
            MessageImportance.High,
            "Mended {0}: the package's file asks for {1} of {2} and uses nothing of it, and {3}; the copy for the "
                + "output no longer insists on it. A project without this mend will not start on a system that "
                + "lacks it (Debian 12, Ubuntu 22.04, RHEL 9, and older).",
            Path.GetFileName(copy),
            versions,
            StandardLibrary.Name,
            reason);
    }
}

#endif

/// <summary>The libstdc++ of this machine.</summary>
public static class StandardLibrary
{
    /// <summary>Its name, as in <c>DT_NEEDED</c>.</summary>
    public const string Name = "libstdc++.so.6";

    private static readonly string[] _folders =
    [
        "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu",
        "/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
        "/lib64", "/usr/lib64", "/usr/lib", "/lib",
    ];

    /// <summary>
    /// The first of an architecture, as <see cref="ElfImage.Machine"/> numbers it; a multi-architecture system has several.
    /// </summary>
    public static string? Find(ushort machine) => _folders
        .Select(folder => Path.Combine(folder, Name))
        .FirstOrDefault(path => File.Exists(path) && ElfImage.MachineOf(path) == machine);
}

/// <summary>The symbol versions of a 64-bit little-endian ELF file (System V gABI; LSB, "Symbol Versioning").</summary>
public sealed class ElfImage
{
    private const int HeaderSize = 64;
    private const uint Rela = 4, Rel = 9, DynamicSymbols = 11;
    private const uint VersionDefinitions = 0x6ffffffd, VersionNeeds = 0x6ffffffe, SymbolVersions = 0x6fffffff;
    private const int SymbolSize = 24, SmallestRelocation = 16;
    private const byte WeakFlag = 2;
    private const ushort VersionMask = 0x7fff;

    private readonly byte[] _bytes;
    private readonly string _path;
    private readonly string _remedy;
    private readonly List<Section> _sections = [];

    /// <summary>Reads the section table.</summary>
    /// <param name="bytes">The file's content; the mend changes it in place.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="remedy">What to do about a file that cannot be read: the end of such a message.</param>
    /// <exception cref="InvalidDataException">The bytes are not such a file, or are cut short.</exception>
    public ElfImage(byte[] bytes, string path, string remedy)
    {
        _bytes = bytes;
        _path = path;
        _remedy = remedy;
        if (!IsElf(bytes) || bytes.Length < HeaderSize)
        {
            throw Damaged("is not a 64-bit little-endian ELF file (it has " + bytes.Length + " bytes)");
        }

        Machine = U16(18);
        long table = I64(40);
        int entrySize = U16(58), count = U16(60);
        if (count == 0)
        {
            throw Damaged("has no section table, so its symbol versions cannot be read");
        }

        for (int i = 0; i < count; i++)
        {
            long at = table + ((long)i * entrySize);
            _sections.Add(new Section(U32(at + 4), I64(at + 24), I64(at + 32), U32(at + 40), I64(at + 56)));
        }
    }

    /// <summary>The architecture, as the ELF header numbers it (62: x86-64, 183: AArch64).</summary>
    public ushort Machine { get; }

    /// <summary>The architecture of a file, or 0 if it is no ELF file that this class reads.</summary>
    public static ushort MachineOf(string path)
    {
        byte[] header = new byte[HeaderSize];
        using FileStream file = File.OpenRead(path);
        bool isElf = file.Read(header, 0, HeaderSize) == HeaderSize && IsElf(header);
        return isElf ? BitConverter.ToUInt16(header, 18) : (ushort)0;
    }

    /// <summary>The names of the versions that this library offers to others.</summary>
    public ISet<string> DefinedVersions()
    {
        var names = new HashSet<string>();
        foreach (Section section in OfType(VersionDefinitions))
        {
            for (long at = section.Offset, next = 1; next != 0; at += next)
            {
                names.Add(Text(section.Link, U32(at + U32(at + 12))));
                next = U32(at + 16);
            }
        }

        return names;
    }

    /// <summary>Marks as weak the versions that a library does not offer, if nothing of them is used.</summary>
    /// <param name="fromLibrary">The library's name, as in <c>DT_NEEDED</c>.</param>
    /// <param name="prefix">What the names of the versions in question start with.</param>
    /// <param name="offered">The versions that the library offers.</param>
    /// <returns>The names of the versions that were weakened, or were weak before.</returns>
    /// <exception cref="NotSupportedException">A version that is not offered is really used.</exception>
    public IReadOnlyList<string> WeakenMissingVersions(string fromLibrary, string prefix, ISet<string> offered)
    {
        List<Need> missing = Needs(fromLibrary, prefix).Where(need => !offered.Contains(need.Version)).ToList();
        foreach (Need need in missing)
        {
            List<string> used = UsedSymbols(need.Index);
            if (used.Count > 0)
            {
                throw new NotSupportedException(
                    "'" + _path + "' needs " + need.Version + " of " + fromLibrary + ", which this system's does not "
                        + "offer, and really uses it (" + string.Join(", ", used.Take(3)) + "), so it cannot be "
                        + "mended. Use a system with the libstdc++ of GCC 13 or later, or another version of the "
                        + "package; TorchTrustMendNative = 'never' only silences this.");
            }
        }

        return Weaken(missing);
    }

    /// <summary>Marks as weak all versions needed of a library of which nothing is used.</summary>
    /// <inheritdoc cref="WeakenMissingVersions"/>
    public IReadOnlyList<string> WeakenUnusedVersions(string fromLibrary, string prefix) =>
        Weaken(Needs(fromLibrary, prefix).Where(need => UsedSymbols(need.Index).Count == 0).ToList());

    private List<string> Weaken(List<Need> needs)
    {
        needs.ForEach(need => _bytes[Checked(need.FlagsAt, 2)] |= WeakFlag);
        return needs.ConvertAll(need => need.Version);
    }

    private IEnumerable<Need> Needs(string fromLibrary, string prefix)
    {
        foreach (Section section in OfType(VersionNeeds))
        {
            for (long file = section.Offset, next = 1; next != 0; file += next)
            {
                next = U32(file + 12);
                if (Text(section.Link, U32(file + 4)) != fromLibrary)
                {
                    continue;
                }

                long entry = file + U32(file + 8);
                for (int i = U16(file + 2); i > 0; i--, entry += U32(entry + 12))
                {
                    string version = Text(section.Link, U32(entry + 8));
                    if (version.StartsWith(prefix, StringComparison.Ordinal))
                    {
                        yield return new Need(version, entry + 4, U16(entry + 6));
                    }
                }
            }
        }
    }

    /// <summary>The symbols of a version that some relocation refers to.</summary>
    private List<string> UsedSymbols(ushort version)
    {
        Section symbols = Single(DynamicSymbols, "dynamic symbols");
        Section versions = Single(SymbolVersions, "symbol versions");
        var referred = new HashSet<uint>();
        foreach (Section relocations in OfType(Rela).Concat(OfType(Rel)))
        {
            if (relocations.Size < 0 || relocations.Size > _bytes.Length)
            {
                throw Damaged("has a section of " + relocations.Size + " bytes, more than the whole file");
            }

            long step = Math.Max(relocations.EntrySize, SmallestRelocation);
            for (long at = relocations.Offset; at < relocations.Offset + relocations.Size; at += step)
            {
                referred.Add(U32(at + 12));
            }
        }

        return referred
            .Where(symbol => (U16(versions.Offset + (symbol * 2L)) & VersionMask) == version)
            .Select(symbol => Text(symbols.Link, U32(symbols.Offset + (symbol * (long)SymbolSize))))
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToList();
    }

    private IEnumerable<Section> OfType(uint type) => _sections.Where(section => section.Type == type);

    private Section Single(uint type, string what) =>
        OfType(type).FirstOrDefault() ?? throw Damaged("has no section of " + what);

    private string Text(uint section, long offset)
    {
        if (section >= _sections.Count)
        {
            throw Damaged("refers to section " + section + " of " + _sections.Count);
        }

        int start = Checked(_sections[(int)section].Offset + offset, 1);
        int end = Array.IndexOf(_bytes, (byte)0, start);
        return end >= 0
            ? Encoding.ASCII.GetString(_bytes, start, end - start)
            : throw Damaged("has a name without an end");
    }

    private ushort U16(long at) => BitConverter.ToUInt16(_bytes, Checked(at, 2));

    private uint U32(long at) => BitConverter.ToUInt32(_bytes, Checked(at, 4));

    private long I64(long at) => BitConverter.ToInt64(_bytes, Checked(at, 8));

    private int Checked(long at, int length) => at >= 0 && at <= _bytes.Length - length
        ? (int)at
        : throw Damaged("is cut short or damaged: it has " + _bytes.Length + " bytes and refers to byte " + at);

    private InvalidDataException Damaged(string fault) => new("'" + _path + "' " + fault + ". " + _remedy);

    private static bool IsElf(byte[] bytes) => bytes.Length > 5
        && bytes[0] == 0x7f && bytes[1] == 'E' && bytes[2] == 'L' && bytes[3] == 'F' && bytes[4] == 2 && bytes[5] == 1;

    private sealed class Need(string version, long flagsAt, ushort index)
    {
        public string Version { get; } = version;

        public long FlagsAt { get; } = flagsAt;

        public ushort Index { get; } = index;
    }

    private sealed class Section(uint type, long offset, long size, uint link, long entrySize)
    {
        public uint Type { get; } = type;

        public long Offset { get; } = offset;

        public long Size { get; } = size;

        public uint Link { get; } = link;

        public long EntrySize { get; } = entrySize;
    }
}
