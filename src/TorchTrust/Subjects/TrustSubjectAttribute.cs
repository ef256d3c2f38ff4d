namespace TorchTrust;

/// <summary>
/// Marks what the command <c>torchtrust check</c> looks at: a static property or method without parameters that gives a
/// <see cref="Subject"/>, or a class whose named member does (derived classes are found too).
/// </summary>
/// <example>
/// <code>
/// internal static class Subjects
/// {
///     [TrustSubject]
///     public static ModelSubject CnnVae => ModelSubject
///         .For(() => new CnnVae(inputShape: new(1, 32, 32), latentSize: 16))
///         .WithInput(n => torch.randn(n, 1, 32, 32));
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Class, Inherited = true)]
public sealed class TrustSubjectAttribute : Attribute
{
    /// <summary>Marks a member.</summary>
    public TrustSubjectAttribute()
    {
    }

    /// <summary>Marks a class, and the classes that derive from it.</summary>
    /// <param name="member">The name of its property, or method without parameters, that gives the subject.</param>
    public TrustSubjectAttribute(string member) => Member = member;

    /// <summary>The name of the member of a marked class; null where the attribute stands on the member.</summary>
    public string? Member { get; }
}
