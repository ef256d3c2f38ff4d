namespace TorchTrust.Cli.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="State">Whether it is well.</param>
/// <param name="Topic">What was looked at, in a word or two.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Remedy">How to mend it; null if there is nothing to mend.</param>
internal sealed record DoctorLine(DoctorState State, string Topic, string Text, string? Remedy = null)
{
    /// <summary>All is well.</summary>
    public static DoctorLine Ok(string topic, string text) => new(DoctorState.Ok, topic, text);

    /// <summary>Good to know.</summary>
    public static DoctorLine Note(string topic, string text, string? remedy = null) => new(DoctorState.Note, topic, text, remedy);

    /// <summary>It has to be mended.</summary>
    public static DoctorLine Trouble(string topic, string text, string remedy) => new(DoctorState.Trouble, topic, text, remedy);
}
