namespace MnistVae.Training;

/// <summary>
/// A loss or a gradient is not finite. Training has ended before the parameters were changed by it: model, optimizer
/// and generator are as they were before the step.
/// </summary>
public sealed class NonFiniteException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="step">The step that was not finite, counted from 1.</param>
    /// <param name="finding">What was not finite first.</param>
    /// <param name="checkpoint">The last good checkpoint; null if there is none.</param>
    internal NonFiniteException(long step, NonFiniteFinding finding, string? checkpoint)
        : base(
            $"Step {step} is not finite: {finding.Description}. Parameters are as they were before this step; "
                + (checkpoint is null
                    ? "there is no checkpoint yet. "
                    : $"the last good checkpoint is '{checkpoint}'. ")
                + "A lower learning rate, or a look at the input of that module, may help.")
    {
        Step = step;
        Module = finding.Module;
        Checkpoint = checkpoint;
    }

    /// <summary>The step that was not finite, counted from 1.</summary>
    public long Step { get; }

    /// <summary>
    /// The path of the first module that gave a value that is not finite, in the order in which values and then
    /// gradients are computed; <c>input</c> or <c>loss</c> if it was none of the modules.
    /// </summary>
    public string Module { get; }

    /// <summary>The last good checkpoint; null if there is none.</summary>
    public string? Checkpoint { get; }
}
