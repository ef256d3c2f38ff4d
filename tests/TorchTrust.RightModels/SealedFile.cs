using System.Security.Cryptography;

namespace TorchTrust.RightModels;

/// <summary>A file with a checksum in front of its content, as a project would write its checkpoints.</summary>
internal static class SealedFile
{
    /// <summary>Writes beside and renames, so that a full disk leaves the old file as it was.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        using var content = new MemoryStream();
        write(content);
        string beside = path + ".new";
        File.WriteAllBytes(beside, [.. SHA256.HashData(content.ToArray()), .. content.ToArray()]);
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Reads the content.</summary>
    /// <exception cref="InvalidDataException">It is not what was written.</exception>
    public static Stream Open(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        return file.Length >= SHA256.HashSizeInBytes
            && SHA256.HashData(file.AsSpan(SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(file.AsSpan(0, SHA256.HashSizeInBytes))
            ? new MemoryStream(file, SHA256.HashSizeInBytes, file.Length - SHA256.HashSizeInBytes)
            : throw new InvalidDataException($"{path} is damaged: its checksum does not match. Take an earlier checkpoint.");
    }
}
