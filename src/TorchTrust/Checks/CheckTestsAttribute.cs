using System.ComponentModel;

namespace TorchTrust;

/// <summary>
/// Marks the partial class of a test adapter that gets one test method a check, which calls the class's own
/// <c>Task Require(string checkId)</c>.
/// </summary>
/// <param name="testAttribute">The full name of the framework's test attribute, such as <c>Xunit.FactAttribute</c>.</param>
/// <param name="kind">The kind of subject whose checks it gets, such as <c>model</c>.</param>
/// <param name="orderAttribute">The attribute that puts a test in its place, with <c>{0}</c> for the place; null where the order of the
/// code holds.</param>
[AttributeUsage(AttributeTargets.Class)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CheckTestsAttribute(string testAttribute, string kind, string? orderAttribute = null) : Attribute
{
    /// <summary>The full name of the framework's test attribute.</summary>
    public string TestAttribute { get; } = testAttribute;

    /// <summary>The kind of subject.</summary>
    public string Kind { get; } = kind;

    /// <summary>The attribute that puts a test in its place; null where the order of the code holds.</summary>
    public string? OrderAttribute { get; } = orderAttribute;
}
