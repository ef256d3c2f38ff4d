using Microsoft.Data.Analysis;

namespace TorchTrust.RightDatasets.Tables;

/// <summary>A DataFrame of houses, read from a CSV text, cut once by a shuffle that a seed fixes.</summary>
internal sealed class HousePrices
{
    public HousePrices()
    {
        DataFrame all = DataFrame.LoadCsvFromString(Csv());
        int[] order = [.. Enumerable.Range(0, (int)all.Rows.Count)];
        new Random(7).Shuffle(order);
        Train = all[order[..80]];
        Test = all[order[80..]];
    }

    public DataFrame Train { get; }

    public DataFrame Test { get; }

    public static RightDataset Describe()
    {
        DatasetSubject<HousePrices> undeclared = DatasetSubject.For(() => new HousePrices())
            .WithSplit("train", houses => houses.Train.Rows.Count, (houses, row) => Read(houses.Train, row))
            .WithSplit("test", houses => houses.Test.Rows.Count, (houses, row) => Read(houses.Test, row));
        return new RightDataset(
            nameof(HousePrices),
            DatasetKinds.DataFrame | DatasetKinds.Regression | DatasetKinds.MissingValues,
            undeclared,
            undeclared.HasTarget("price").HasMissingValues("garden").Within("area", 20, 400).Within("rooms", 1, 12).HasUniqueItems(),
            "Cells are objects of several types, some of them null, and the split is the same for every seed.");
    }

    private static Dictionary<string, object?> Read(DataFrame rows, long row) =>
        rows.Columns.ToDictionary(column => column.Name, column => (object?)column[row]);

    private static string Csv()
    {
        var random = new Random(207);
        var lines = Enumerable.Range(0, 110).Select(_ =>
        {
            int rooms = random.Next(1, 9);
            double area = (rooms * 22) + random.Next(0, 30) + (random.Next(100) / 100.0);
            string garden = random.Next(4) == 0 ? "" : FormattableString.Invariant($"{random.Next(0, 900)}");
            return FormattableString.Invariant($"{area},{rooms},{garden},{Math.Round((area * 3.1) + random.Next(90), 1)}");
        });
        return "area,rooms,garden,price\n" + string.Join('\n', lines) + "\n";
    }
}
