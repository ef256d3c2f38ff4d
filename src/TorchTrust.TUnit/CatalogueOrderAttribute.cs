using System.ComponentModel;
using TUnit.Core.Interfaces;

namespace TorchTrust.TUnit;

/// <summary>
/// Puts the test of a check in its place: those of a class one after another in the order of the catalogue, in which what explains other
/// failures comes before them, and several classes side by side. TUnit's own attribute takes no key that differs from class to class.
/// </summary>
/// <param name="place">The place, from 1 on.</param>
[AttributeUsage(AttributeTargets.Method)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CatalogueOrderAttribute(int place) : Attribute, ITestDiscoveryEventReceiver
{
    /// <summary>The place, from 1 on.</summary>
    public int Place { get; } = place;

    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public ValueTask OnTestDiscovered(DiscoveredTestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.AddParallelConstraint(new NotInParallelConstraint([context.TestDetails.ClassType.FullName!]) { Order = Place });
        return ValueTask.CompletedTask;
    }
}
