namespace TorchTrust.Probes;

/// <summary>
/// What a call of TorchSharp does, as far as a training program is concerned. Each is a bit, so that several can be asked for at once.
/// </summary>
[Flags]
internal enum CallKind
{
    /// <summary>Nothing that matters.</summary>
    None = 0,

    /// <summary>Runs a module where TorchSharp runs no hooks.</summary>
    Forward = 1 << 0,

    /// <summary>Makes a tensor.</summary>
    Creation = 1 << 1,

    /// <summary>Moves or converts a tensor or a module to a device or dtype.</summary>
    Move = 1 << 2,

    /// <summary>Makes an optimizer.</summary>
    Optimizer = 1 << 3,

    /// <summary>Clears gradients.</summary>
    ZeroGrad = 1 << 4,

    /// <summary>Computes gradients.</summary>
    Backward = 1 << 5,

    /// <summary>Clips gradients.</summary>
    Clip = 1 << 6,

    /// <summary>Takes a step of an optimizer.</summary>
    Step = 1 << 7,

    /// <summary>Makes a schedule of rates.</summary>
    Scheduler = 1 << 8,

    /// <summary>Takes a step of a schedule.</summary>
    Schedule = 1 << 9,

    /// <summary>Sets a rate.</summary>
    Rate = 1 << 10,

    /// <summary>Sets the mode of a module: training or evaluation.</summary>
    Mode = 1 << 11,

    /// <summary>Sets whether gradients are recorded, for all that follows or for one tensor.</summary>
    GradientMode = 1 << 12,

    /// <summary>Sets the state of a random generator.</summary>
    Seed = 1 << 13,

    /// <summary>Writes tensors to a file or a dictionary.</summary>
    Save = 1 << 14,

    /// <summary>Reads tensors from a file or a dictionary.</summary>
    Load = 1 << 15,

    /// <summary>Reads items of a data set, batches of a loader, or rows of a tensor.</summary>
    Read = 1 << 16,

    /// <summary>Gives a number of .NET, or takes a tensor out of the graph.</summary>
    Number = 1 << 17,

    /// <summary>Asks where a tensor lies.</summary>
    DeviceQuestion = 1 << 18,

    /// <summary>Runs a module where TorchSharp runs its hooks.</summary>
    Call = 1 << 19,

    /// <summary>Asks a module for its parameters.</summary>
    Parameters = 1 << 20,
}
