using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Probes;

/// <summary>How other content of one sample acts on the gradients of another one.</summary>
/// <param name="Changed">The sample that got other content.</param>
/// <param name="Path">The prediction whose gradient is looked at.</param>
/// <param name="Sample">The other sample that turned most.</param>
/// <param name="Turned">
/// How far its gradient lies from the one before, scaled by the factor that fits all other samples best; in units in the last
/// place of float64, of the largest gradient.
/// </param>
/// <param name="Factor">The factor.</param>
internal sealed record SampleCoupling(long Changed, string Path, long Sample, double Turned, double Factor)
{
    private const double Unit = 2.220446049250313e-16;

    private const int Draws = 4;

    /// <summary>
    /// Measures each sample against all others, in one batch after another until a gradient turns: a loss with kinks may show nothing in
    /// one. Empty where no sample can be told from another one, and where other content draws other numbers.
    /// </summary>
    /// <param name="twin">The loss in float64.</param>
    /// <param name="turned">What counts as a turn, in units of <see cref="Turned"/>.</param>
    public static IReadOnlyList<SampleCoupling> Measure(LossSession twin, double turned)
    {
        var found = new List<SampleCoupling>();
        for (int draw = 0; draw < Draws && !found.Any(coupling => coupling.Turned > turned); draw++)
        {
            LossArguments arguments = twin.Arguments(draw: draw);
            LossArguments other = twin.Arguments(draw: draw + 1);
            LossResult before = twin.Differentiate(arguments);
            LossResult[] after = [.. Enumerable.Range(0, (int)arguments.Count).Select(sample =>
                twin.Differentiate(arguments.WithSample(twin.ArgumentLayout, sample, other)))];

            // Where one sample draws other numbers, all may: that another one drew as many is chance.
            if (after.Any(result => !TensorBits.AreEqual(before.Noise, result.Noise)))
            {
                return [];
            }

            found.AddRange(after.SelectMany((result, sample) => Compare(twin.ArgumentLayout, before, result, sample)));
        }

        return found;
    }

    private static IEnumerable<SampleCoupling> Compare(SampleLayout layout, LossResult before, LossResult after, long sample)
    {
        foreach ((string path, Tensor? gradient) in before.Gradients)
        {
            if (layout[path].Dimension is { } dimension && gradient is not null && after.Gradients[path] is { } now)
            {
                yield return Compare(gradient, now, dimension, sample, path);
            }
        }
    }

    /// <summary>How far gradients are turned, the worst sample among them, and the factor that fits them best.</summary>
    /// <param name="before">Gradients before.</param>
    /// <param name="after">Gradients of the same shape after.</param>
    /// <param name="dimension">The dimension of samples.</param>
    public static (double Turned, long Sample, double Factor) Turn(Tensor before, Tensor after, int dimension)
    {
        using var scope = NewDisposeScope();
        Tensor old = Rows(before, dimension);
        Tensor now = Rows(after, dimension);
        double length = old.square().sum().item<double>();
        double factor = length > 0 ? (old * now).sum().item<double>() / length : 1;
        double scale = Math.Max(now.abs().max().item<double>(), Math.Abs(factor) * old.abs().max().item<double>());
        Tensor turned = (now - (factor * old)).abs().amax([1]);
        double most = turned.max().item<double>();
        return (scale > 0 ? most / (scale * Unit) : 0, turned.argmax().item<long>(), factor);
    }

    private static SampleCoupling Compare(Tensor before, Tensor after, int dimension, long sample, string path)
    {
        long[] others = [.. Enumerable.Range(0, (int)before.shape[dimension]).Select(index => (long)index).Where(index => index != sample)];
        using Tensor chosen = tensor(others, device: before.device);
        using Tensor old = before.index_select(dimension, chosen);
        using Tensor now = after.index_select(dimension, chosen);
        (double turned, long other, double factor) = Turn(old, now, dimension);
        return new SampleCoupling(sample, path, others[other], turned, factor);
    }

    /// <summary>A row a sample; complex numbers as pairs.</summary>
    private static Tensor Rows(Tensor gradient, int dimension) =>
        TensorDistance.Real(gradient.movedim([dimension], [0])).reshape(gradient.shape[dimension], -1);
}
