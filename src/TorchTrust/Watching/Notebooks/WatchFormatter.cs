namespace TorchTrust.Watching.Notebooks;

/// <summary>Shows a watch in one form. Names and shapes of the members are those that .NET Interactive asks for.</summary>
/// <param name="mimeType">The form.</param>
/// <param name="write">Writes the report of the watch.</param>
internal sealed class WatchFormatter(string mimeType, Action<TrustReport, TextWriter> write)
{
    /// <summary>The form.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes what is known by now.</summary>
    /// <returns>Whether this can be shown.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not TrustWatch watch)
        {
            return false;
        }

        write(watch.Report(), writer);
        return true;
    }
}
