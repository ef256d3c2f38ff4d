namespace TorchTrust.Cli.Outputs;

/// <summary>Which reports are written, and where; null for those that are not asked for.</summary>
internal sealed record OutputOptions
{
    /// <summary>The folder of the reports where none is asked for.</summary>
    public const string DefaultFolder = "torchtrust-report";

    /// <summary>The HTML page.</summary>
    public string? Html { get; init; }

    /// <summary>The run as JSON.</summary>
    public string? Json { get; init; }

    /// <summary>JUnit XML.</summary>
    public string? JUnit { get; init; }

    /// <summary>SARIF.</summary>
    public string? Sarif { get; init; }

    /// <summary>Markdown.</summary>
    public string? Markdown { get; init; }

    /// <summary>A folder for all of them.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether annotations for GitHub's workflows go to the output.</summary>
    public bool GitHub { get; init; }

    /// <summary>Whether failures go to the output in the form of MSBuild.</summary>
    public bool MsBuild { get; init; }

    /// <summary>Whether no file is written.</summary>
    public bool None { get; init; }

    /// <summary>The same with a place for each file.</summary>
    public OutputOptions Placed()
    {
        if (None)
        {
            return new OutputOptions { None = true, GitHub = GitHub, MsBuild = MsBuild };
        }

        if (Folder is not null)
        {
            return this with
            {
                Html = Html ?? Path.Combine(Folder, "report.html"),
                Json = Json ?? Path.Combine(Folder, "report.json"),
                JUnit = JUnit ?? Path.Combine(Folder, "junit.xml"),
                Sarif = Sarif ?? Path.Combine(Folder, "report.sarif"),
            };
        }

        return (Html ?? Json ?? JUnit ?? Sarif ?? Markdown) is not null ? this : this with
        {
            Html = Path.Combine(DefaultFolder, "report.html"),
            Json = Path.Combine(DefaultFolder, "report.json"),
        };
    }
}
