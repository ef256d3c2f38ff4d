using System.Runtime.CompilerServices;

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

    [Fact]
    public void Two_items_are_enough() => DataCheckTest.Passes(Id, Rows.Of(index => Rows.Right(1, index), trained: 2, held: 1)
        .IsSafeToReadInParallel());

    [Fact]
    public void One_item_meets_no_other() => DataCheckTest.Skips(Id, Rows.Of(index => Rows.Right(1, index), trained: 1, held: 1)
        .IsSafeToReadInParallel());

    [Fact]
    public void What_is_random_on_purpose_differs_by_nature() => DataCheckTest.Skips(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => 40, (_, _) => Random.Shared.NextSingle())
            .IsRandomOnPurpose("train", "a test").IsSafeToReadInParallel());

    [Fact]
    public void Splits_are_looked_at_that_are_neither_streams_nor_texts() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => 40, (_, index) => ($"{index}", index))
            .WithSplit("stream", _ => Enumerable.Range(0, 40).Where(_ => true)).WithSplit("texts", _ => 40, (_, index) => $"{index}")
                .IsSafeToReadInParallel());

    [Fact]
    public void Texts_by_thread_are_told() => DataCheckTest.Fails(
        Id,
        DatasetSubject.For(() => Thread.CurrentThread).WithSplit("train", _ => 9, (first, index) => first == Thread.CurrentThread ? "one"
            : "other")
            .IsSafeToReadInParallel(),
        "item of items 0, 1, 2, 3, 4, 5, … of split train differs when 4 threads read at once: 9 of 9 items");

    [Fact]
    public void A_slow_read_that_throws_in_other_threads_is_told() => DataCheckTest.Fails(
        Id,
        DatasetSubject.For(() => Thread.CurrentThread).WithSplit("train", _ => 2, (first, index) =>
        {
            if (first != Thread.CurrentThread)
            {
                Thread.Sleep(20);
                IsInUse();
            }

            return index;
        }).IsSafeToReadInParallel(),
        "items 0, 1 of split train cannot be read when 4 threads read at once, and can be alone: InvalidOperationException");

    /// <summary>A method that is inlined is no frame of the stack.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void IsInUse() => throw new InvalidOperationException("The reader is in use.");

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
