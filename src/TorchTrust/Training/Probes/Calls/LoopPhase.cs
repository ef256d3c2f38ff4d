namespace TorchTrust.Training.Probes;

/// <summary>What a loop is doing while a call of TorchSharp is made.</summary>
internal enum LoopPhase
{
    /// <summary>It is being built.</summary>
    Build,

    /// <summary>It takes a step.</summary>
    Step,

    /// <summary>It evaluates.</summary>
    Evaluation,

    /// <summary>It ends an epoch.</summary>
    EndOfEpoch,

    /// <summary>It is being saved.</summary>
    Save,

    /// <summary>It is being loaded.</summary>
    Load,
}
