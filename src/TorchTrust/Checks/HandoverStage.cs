namespace TorchTrust.Checks;

/// <summary>The processes that a check with a <see cref="Handover"/> runs in, one after the other.</summary>
internal enum HandoverStage
{
    /// <summary>It decides, and leaves what it has passed on.</summary>
    Leave,

    /// <summary>It goes on with what was left: the verdict of a fresh process.</summary>
    GoOn,

    /// <summary>It does from the beginning what the first one did: where that comes to something else, two processes never agree.</summary>
    Repeat,
}
