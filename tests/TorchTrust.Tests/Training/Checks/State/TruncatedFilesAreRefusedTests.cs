namespace TorchTrust.Tests.Training.Checks.State;

public sealed class TruncatedFilesAreRefusedTests
{
    private const string Id = "loop-truncated-files-are-refused";

    [Fact]
    public void A_reader_that_throws_passes_and_an_exception_that_is_swallowed_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id,
            ToyLoop.Right.SavesWeights((loop, path) => loop.Model.save(path), (loop, path) => loop.Model.load(path)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void Loading_that_catches_everything_is_an_error_that_tells_the_bytes()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Right.SavesForResuming((loop, path) => loop.Model.save(path), (loop, path) =>
        {
            try
            {
                loop.Model.load(path);
            }
            catch (Exception)
            {
                // As users write it: begin anew where there is nothing to go on from.
            }
        }));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("a file that was saved for resuming is loaded without a word although ", Assert.Single(result.Findings).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_saving_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    [Fact]
    public void Saving_to_another_place_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.SavesWeights((_, _) => { }, (_, _) => { })).Verdict);

    [Fact]
    public void Each_way_of_saving_is_tried_and_told_by_its_purpose() => Assert.Equal(3, LoopTest.Run(
        Id, ToyLoop.Right.SavesForResuming(SaveModel, (_, _) => { }).SavesBest(SaveModel, (_, _) => { })
            .SavesWeights(SaveModel, (_, _) => { })).Findings.Count);

    [Theory]
    [InlineData(64, 64)]
    [InlineData(65, 2)]
    public void A_short_epoch_is_trained_before_saving(int stepsPerEpoch, int expected)
    {
        int calls = 0;
        LoopTest.Run(
            Id,
            ToyLoop.With((loop, batch) =>
            {
                loop.Calls++;
                return loop.Step(batch);
            }).WithEndOfEpoch(_ => { }, stepsPerEpoch).SavesWeights(
                (loop, path) =>
                {
                    calls = loop.Calls;
                    SaveModel(loop, path);
                },
                (loop, path) => loop.Model.load(path)),
            what: $"{stepsPerEpoch}");

        Assert.Equal(expected, calls);
    }

    private static void SaveModel(ToyLoop loop, string path) => loop.Model.save(path);
}
