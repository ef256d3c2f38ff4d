using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Checks;

public sealed class CancellationTests
{
    [Fact]
    public void A_check_that_is_cancelled_ends_at_its_next_step()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new CancelsAt("backward pass 0 AsBuilt", cancellation);
        var options = new TrustOptions
        {
            Checks = [CheckIds.EveryParameterLearns],
            IsHost = true,
            Progress = progress,
            Cancellation = cancellation.Token,
        };

        Assert.ThrowsAny<OperationCanceledException>(() =>
            Trust.Check(ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6)), options));
        Assert.Equal("backward pass 0 AsBuilt", progress.Last);
    }

    private sealed class CancelsAt(string step, CancellationTokenSource cancellation) : IProgress<CheckProgress>
    {
        public string? Last { get; private set; }

        public void Report(CheckProgress value)
        {
            Last = value.Step;
            if (value.Step == step)
            {
                cancellation.Cancel();
            }
        }
    }
}
