using TorchTrust.Running.Hosting;

namespace TorchTrust.Tests.Running;

public sealed class CheckClockTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(10);

    private TimeSpan _now = TimeSpan.FromSeconds(100);

    [Fact]
    public void A_step_that_lasts_beyond_the_limit_is_stuck()
    {
        CheckClock clock = Begin();
        Pass(10);
        Assert.Null(clock.End(waitsForStep: true));
        Pass(0.1);

        Assert.Equal(HostEnd.Stuck, clock.End(waitsForStep: true));
    }

    /// <summary>Whatever came before it, on however slow a machine.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(9.9)]
    public void A_step_that_begins_within_the_limit_and_never_ends_is_stuck(double before)
    {
        CheckClock clock = Begin();
        Pass(before);
        clock.BeginStep();
        while (clock.End(waitsForStep: true) is null)
        {
            Pass(0.05);
        }

        Assert.Equal(HostEnd.Stuck, clock.End(waitsForStep: true));
        Assert.True(clock.StepTime >= _limit / 2);
    }

    [Fact]
    public void A_step_that_ends_after_the_limit_was_slow()
    {
        CheckClock clock = Begin();
        Pass(8);
        clock.BeginStep();
        Pass(3);
        Assert.Null(clock.End(waitsForStep: true));
        clock.BeginStep();

        Assert.Equal(HostEnd.Slow, clock.End(waitsForStep: true));
    }

    [Fact]
    public void A_step_that_decides_nothing_is_not_waited_for()
    {
        CheckClock clock = Begin();
        Pass(8);
        clock.BeginStep();
        Pass(3);

        Assert.Equal(HostEnd.Slow, clock.End(waitsForStep: false));
    }

    [Fact]
    public void What_earlier_hosts_spent_counts_and_what_came_between_does_not()
    {
        CheckClock first = Begin();
        Pass(6);
        TimeSpan spent = first.Time;
        Pass(1000);
        CheckClock second = Begin(spent);
        Pass(3);

        Assert.Equal(TimeSpan.FromSeconds(9), second.Time);
        Assert.Null(second.End(waitsForStep: false));
    }

    [Fact]
    public void Without_a_limit_it_never_ends()
    {
        var clock = new CheckClock(Timeout.InfiniteTimeSpan, TimeSpan.Zero, () => _now);
        Pass(1e6);

        Assert.Null(clock.End(waitsForStep: false));
    }

    [Fact]
    public void Time_before_the_first_step_does_not_count_but_is_not_waited_for_without_end()
    {
        var clock = new CheckClock(_limit, TimeSpan.Zero, () => _now);
        Pass(100);
        Assert.Null(clock.End(waitsForStep: true));
        Pass(100);
        Assert.Equal(HostEnd.Slow, clock.End(waitsForStep: true));
        clock.BeginStep();

        Assert.Equal(TimeSpan.Zero, clock.Time);
        Assert.Null(clock.End(waitsForStep: true));
    }

    private CheckClock Begin(TimeSpan spent = default)
    {
        var clock = new CheckClock(_limit, spent, () => _now);
        clock.BeginStep();
        return clock;
    }

    private void Pass(double seconds) => _now += TimeSpan.FromSeconds(seconds);
}
