namespace TorchTrust;

/// <summary>How much a failure weighs. Errors fail a run; a question leaves it unproven until it is answered.</summary>
public enum Severity
{
    /// <summary>May be right on purpose: the message names what answers it.</summary>
    Question,

    /// <summary>No right subject does this.</summary>
    Error,
}
