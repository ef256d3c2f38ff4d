namespace TorchTrust.Tests.Datasets.Checks.Loading;

public sealed class DataThreadsReadTheSameTests
{
    private const string Id = CheckIds.DataThreadsReadTheSame;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound.IsSafeToReadInParallel());

    [Fact]
    public void State_by_thread_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(Environment.CurrentManagedThreadId, index)).IsSafeToReadInParallel(),
        "differs when 4 threads read at once");

    [Fact]
    public void A_lock_makes_it_safe() =>
        DataCheckTest.Passes(Id, Locked());

    [Fact]
    public void It_is_not_said_to_be_safe() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    private static DatasetSubject Locked()
    {
        var gate = new object();
        float[] buffer = new float[6];
        return Rows.Of(index =>
        {
            lock (gate)
            {
                Rows.Values(1, index).CopyTo(buffer, 0);
                return new Row([.. buffer], 0);
            }
        }).IsSafeToReadInParallel();
    }
}
