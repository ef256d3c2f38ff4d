using TorchSharp;

namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataItemsArePlainTests
{
    private const string Id = CheckIds.DataItemsArePlain;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void A_graph_behind_an_item_is_told() => DataCheckTest.Fails(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => 4L, (_, index) => torch.ones(2, requires_grad: true)),
        "item requires gradients in items 0, 1, 2, 3 (4 of them) of split train");

    [Fact]
    public void A_tensor_that_was_disposed_is_told() => DataCheckTest.Fails(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => 4L, (_, index) => Disposed()),
        "item is a tensor that was disposed in items");

    [Fact]
    public void Numbers_are_plain() =>
        DataCheckTest.PassesUnproven(Id, DatasetSubject.For(() => "rows").WithSplit("train", _ => 4L, (_, index) => index));

    [Fact]
    public void A_split_of_whole_numbers_has_no_place_for_a_graph() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => 4L, (_, index) => (double)index)
            .WithSplit("test", _ => 4L, (_, index) => index));

    private static torch.Tensor Disposed()
    {
        torch.Tensor gone = torch.ones(2);
        gone.Dispose();
        return gone;
    }
}
