using TorchTrust.Running.Hosting;

namespace TorchTrust.Weaving.Tests;

/// <summary>A file system that refuses what others refuse. What it does not refuse is really done.</summary>
internal sealed class PretendedDisk : Disk
{
    /// <summary>What Windows says to whoever may make no symbolic link.</summary>
    public const string NoRight = "A required privilege is not held by the client.";

    /// <summary>Whether symbolic links are made, as on Windows in developer mode only.</summary>
    public bool LinksSymbolically { get; init; }

    /// <summary>Whether files get second names, as they do on one volume only.</summary>
    public bool LinksHard { get; init; } = true;

    /// <summary>The text that paths have in which a file is in use, as a loaded assembly is on Windows; null for none.</summary>
    public string? InUse { get; set; }

    /// <inheritdoc/>
    public override StringComparer Names => StringComparer.OrdinalIgnoreCase;

    /// <inheritdoc/>
    public override void LinkSymbolically(FileSystemInfo entry, string link)
    {
        if (!LinksSymbolically)
        {
            throw new IOException(NoRight);
        }

        base.LinkSymbolically(entry, link);
    }

    /// <inheritdoc/>
    public override void LinkHard(string file, string name)
    {
        if (!LinksHard)
        {
            throw new IOException("The system cannot move the file to a different disk drive.");
        }

        base.LinkHard(file, name);
    }

    /// <inheritdoc/>
    public override void Remove(string folder)
    {
        if (InUse is null || !folder.Contains(InUse, StringComparison.Ordinal))
        {
            base.Remove(folder);
            return;
        }

        // As Windows does it: what is not in use goes, and then it says so.
        foreach (string file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Skip(1))
        {
            File.Delete(file);
        }

        throw new UnauthorizedAccessException($"Access to the path '{Directory.EnumerateFiles(folder).First()}' is denied.");
    }
}
