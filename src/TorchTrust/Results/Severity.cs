namespace TorchTrust;

/// <summary>How much a failure weighs. By default only errors fail a run.</summary>
public enum Severity
{
    /// <summary>May be right on purpose: the message names the fact to declare.</summary>
    Question,

    /// <summary>No right model does this.</summary>
    Error,
}
