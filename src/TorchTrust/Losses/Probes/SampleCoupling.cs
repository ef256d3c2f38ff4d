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

    /// <summary>Measures each sample against all others; empty where no sample can be told from another one.</summary>
    /// <param name="twin">The loss in float64.</param>
    /// <param name="isEnough">Ends the search.</param>
    public static IReadOnlyList<SampleCoupling> Measure(LossSession twin, Func<SampleCoupling, bool> isEnough)
    {
        var found = new List<SampleCoupling>();
        SampleLayout layout = twin.ArgumentLayout;
        LossArguments arguments = twin.Arguments();
        LossArguments other = twin.Arguments(draw: 1);
        LossResult before = twin.Differentiate(arguments);
        for (long sample = 0; sample < arguments.Count; sample++)
        {
            LossResult after = twin.Differentiate(arguments.WithSample(layout, sample, other));
            if (!TensorBits.AreEqual(before.Noise, after.Noise))
            {
                // Other content draws other numbers, so that gradients say nothing of each other.
                continue;
            }

            foreach ((string path, Tensor? gradient) in before.Gradients)
            {
                if (layout[path].Dimension is { } dimension && gradient is not null && after.Gradients[path] is { } now)
                {
                    found.Add(Compare(gradient, now, dimension, sample, path));
                    if (isEnough(found[^1]))
                    {
                        return found;
                    }
                }
            }
        }

        return found;
    }

    private static SampleCoupling Compare(Tensor before, Tensor after, int dimension, long sample, string path)
    {
        using var scope = NewDisposeScope();
        long[] others = [.. Enumerable.Range(0, (int)before.shape[dimension]).Select(index => (long)index).Where(index => index != sample)];
        Tensor chosen = tensor(others, device: before.device);
        Tensor old = Rows(before.index_select(dimension, chosen), dimension);
        Tensor now = Rows(after.index_select(dimension, chosen), dimension);
        double length = old.square().sum().item<double>();
        double factor = length > 0 ? (old * now).sum().item<double>() / length : 1;
        double scale = Math.Max(now.abs().max().item<double>(), Math.Abs(factor) * old.abs().max().item<double>());
        Tensor turned = (now - (factor * old)).abs().amax([1]);
        double most = turned.max().item<double>();
        return new SampleCoupling(
            sample, path, others[turned.argmax().item<long>()], scale > 0 ? most / (scale * Unit) : 0, factor);
    }

    /// <summary>A row a sample; complex numbers as pairs.</summary>
    private static Tensor Rows(Tensor gradient, int dimension) =>
        TensorDistance.Real(gradient.movedim([dimension], [0])).reshape(gradient.shape[dimension], -1);
}
