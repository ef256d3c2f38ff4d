using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace TorchTrust.Probes;

/// <summary>Source lines from the portable debug symbols of an assembly, beside it or embedded in it.</summary>
internal sealed class DebugSymbols
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    /// <summary>The hash that compilers of .NET take of a source file, as portable symbols name it.</summary>
    private static readonly Guid _sha256 = new("8829d00f-11b8-4213-878b-770e8597ac16");

    private static readonly ConcurrentDictionary<Assembly, DebugSymbols?> _known = new();

    private readonly MetadataReader _reader;

    /// <summary>The folder of the assembly.</summary>
    private readonly string _folder;

    private DebugSymbols(MetadataReader reader, string folder)
    {
        _reader = reader;
        _folder = folder;
    }

    /// <summary>Where a class begins: the first line of code of any of its methods; null without symbols.</summary>
    public static SourceLocation? OfClass(Type type)
    {
        SourceLocation[] methods =
        [
            .. type.GetMethods(Own).Concat<MethodBase>(type.GetConstructors(Own)).Select(OfMethod).OfType<SourceLocation>(),
        ];
        return methods.GroupBy(method => method.File).MaxBy(file => file.Count())?.MinBy(method => method.Line);
    }

    /// <summary>Where the longest constructor of a class begins; null without symbols.</summary>
    public static SourceLocation? OfConstructor(Type type) => type.GetConstructors(Own & ~BindingFlags.Static)
        .OrderByDescending(constructor => constructor.GetParameters().Length).Select(OfMethod).FirstOrDefault(place => place is not null);

    /// <summary>Where a method of a class, its own or an inherited one, begins; null without symbols.</summary>
    public static SourceLocation? OfMethod(Type type, string name)
    {
        for (Type? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            if (declaring.GetMethods(Own).FirstOrDefault(method => method.Name == name && !method.IsAbstract) is { } method)
            {
                return OfMethod(method);
            }
        }

        return null;
    }

    /// <summary>
    /// The statement in the source that an instruction of a method belongs to, as text; null without symbols, or where the file is not
    /// the one that was compiled.
    /// </summary>
    public static (string Text, SourceLocation Place)? StatementAt(MethodBase method, int offset) =>
        _known.GetOrAdd(method.Module.Assembly, Read)?.Statement(method.MetadataToken, offset);

    private static SourceLocation? OfMethod(MethodBase method) =>
        _known.GetOrAdd(method.Module.Assembly, Read)?.FirstLine(method.MetadataToken);

    private static DebugSymbols? Read(Assembly assembly)
    {
        if (assembly.IsDynamic || assembly.Location.Length == 0)
        {
            return null;
        }

        try
        {
            using var file = new PEReader(File.OpenRead(assembly.Location));
            return file.TryOpenAssociatedPortablePdb(assembly.Location, Open, out MetadataReaderProvider? symbols, out _)
                && symbols is not null
                ? new DebugSymbols(symbols.GetMetadataReader(), Path.GetDirectoryName(assembly.Location)!)
                : null;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            // Symbols that cannot be read tell as little as none.
            return null;
        }
    }

    /// <summary>Read into memory, so that nothing keeps the user's build from writing the file anew.</summary>
    private static MemoryStream? Open(string path) => File.Exists(path) ? new MemoryStream(File.ReadAllBytes(path)) : null;

    private (string Text, SourceLocation Place)? Statement(int methodToken, int offset)
    {
        var method = (MethodDefinitionHandle)MetadataTokens.Handle(methodToken);
        SequencePoint point = _reader.GetMethodDebugInformation(method).GetSequencePoints()
            .LastOrDefault(each => each.Offset <= offset && !each.IsHidden);
        if (point.Document.IsNil)
        {
            return null;
        }

        Document document = _reader.GetDocument(point.Document);
        string file = _reader.GetString(document.Name);
        if (_reader.GetGuid(document.HashAlgorithm) != _sha256
            || SourceText.Of(file, _reader.GetBlobBytes(document.Hash), [_folder, Environment.CurrentDirectory]) is not { } source)
        {
            return null;
        }

        string[] lines = source.Split('\n');
        IEnumerable<string> text = lines.Take(point.EndLine)
            .Select((line, index) => index == point.EndLine - 1 ? line[..Math.Min(line.Length, point.EndColumn - 1)] : line)
            .Skip(point.StartLine - 1)
            .Select((line, index) => index == 0 ? line[Math.Min(line.Length, point.StartColumn - 1)..] : line);
        return (string.Join('\n', text), new SourceLocation(file, point.StartLine));
    }

    private SourceLocation? FirstLine(int methodToken)
    {
        var method = (MethodDefinitionHandle)MetadataTokens.Handle(methodToken);
        SequencePoint first = _reader.GetMethodDebugInformation(method).GetSequencePoints().FirstOrDefault(point => !point.IsHidden);
        return first.Document.IsNil
            ? null
            : new SourceLocation(_reader.GetString(_reader.GetDocument(first.Document).Name), first.StartLine);
    }
}
