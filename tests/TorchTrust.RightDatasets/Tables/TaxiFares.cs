using Microsoft.ML;

namespace TorchTrust.RightDatasets.Tables;

/// <summary>An IDataView of ML.NET: normalized by a pipeline that was fitted on the training part, read as rows of a class.</summary>
internal sealed class TaxiFares
{
    private readonly MLContext _context = new(seed: 3);

    public TaxiFares()
    {
        IDataView all = _context.Data.LoadFromEnumerable(Draw());
        DataOperationsCatalog.TrainTestData parts = _context.Data.TrainTestSplit(all, testFraction: 0.25, seed: 3);
        ITransformer scaled = _context.Transforms.NormalizeMinMax("Features").Fit(parts.TrainSet);
        Train = scaled.Transform(parts.TrainSet);
        Test = scaled.Transform(parts.TestSet);
    }

    public IDataView Train { get; }

    public IDataView Test { get; }

    public static RightDataset Describe()
    {
        DatasetSubject<TaxiFares> undeclared = DatasetSubject.For(() => new TaxiFares())
            .WithSplit("train", fares => fares.Read(fares.Train))
            .WithSplit("test", fares => fares.Read(fares.Test));
        return new RightDataset(
            nameof(TaxiFares),
            DatasetKinds.DataView | DatasetKinds.Regression | DatasetKinds.Streaming,
            undeclared,
            undeclared.HasTarget("Fare").HasUniqueItems(),
            "Rows come as a stream, each made anew, and features of testing may lie outside of what training spans.");
    }

    private IEnumerable<Trip> Read(IDataView rows) => _context.Data.CreateEnumerable<Trip>(rows, reuseRowObject: false);

    private static IEnumerable<Trip> Draw()
    {
        var random = new Random(208);
        for (int i = 0; i < 120; i++)
        {
            float[] features = [random.NextSingle() * 20, random.Next(1, 6), random.NextSingle() * 60];
            yield return new Trip { Features = features, Fare = 3 + (features[0] * 1.4f) + (features[2] * 0.3f) + random.NextSingle() };
        }
    }

    /// <summary>A trip: kilometres, passengers and minutes, and what was paid.</summary>
    internal sealed class Trip
    {
        /// <summary>Kilometres, passengers, minutes.</summary>
        [Microsoft.ML.Data.VectorType(3)]
        public float[] Features { get; set; } = [];

        /// <summary>What was paid.</summary>
        public float Fare { get; set; }
    }
}
