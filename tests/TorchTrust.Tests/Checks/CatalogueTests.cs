using TorchTrust.Checks;

namespace TorchTrust.Tests.Checks;

public sealed class CatalogueTests
{
    [Fact]
    public void An_id_that_does_not_exist_is_refused_with_those_that_do()
    {
        ArgumentException thrown =
            Assert.Throws<ArgumentException>(() => Catalogue.Demand(["every-input-matters", "every-output-matters"], Catalogue.All));

        Assert.StartsWith(
            "There is no check 'every-output-matters'. There are: backend-computes-right,", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(CheckIds.EveryInputMatters)]
    public void Ids_that_exist_are_taken_and_none_means_all(string? id) =>
        Assert.Null(Record.Exception(() => Catalogue.Demand(id is null ? null : [id], Catalogue.All)));
}
