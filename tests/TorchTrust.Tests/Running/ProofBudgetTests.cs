using TorchTrust.Running;

namespace TorchTrust.Tests.Running;

public sealed class ProofBudgetTests
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_proof_may_take_a_quarter_of_what_is_left()
    {
        var budget = new ProofBudget(_minute);
        budget.Spend(TimeSpan.FromSeconds(20));

        Assert.Equal(TimeSpan.FromSeconds(10), budget.ForOne);
    }

    [Fact]
    public void What_is_spent_beyond_the_limit_leaves_nothing()
    {
        var budget = new ProofBudget(_minute);
        budget.Spend(2 * _minute);

        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (budget.Left, budget.ForOne));
    }

    [Fact]
    public void Without_a_limit_nothing_is_spent()
    {
        var budget = new ProofBudget(TimeSpan.MaxValue);
        budget.Spend(_minute);

        Assert.Equal(TimeSpan.MaxValue, budget.ForOne);
        Assert.Equal(TimeSpan.MaxValue, new SharedProofTime(TimeSpan.MaxValue, 3).Take().Left);
    }

    [Fact]
    public void Subjects_share_the_time_and_the_later_ones_get_what_the_earlier_ones_leave()
    {
        var time = new SharedProofTime(_minute, subjects: 3);
        ProofBudget first = time.Take();
        ProofBudget second = time.Take();
        Assert.Equal((_minute / 3, _minute / 3), (first.Left, second.Left));

        first.Spend(_minute);
        second.Spend(TimeSpan.FromSeconds(5));
        time.GiveBack(first);
        time.GiveBack(second);

        Assert.Equal(TimeSpan.FromSeconds(35), time.Take().Left);
    }

    [Theory]
    [InlineData(0.1, 600, 60)]
    [InlineData(0.5, 600, 300)]
    [InlineData(0, 600, 0)]
    public void The_proofs_of_a_run_take_a_share_of_its_time(double share, double budget, double proofs) => Assert.Equal(
        TimeSpan.FromSeconds(proofs), new TrustOptions { ProofShare = share, TimeBudget = TimeSpan.FromSeconds(budget) }.ProofTime);

    [Theory]
    [InlineData(1, 600)]
    [InlineData(0.1, -0.001)] // Timeout.Infinite
    public void A_whole_share_or_a_run_without_end_limits_no_proof(double share, double budget) => Assert.Equal(
        TimeSpan.MaxValue, new TrustOptions { ProofShare = share, TimeBudget = TimeSpan.FromSeconds(budget) }.ProofTime);
}
