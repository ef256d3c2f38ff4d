using MnistVae.Logging;
using MnistVae.Pictures;
using MnistVae.Training;
using Tensorboard;

namespace MnistVae.Run;

/// <summary>Reads the losses of a run back from its event files.</summary>
internal static class LossHistory
{
    private static readonly (string Tag, string Title, bool IsSparse)[] _shown =
    [
        (MetricTags.TrainLoss, "training, each step", false),
        (MetricTags.Loss("test"), "test", true),
        (MetricTags.Reconstruction("test"), "test, squared error", true),
        (MetricTags.KlDivergence("test"), "test, divergence", true),
    ];

    /// <summary>Reads all event files of a folder; where a resumed run repeats a step, the later file counts.</summary>
    /// <param name="folder">The folder; no curves if it is missing.</param>
    /// <returns>The curves that have points.</returns>
    /// <exception cref="InvalidDataException">An event file is damaged.</exception>
    public static IReadOnlyList<LossCurve> Read(string folder)
    {
        Dictionary<string, SortedDictionary<long, double>> values =
            _shown.ToDictionary(shown => shown.Tag, _ => new SortedDictionary<long, double>());
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "events.out.tfevents.*") : [];
        foreach (Event record in files.OrderBy(File.GetLastWriteTimeUtc).SelectMany(EventFileReader.Read))
        {
            foreach (Summary.Types.Value value in record.Summary?.Value ?? [])
            {
                if (values.TryGetValue(value.Tag, out SortedDictionary<long, double>? points))
                {
                    points[record.Step] = value.SimpleValue;
                }
            }
        }

        return
        [
            .. _shown.Where(shown => values[shown.Tag].Count > 0).Select(shown => new LossCurve(
                shown.Title, [.. values[shown.Tag].Select(point => (point.Key, point.Value))], shown.IsSparse)),
        ];
    }
}
