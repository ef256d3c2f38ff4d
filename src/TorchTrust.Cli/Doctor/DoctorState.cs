namespace TorchTrust.Cli.Doctor;

/// <summary>What a line of the doctor says.</summary>
internal enum DoctorState
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>Good to know; nothing has to be done.</summary>
    Note,

    /// <summary>It has to be mended.</summary>
    Trouble,
}
