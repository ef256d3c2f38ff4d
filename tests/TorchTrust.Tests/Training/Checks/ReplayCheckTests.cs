namespace TorchTrust.Tests.Training.Checks;

/// <summary>What all checks have in common that compare replays.</summary>
public sealed class ReplayCheckTests
{
    private const string Id = "loop-gradients-are-cleared";

    [Fact]
    public void What_is_declared_not_to_repeat_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.IsNotRepeatableOnPurpose("threads")).Verdict);

    /// <summary>Builds that differ from some build on, as those of threads that race now and then, are no fault of gradients.</summary>
    [Theory]
    [InlineData("once")]
    [InlineData("from then on")]
    public void What_differs_by_chance_is_not_decided(string how)
    {
        int builds = 0;
        TrainingSubject<ToyLoop, ToyBatch> subject = ToyLoop.Of(() =>
        {
            var loop = new ToyLoop();
            builds++;
            if (how == "once" ? builds == 6 : builds >= 6 && builds % 2 == 0)
            {
                using IDisposable _ = TorchSharp.torch.no_grad();
                loop.Model.parameters().First().mul_(2);
            }

            return loop;
        });

        Assert.Equal(Verdict.Inconclusive, LoopTest.Run(Id, subject, what: how).Verdict);
    }
}
