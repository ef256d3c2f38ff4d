namespace TorchTrust.Watching.Knowledge;

/// <summary>How a run stands when a rule is asked for what it knows.</summary>
internal enum RunEnd
{
    /// <summary>It goes on.</summary>
    None,

    /// <summary>It was cut: by a limit, a signal, or a fault.</summary>
    Cut,

    /// <summary>The program ended by itself.</summary>
    Natural,
}
