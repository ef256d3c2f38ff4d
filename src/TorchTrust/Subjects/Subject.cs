using TorchTrust.Subjects;

namespace TorchTrust;

/// <summary>What is checked: a recipe to build it and to feed it, and the facts declared about it.</summary>
public abstract class Subject
{
    private protected Subject(string name) => Name = name;

    /// <summary>The name that results carry.</summary>
    public string Name { get; private protected set; }

    /// <summary>
    /// The class that gave the name, with its namespace, where no other name was chosen: it tells subjects of one class name
    /// apart. Null where a name was chosen.
    /// </summary>
    internal string? TypeName { get; private protected set; }

    /// <summary>How long one instance may serve, and what a check may do to it.</summary>
    public abstract SubjectLifetime Lifetime { get; }

    /// <summary>What kind of thing this is, such as <c>model</c>; checks are registered by kind.</summary>
    public abstract string Kind { get; }

    /// <summary>What else it contains that is checked with it, such as the loss of a model.</summary>
    internal virtual IReadOnlyList<SubjectPart> Parts => [];

    /// <summary>A class with its namespace, and without type arguments; null for one that the compiler has named.</summary>
    private protected static string? QualifiedName(Type type) => type.Name[0] == '<' ? null
        : (type.FullName ?? type.Name).Split('[', 2)[0].Replace('+', '.') is var name
            && name.IndexOf('`', StringComparison.Ordinal) is >= 0 and int cut
            ? name[..cut]
            : name;

    /// <summary>Brings the subject to life: each kind has a session of its own.</summary>
    /// <param name="seed">The seed of everything that is drawn.</param>
    internal abstract ISubjectSession OpenSession(long seed);

    /// <summary>
    /// The same subject, which says after each of its modules that returned, for a host that runs a check again because the
    /// first one died in it; the subject itself where its kind has no modules.
    /// </summary>
    /// <param name="returned">Told the path of each module that has returned.</param>
    internal virtual Subject Traced(Action<string> returned) => this;

    /// <summary>The device that it is moved to, such as <c>cuda</c>; null where its recipe decides.</summary>
    internal virtual string? DeviceName => null;

    /// <summary>
    /// The same subject on a device, unless it says itself where it is; the subject itself where its kind cannot be moved.
    /// </summary>
    /// <param name="device">The device, such as <c>cuda</c>.</param>
    internal virtual Subject OnDevice(string device) => this;

    /// <summary>The reason why a check is switched off for this subject; null if it is not.</summary>
    internal virtual string? SwitchedOff(string checkId) => null;
}
