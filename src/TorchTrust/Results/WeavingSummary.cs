namespace TorchTrust;

/// <summary>
/// Which of the user's assemblies ran as woven copies, in which calls of TorchSharp can be seen and broken, and what is not
/// seen. See the page on weaving.
/// </summary>
public sealed record WeavingSummary
{
    /// <summary>Why nothing was woven; null if it was.</summary>
    public string? Off { get; init; }

    /// <summary>The woven assemblies that the host has loaded.</summary>
    public IReadOnlyList<string> Woven { get; init; } = [];

    /// <summary>Assemblies that refer to TorchSharp and run as they are, each with its reason.</summary>
    public IReadOnlyList<string> NotWoven { get; init; } = [];

    /// <summary>What calls TorchSharp in ways that no shim reaches, such as <c>3 expression trees in MyModels</c>.</summary>
    public IReadOnlyList<string> Unreached { get; init; } = [];

    /// <summary>Files that the program wrote beside itself, which were moved to its output folder at the end.</summary>
    public IReadOnlyList<string> BroughtHome { get; init; } = [];

    /// <summary>Files that it wrote beside itself and that its output folder did not take: where they lie.</summary>
    public IReadOnlyList<string> LeftBehind { get; init; } = [];

    /// <summary>Folders of copies that could not be removed, since a file in them was in use: the next run removes them.</summary>
    public IReadOnlyList<string> NotRemoved { get; init; } = [];

    /// <summary>Nothing was woven.</summary>
    /// <param name="reason">Why, as a sentence.</param>
    public static WeavingSummary None(string reason) => new() { Off = reason };
}
