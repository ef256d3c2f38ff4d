namespace TorchTrust.Watching.Hearing;

/// <summary>Told what an optimizer does, on the thread on which it does it.</summary>
internal interface IOptimizerListener
{
    /// <summary>Gradients are cleared.</summary>
    void Cleared();

    /// <summary>A step begins.</summary>
    void StepBegins();

    /// <summary>A step is over.</summary>
    void StepEnds();
}
