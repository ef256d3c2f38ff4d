namespace TorchTrust.RightLosses;

/// <summary>A loss that is right, although a simple check may believe otherwise.</summary>
/// <param name="Name">Its name, unique in the pool.</param>
/// <param name="Kind">What kind of loss it is.</param>
/// <param name="Undeclared">The loss and how to make its arguments, and nothing else.</param>
/// <param name="Declared">The same with all facts that its author knows.</param>
/// <param name="Unusual">What a naive checker could trip over, in a sentence.</param>
public sealed record RightLoss(string Name, LossKind Kind, LossSubject Undeclared, LossSubject Declared, string Unusual)
{
    /// <summary>Describes a loss.</summary>
    /// <param name="kind">What kind of loss it is.</param>
    /// <param name="undeclared">The loss and how to make its arguments.</param>
    /// <param name="declare">Declares all facts that its author knows.</param>
    /// <param name="unusual">What a naive checker could trip over.</param>
    /// <typeparam name="TSubject">The type of the subject.</typeparam>
    internal static RightLoss Of<TSubject>(
        LossKind kind, TSubject undeclared, Func<TSubject, LossSubject> declare, string unusual)
        where TSubject : LossSubject =>
        new(undeclared.Name, kind, undeclared, declare(undeclared), unusual);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
