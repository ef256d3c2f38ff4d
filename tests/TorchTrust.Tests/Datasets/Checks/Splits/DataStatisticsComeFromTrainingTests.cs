namespace TorchTrust.Tests.Datasets.Checks.Splits;

public sealed class DataStatisticsComeFromTrainingTests
{
    private const string Id = CheckIds.DataStatisticsComeFromTraining;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void A_scaler_that_was_fitted_on_all_is_told() => DataCheckTest.Fails(
        Id,
        Scaled(onAll: true),
        "X has mean 0 and deviation 1 over all splits together");

    [Fact]
    public void A_scaler_that_was_fitted_on_training_is_right() =>
        DataCheckTest.Passes(Id, Scaled(onAll: false));

    [Fact]
    public void One_split_has_no_other() =>
        DataCheckTest.Skips(Id, DatasetSubject.For(() => "one").WithSplit("train", _ => 30, (_, index) => Rows.Right(1, index)));

    private static DatasetSubject Scaled(bool onAll)
    {
        float[] all = [.. Enumerable.Range(0, onAll ? Rows.Trained + Rows.Held : Rows.Trained).Select(Raw)];
        float mean = all.Average();
        float deviation = MathF.Sqrt(all.Average(value => (value - mean) * (value - mean)));
        return Rows.Of(
            index => new Row([(Raw((int)index) - mean) / deviation], 0),
            index => new Row([(Raw(Rows.Trained + (int)index) - mean) / deviation], 0));
    }

    private static float Raw(int index) => Rows.Values(3, index)[0] + (index * 0.01f);
}
