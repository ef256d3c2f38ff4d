namespace TorchTrust.Tests.Running;

public sealed class PowerProofTests
{
    [Fact]
    public void A_kind_that_was_killed_somewhere_shows_power_and_names_where_it_is_blind()
    {
        var proof = new PowerProof(
            [Of("mix", "a", MutantOutcome.Killed), Of("mix", "b", MutantOutcome.Survived), Of("mix", "c", MutantOutcome.Equivalent)]);

        Assert.True(proof.IsShown);
        Assert.False(proof.IsRefuted);
        Assert.Equal((1, 1), (proof.Killed, proof.Effective));
        Assert.Equal(["a"], proof.SeenAt);
        Assert.Equal(["b"], proof.BlindAt);
    }

    [Fact]
    public void A_kind_that_survived_everywhere_refutes_it_though_another_was_killed()
    {
        var proof = new PowerProof([Of("mix", "a", MutantOutcome.Killed), Of("drop", "a", MutantOutcome.Survived)]);

        Assert.True(proof.IsRefuted);
        Assert.False(proof.IsShown);
        Assert.Equal((1, 2), (proof.Killed, proof.Effective));
        Assert.Empty(proof.SeenAt);
    }

    [Theory]
    [InlineData(MutantOutcome.Equivalent)]
    [InlineData(MutantOutcome.NotApplicable)]
    public void Without_an_effect_power_is_neither_shown_nor_refuted(object outcome)
    {
        var proof = new PowerProof([Of("mix", "a", (MutantOutcome)outcome)]);

        Assert.False(proof.IsShown);
        Assert.False(proof.IsRefuted);
    }

    [Fact]
    public void A_place_that_was_not_tried_is_named_as_such_and_proves_nothing()
    {
        var proof = new PowerProof([Of("mix", "a", MutantOutcome.Killed), Of("mix", "b", MutantOutcome.NotTried)]);

        Assert.True(proof.IsShown);
        Assert.Equal(["a"], proof.SeenAt);
        Assert.Equal(["b"], proof.NotTriedAt);
        Assert.Equal("power shown: killed 1 of 1 mutants, seen at 1 of 1 place tried; 1 like it not tried", ResultText.Power(proof));
        Assert.False(new PowerProof([Of("mix", "b", MutantOutcome.NotTried)]).IsShown);
    }

    private static MutantResult Of(string mutant, string site, MutantOutcome outcome) => new(mutant, "", site, outcome);
}
