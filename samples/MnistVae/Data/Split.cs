namespace MnistVae.Data;

/// <summary>The parts of a data set. No image belongs to two of them.</summary>
public enum Split
{
    /// <summary>What the model learns from; the only part that is augmented.</summary>
    Train,

    /// <summary>Training images set aside to judge choices by; never augmented.</summary>
    Validation,

    /// <summary>What the finished model is judged by; never augmented.</summary>
    Test,
}
