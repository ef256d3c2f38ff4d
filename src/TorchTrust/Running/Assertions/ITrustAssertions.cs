using System.ComponentModel;

namespace TorchTrust;

/// <summary>
/// Assertions about single properties of a subject, one for each check of its kind, for tests of any framework or of none:
/// <c>Trust.That(model).SamplesAreIndependentInEval().EverythingIsRegistered()</c>.
/// </summary>
/// <typeparam name="TSubject">The kind of subject.</typeparam>
public interface ITrustAssertions<out TSubject>
    where TSubject : Subject
{
    /// <summary>The subject.</summary>
    TSubject Subject { get; }

    /// <summary>
    /// Asserts that a check passes and that its power is shown, or that its failure is answered or known to the baseline.
    /// </summary>
    /// <param name="checkId">The check.</param>
    /// <returns>The same, for the next assertion.</returns>
    /// <exception cref="TrustException">It failed, asked, could not decide, does not apply or could not show its power: the message is what
    /// it says.</exception>
    /// <exception cref="ArgumentException">There is no such check.</exception>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    ITrustAssertions<TSubject> Holds(string checkId);
}
