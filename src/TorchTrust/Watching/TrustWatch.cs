using TorchTrust.Watching.Hearing;
using TorchTrust.Watching.Notebooks;
using static TorchSharp.torch;

namespace TorchTrust;

/// <summary>
/// Watches the training of a model while it is attached, in this process and without weaving: for notebooks, and for those who do not want
/// a tool. It hears the optimizer's steps and clearings and the model's calls by <c>call</c>; what needs other calls (backward passes,
/// clipping, schedules, seeds, lines of the program) is not decided, and <see cref="Report"/> says so. Several may be attached at once, to
/// the same model too, and all members may be used from any thread; attach one while no other thread calls the model. A notebook of .NET
/// Interactive shows it as HTML.
/// </summary>
/// <example>
/// <code>
/// using var watch = TrustWatch.Attach(model, optimizer);
/// Train(model, optimizer);
/// Console.WriteLine(watch.Report());
/// </code>
/// </example>
[TypeFormatterSource(typeof(WatchFormatters))]
public sealed class TrustWatch : IDisposable
{
    private readonly Attachment _attachment;

    private TrustWatch(Attachment attachment) => _attachment = attachment;

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<CheckResult> Findings => _attachment.Findings;

    /// <summary>Attaches a watch; it ends when it is disposed, and leaves model and optimizer as they were.</summary>
    /// <param name="model">The model that is trained.</param>
    /// <param name="optimizer">The optimizer that trains it. LBFGS is native: of it nothing is heard.</param>
    /// <param name="options">How; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not above 0 and at most 1.</exception>
    public static TrustWatch Attach(nn.Module model, optim.Optimizer optimizer, WatchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        options ??= new WatchOptions();
        if (!(options.Share > 0 && options.Share <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Share, "The share of the time is a number above 0 and at most 1, such as 0.03.");
        }

        return new TrustWatch(new Attachment(model, optimizer, options));
    }

    /// <summary>
    /// Tells the loss of a step, which nothing else tells here: the metric <c>torchtrust.train.loss</c> and the report have it.
    /// </summary>
    /// <param name="loss">The loss, a tensor of one element; it is read, and not changed.</param>
    /// <returns>The same tensor, so that <c>watch.Observe(loss).backward()</c> is one line.</returns>
    /// <exception cref="ArgumentException">It has not one element.</exception>
    public Tensor Observe(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (loss.numel() != 1)
        {
            throw new ArgumentException(
                $"A loss has one element; this tensor has the shape [{string.Join(", ", loss.shape)}].", nameof(loss));
        }

        _attachment.Observe(loss);
        return loss;
    }

    /// <summary>Tells the loss of a step, as a number.</summary>
    /// <param name="loss">The loss.</param>
    public void Observe(double loss) => _attachment.Observe(loss);

    /// <summary>
    /// What is known by now, as a report like any other. What only the end of a training decides is decided once this is disposed.
    /// </summary>
    public TrustReport Report() => _attachment.Report();

    /// <summary>Ends the watch.</summary>
    public void Dispose() => _attachment.Dispose();
}
