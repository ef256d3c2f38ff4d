namespace TorchTrust;

/// <summary>What is checked: a recipe to build it and to feed it, and the facts declared about it.</summary>
public abstract class Subject
{
    private protected Subject(string name) => Name = name;

    /// <summary>The name that results carry.</summary>
    public string Name { get; private protected set; }

    /// <summary>How long one instance may serve, and what a check may do to it.</summary>
    public abstract SubjectLifetime Lifetime { get; }

    /// <summary>What kind of thing this is, such as <c>model</c>; checks are registered by kind.</summary>
    public abstract string Kind { get; }

    /// <summary>The reason why a check is switched off for this subject; null if it is not.</summary>
    internal virtual string? SwitchedOff(string checkId) => null;
}
