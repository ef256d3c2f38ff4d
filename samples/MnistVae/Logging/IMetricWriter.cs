namespace MnistVae.Logging;

/// <summary>Takes what a training run has to say about itself.</summary>
public interface IMetricWriter
{
    /// <summary>Writes numbers of one step.</summary>
    /// <param name="globalStep">The number of training steps taken so far.</param>
    /// <param name="metrics">The numbers.</param>
    /// <exception cref="OutputFileException">The file cannot be written.</exception>
    void WriteScalars(long globalStep, params ReadOnlySpan<Metric> metrics);

    /// <summary>Writes an image.</summary>
    /// <param name="globalStep">The number of training steps taken so far.</param>
    /// <param name="tag">The image's name.</param>
    /// <param name="image">The image.</param>
    /// <exception cref="OutputFileException">The file cannot be written.</exception>
    void WriteImage(long globalStep, string tag, PngImage image);

    /// <summary>Sees to it that what was written survives a failure of the machine.</summary>
    /// <exception cref="OutputFileException">The file cannot be written.</exception>
    void Flush();
}
