namespace TorchTrust.Checks;

/// <summary>Describes a check class; the catalogue, the ids and the adapters' test methods are generated from it.</summary>
/// <param name="id">The id, which never changes: lower-case words joined by hyphens. The docs page has its name.</param>
/// <param name="title">The property, as a sentence without a full stop.</param>
/// <param name="area">The part of the catalogue.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class CheckAttribute(string id, string title, CheckArea area) : Attribute
{
    /// <summary>The id.</summary>
    public string Id { get; } = id;

    /// <summary>The property, as a sentence.</summary>
    public string Title { get; } = title;

    /// <summary>The part of the catalogue.</summary>
    public CheckArea Area { get; } = area;

    /// <summary>How much a failure weighs, unless the outcome says otherwise.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>
    /// The level that the check came with. A project that has chosen a level is not asked by what came after it.
    /// </summary>
    public int Level { get; init; } = 1;

    /// <summary>Whether native code may end the process.</summary>
    public Hazard Hazard { get; init; } = Hazard.Safe;

    /// <summary>What the check does to the subject.</summary>
    public Need Need { get; init; } = Need.ReadsOnly;
}
