using TorchTrust.Datasets.Fields;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Datasets;

public sealed class FieldTests
{
    private static readonly float[][] _columns = [[1], [2]];
    private static readonly float[][] _ragged = [[1], [2, 3]];
    private static readonly bool[] _flags = [true];
    private static readonly int?[] _withMissing = [1, null];

    private enum Colour
    {
        Red,
        Green,
    }

    public static TheoryData<object, string> Items => new()
    {
        { 3.5, "item" },
        { "a text", "item" },
        { new float[] { 1, 2 }, "item" },
        { new List<string> { "a", "b" }, "item" },
        { _columns, "item" },
        { (1, "b"), "Item1 Item2" },
        { new Dictionary<string, object> { ["label"] = 1, ["image"] = new float[2, 2] }, "image label" },
        { new Scene(new float[1], new Target([1, 2], Colour.Red), null), "Image Target.Box Target.Colour Note" },
        { new object[] { 1, new Dictionary<string, int> { ["a"] = 2 } }, "[0] [1].a" },
        { new[] { new Target([1], Colour.Green) }, "[0].Box [0].Colour" },
        { new Hidden(2, 3), "_first _second" },
    };

    [Theory, MemberData(nameof(Items), DisableDiscoveryEnumeration = true)]
    public void An_item_is_taken_apart_into_fields_with_paths(object item, string paths) =>
        Assert.Equal(paths, string.Join(' ', FieldTree.Of(item).Select(field => field.Path)));

    [Fact]
    public void A_tensor_is_one_field_and_a_list_of_tensors_is_many()
    {
        using Tensor one = zeros(2);

        Assert.Equal(["item"], FieldTree.Of(one).Select(field => field.Path));
        Assert.Equal(["[0]", "[1]"], FieldTree.Of(new List<Tensor> { one, one }).Select(field => field.Path));
    }

    [Fact]
    public void What_holds_itself_ends()
    {
        var loop = new Loop();
        loop.Next = loop;

        Assert.Equal(["Next"], FieldTree.Of(loop).Select(field => field.Path));
    }

    [Theory]
    [InlineData("label", "label")]
    [InlineData("[\"label\"]", "label")]
    [InlineData(".Tokens", "Tokens")]
    [InlineData("views[1][\"image\"]", "views[1].image")]
    public void Paths_may_be_written_as_in_code(string written, string path) => Assert.Equal(path, FieldPath.Parse(written));

    [Fact]
    public void Numbers_of_every_form_become_tensors()
    {
        using var scope = NewDisposeScope();

        Assert.Equal([2, 3], new DatasetField("a", new byte[2, 3]).ToTensor()!.shape);
        Assert.Equal([2, 1], new DatasetField("a", _columns).ToTensor()!.shape);
        Assert.Equal(ScalarType.Int64, new DatasetField("a", Colour.Green).ToTensor()!.dtype);
        Assert.Equal(ScalarType.Bool, new DatasetField("a", _flags).ToTensor()!.dtype);
        Assert.Equal(ScalarType.Float32, new DatasetField("a", 1f).ToTensor()!.dtype);
        Assert.Empty(new DatasetField("a", 1f).ToTensor()!.shape);
        Assert.True(double.IsNaN(new DatasetField("a", _withMissing).ToTensor()![1].item<double>()));
        Assert.Null(new DatasetField("a", "text").ToTensor());
        Assert.Null(new DatasetField("a", null).ToTensor());
        Assert.Null(new DatasetField("a", _ragged).ToTensor());
    }

    [Fact]
    public void A_tensor_is_copied_so_that_the_users_stays()
    {
        using Tensor users = zeros(2);
        using Tensor ours = new DatasetField("a", users).ToTensor()!;
        ours.fill_(1);

        Assert.Equal(0, users.sum().item<float>());
    }

    private sealed record Target(double[] Box, Colour Colour);

    private sealed record Scene(float[] Image, Target Target, string? Note);

    private sealed class Hidden(int first, int second)
    {
        private readonly int _first = first;
        private readonly int _second = second;

        public int Sum() => _first + _second;
    }

    private sealed class Loop
    {
        public Loop? Next { get; set; }
    }
}
