using TorchSharp;

namespace TorchTrust.Tests.Datasets.Checks.Reproducibility;

public sealed class DataLeavesTheSeedAloneTests
{
    private const string Id = CheckIds.DataLeavesTheSeedAlone;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void A_seed_in_the_read_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => { torch.manual_seed(index); return Rows.Right(1, index); }),
        "reading an item of split train sets torch's generator to a fixed state");

    [Fact]
    public void A_draw_is_no_seed() =>
        DataCheckTest.Passes(Id,
            Rows.Of(index => { using torch.Tensor drawn = torch.rand(1); return new Row([drawn.item<float>(), 1], 0); }));
}
