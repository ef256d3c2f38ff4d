using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

// Compiled by MSBuild itself when a project is built, so it is one file and needs nothing but the SDK.

/// <summary>
/// Makes a copy of a native library that loads with this machine's libstdc++, where the only thing it lacks is a
/// symbol version that nothing in the library uses.
/// </summary>
/// <remarks>
/// libLibTorchSharp.so of TorchSharp 0.107.0 asks for the version GLIBCXX_3.4.32, which Debian 12, Ubuntu 22.04 and
/// RHEL 9 do not have, for the sake of one marker symbol that no relocation refers to. The copy carries the flag
/// VER_FLG_WEAK on that one requirement, and the loader of glibc then lets it pass. The original is never touched.
/// </remarks>
public sealed class MendNativeBackend : Task
{
    /// <summary>The library as its package brings it.</summary>
    [Required]
    public string Library { get; set; }

    /// <summary>Where the mended copy goes. It is written only if its content would change.</summary>
    [Required]
    public string MendedLibrary { get; set; }

    /// <summary><c>auto</c>: only if this machine lacks the version; <c>always</c>: wherever it can be done.</summary>
    [Required]
    public string Mode { get; set; }

    /// <summary>True if the copy is to be used in place of the library.</summary>
    [Output]
    public bool IsMended { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            ISet<string> offered = Mode == "always" ? new HashSet<string>() : OfferedByThisMachine();
            if (offered == null)
            {
                return true;
            }

            byte[] image = File.ReadAllBytes(Library);
            List<string> weakened = new ElfImage(image, Library).WeakenUnusedVersions("libstdc++.so.6", "GLIBCXX_", offered);
            if (weakened.Count == 0)
            {
                return true;
            }

            IsMended = true;
            WriteIfChanged(image, weakened);
            return true;
        }
        catch (InvalidDataException invalid)
        {
            Log.LogError(invalid.Message);
            return false;
        }
    }

    private void WriteIfChanged(byte[] image, List<string> weakened)
    {
        if (File.Exists(MendedLibrary) && File.ReadAllBytes(MendedLibrary).SequenceEqual(image))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(MendedLibrary));
        string beside = MendedLibrary + ".new";
        File.WriteAllBytes(beside, image);
        File.Delete(MendedLibrary);
        File.Move(beside, MendedLibrary);
        Log.LogMessage(
            MessageImportance.High,
            "Mended {0}: this machine's libstdc++ lacks {1}, which the library asks for and does not use; the copy in the "
                + "output no longer insists on it. A project without this mend will not start on such a machine.",
            Path.GetFileName(Library),
            string.Join(", ", weakened));
    }

    /// <summary>The versions of this machine's libstdc++, or null where there is none to compare with.</summary>
    private static ISet<string> OfferedByThisMachine()
    {
        string[] folders =
        {
            "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
            "/lib64", "/usr/lib64", "/usr/lib", "/lib",
        };
        string path = folders.Select(folder => Path.Combine(folder, "libstdc++.so.6")).FirstOrDefault(File.Exists);
        return path == null ? null : new ElfImage(File.ReadAllBytes(path), path).DefinedVersions();
    }

    /// <summary>The symbol versions of a 64-bit little-endian ELF file (System V gABI; LSB, "Symbol Versioning").</summary>
    public sealed class ElfImage
    {
        private const uint DynamicSymbols = 11, Relocations = 4, VersionDefinitions = 0x6ffffffd, VersionNeeds = 0x6ffffffe,
            SymbolVersions = 0x6fffffff;
        private const int SymbolSize = 24, RelocationSize = 24;
        private const ushort WeakFlag = 2;

        private readonly byte[] _bytes;
        private readonly string _path;
        private readonly List<Section> _sections = new List<Section>();

        /// <summary>Reads the section table.</summary>
        /// <exception cref="InvalidDataException">The bytes are not such a file, or are cut short.</exception>
        public ElfImage(byte[] bytes, string path)
        {
            _bytes = bytes;
            _path = path;
            if (bytes.Length < 64 || bytes[0] != 0x7f || bytes[1] != 'E' || bytes[2] != 'L' || bytes[3] != 'F'
                || bytes[4] != 2 || bytes[5] != 1)
            {
                throw new InvalidDataException(
                    "'" + path + "' is not a 64-bit little-endian ELF library. Restore the package anew, or set "
                        + "TorchTrustMendNative to 'never'.");
            }

            long table = checked((long)BitConverter.ToUInt64(bytes, 40));
            int size = U16(58), count = U16(60);
            for (int i = 0; i < count; i++)
            {
                long at = table + (long)i * size;
                _sections.Add(new Section(U32(at + 4), Offset(at + 24), Offset(at + 32), (int)U32(at + 40)));
            }
        }

        /// <summary>The names of the versions that this library offers to others.</summary>
        public ISet<string> DefinedVersions()
        {
            var names = new HashSet<string>();
            foreach (Section section in _sections.Where(s => s.Type == VersionDefinitions))
            {
                for (long at = section.Offset, next = 1; next != 0; at += next)
                {
                    names.Add(Text(section.Link, U32(at + U32(at + 12))));
                    next = U32(at + 16);
                }
            }

            return names;
        }

        /// <summary>
        /// Marks as weak the needed versions of one library that are not offered and whose symbols no relocation uses.
        /// </summary>
        /// <returns>The names of the versions that were weakened.</returns>
        /// <exception cref="InvalidDataException">A version that is not offered is really used.</exception>
        public List<string> WeakenUnusedVersions(string fromLibrary, string prefix, ISet<string> offered)
        {
            var weakened = new List<string>();
            foreach (Section section in _sections.Where(s => s.Type == VersionNeeds))
            {
                for (long need = section.Offset, next = 1; next != 0; need += next)
                {
                    next = U32(need + 12);
                    if (Text(section.Link, U32(need + 4)) != fromLibrary)
                    {
                        continue;
                    }

                    long entry = need + U32(need + 8);
                    for (int i = U16(need + 2); i > 0; i--, entry += U32(entry + 12))
                    {
                        string version = Text(section.Link, U32(entry + 8));
                        if (version.StartsWith(prefix, StringComparison.Ordinal) && !offered.Contains(version))
                        {
                            TryWeaken(entry, version, offered.Count == 0, weakened);
                        }
                    }
                }
            }

            return weakened;
        }

        private void TryWeaken(long entry, string version, bool onlyIfUnused, List<string> weakened)
        {
            List<string> used = UsedSymbols(U16(entry + 6));
            if (used.Count == 0)
            {
                _bytes[Checked(entry + 4, 2)] |= (byte)WeakFlag;
                weakened.Add(version);
            }
            else if (!onlyIfUnused)
            {
                throw new InvalidDataException(
                    "'" + _path + "' needs " + version + ", which this machine's libstdc++ does not offer, and really uses it ("
                        + string.Join(", ", used.Take(3)) + "), so it cannot be mended. Use a newer system or a libstdc++ "
                        + "of GCC 13 or later.");
            }
        }

        /// <summary>The symbols of a version that some relocation refers to.</summary>
        private List<string> UsedSymbols(ushort version)
        {
            Section symbols = _sections.Single(s => s.Type == DynamicSymbols);
            Section versions = _sections.Single(s => s.Type == SymbolVersions);
            var referred = new HashSet<uint>();
            foreach (Section relocations in _sections.Where(s => s.Type == Relocations))
            {
                for (long at = relocations.Offset; at < relocations.Offset + relocations.Size; at += RelocationSize)
                {
                    referred.Add(U32(at + 12));
                }
            }

            return referred
                .Where(symbol => (U16(versions.Offset + symbol * 2L) & 0x7fff) == version)
                .Select(symbol => Text(symbols.Link, U32(symbols.Offset + symbol * (long)SymbolSize)))
                .OrderBy(name => name, StringComparer.Ordinal)
                .ToList();
        }

        private string Text(int section, long offset)
        {
            int start = Checked(_sections[section].Offset + offset, 1);
            int end = Array.IndexOf(_bytes, (byte)0, start);
            return Encoding.ASCII.GetString(_bytes, start, end - start);
        }

        private ushort U16(long at) { return BitConverter.ToUInt16(_bytes, Checked(at, 2)); }

        private uint U32(long at) { return BitConverter.ToUInt32(_bytes, Checked(at, 4)); }

        private long Offset(long at) { return (long)BitConverter.ToUInt64(_bytes, Checked(at, 8)); }

        private int Checked(long at, int length)
        {
            if (at < 0 || at + length > _bytes.Length)
            {
                throw new InvalidDataException(
                    "'" + _path + "' is cut short: it has " + _bytes.Length + " bytes and refers to byte " + (at + length)
                        + ". Restore the package anew.");
            }

            return (int)at;
        }

        private sealed class Section
        {
            public Section(uint type, long offset, long size, int link)
            {
                Type = type;
                Offset = offset;
                Size = size;
                Link = link;
            }

            public uint Type { get; }

            public long Offset { get; }

            public long Size { get; }

            public int Link { get; }
        }
    }
}
