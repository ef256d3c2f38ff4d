using TorchTrust.Probes;

namespace TorchTrust.Checks;

/// <summary>The circumstances of one run of a check.</summary>
/// <param name="Breadcrumb">Told what is about to be done, before it is, since native code may end the process.</param>
/// <param name="Measured">What was measured of the subject already, and need not be again.</param>
/// <param name="Cancellation">Ends the run between two steps.</param>
internal sealed record CheckContext(Action<string> Breadcrumb, Measurements Measured, CancellationToken Cancellation)
{
    private const string Altered = "on what the check has altered, ";

    /// <summary>
    /// The subject is a mutant, and only whether its fault is noticed matters: pictures, places of origin and what makes
    /// a verdict on an unknown subject fair to all its samples can be left out.
    /// </summary>
    public bool IsTrial { get; init; }

    /// <summary>The first finding decides: a trial of one fault.</summary>
    public bool FirstFindingDecides { get; init; }

    /// <summary>
    /// In a trial of faults of which each is in one sample: how many samples the batch has. Each finding names its sample, and all are
    /// listed. Null in any other run.
    /// </summary>
    public long? Samples { get; init; }

    /// <summary>What a fresh process goes on with; null where there is none, and in trials.</summary>
    public Handover? Handover { get; init; }

    /// <summary>The process may be ended by native code: it is a host that somebody watches.</summary>
    public bool MayAbort { get; init; }

    /// <summary>
    /// Says what is about to be done to what the check has altered: another dtype, device, shape or content, which native code may answer
    /// by ending the process though the subject is right.
    /// </summary>
    public void AlteredStep(string what) => Step(Altered + what);

    /// <summary>Whether a step was one of <see cref="AlteredStep"/>.</summary>
    public static bool IsAltered(string step) => step.StartsWith(Altered, StringComparison.Ordinal);

    /// <summary>Says what is about to be done, and ends the run if that was asked for.</summary>
    public void Step(string what)
    {
        Cancellation.ThrowIfCancellationRequested();
        Breadcrumb(what);
    }
}
