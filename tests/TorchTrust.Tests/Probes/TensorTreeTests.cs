using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Probes;

public sealed class TensorTreeTests
{
    public static TheoryData<string, object, string[]> Structures => new()
    {
        { "tensor", ones(1), [""] },
        { "array", new[] { ones(1), ones(2) }, ["[0]", "[1]"] },
        { "list", new List<Tensor> { ones(1), ones(2) }, ["[0]", "[1]"] },
        { "read-only list", (IReadOnlyList<Tensor>)[ones(1), ones(2)], ["[0]", "[1]"] },
        { "list as read-only", new List<Tensor> { ones(1) }.AsReadOnly(), ["[0]"] },
        { "tuple", (ones(1), ones(2)), [".Item1", ".Item2"] },
        { "nested tuple", ((ones(1), 3), ones(2)), [".Item1.Item1", ".Item2"] },
        { "dictionary", new Dictionary<string, Tensor> { ["a"] = ones(1), ["b"] = ones(2) }, ["[\"a\"]", "[\"b\"]"] },
        { "read-only dictionary", new Dictionary<string, Tensor> { ["a"] = ones(1) }.AsReadOnly(), ["[\"a\"]"] },
        { "record", new Posterior(ones(1), [ones(2)]), [".Mean", ".Others[0]"] },
    };

    [Theory]
    [MemberData(nameof(Structures), DisableDiscoveryEnumeration = true)]
    public void Tensors_are_found_with_their_paths_and_each_is_replaced(string name, object structure, string[] paths)
    {
        object? mapped = TensorTree.Map(structure, (_, tensor) => tensor + 1);

        Assert.Equal(paths, TensorTree.Flatten(structure).Select(leaf => leaf.Path));
        Assert.Equal(paths, TensorTree.Flatten(mapped).Select(leaf => leaf.Path));
        Assert.All(TensorTree.Flatten(structure), leaf => Assert.Equal(1, leaf.Tensor.min().item<float>()));
        Assert.All(TensorTree.Flatten(mapped), leaf => Assert.True(leaf.Tensor.min().item<float>() == 2, name));
    }

    [Fact]
    public void A_copy_of_equal_content_replaces_the_original_in_a_nested_tuple()
    {
        Tensor original = ones(2);
        object? mapped = TensorTree.Map(((original, 1), original), (_, tensor) => tensor.clone());

        Assert.All(TensorTree.Flatten(mapped), leaf => Assert.NotSame(original, leaf.Tensor));
    }

    [Fact]
    public void What_holds_no_tensor_is_handed_on_as_it_is()
    {
        object structure = new Dictionary<string, string> { ["a"] = "b" };

        Assert.Same(structure, TensorTree.Map(structure, (_, tensor) => tensor));
        Assert.Empty(TensorTree.Flatten("text"));
        Assert.Empty(TensorTree.Flatten(null));
    }

    private sealed record Posterior(Tensor Mean, IReadOnlyList<Tensor> Others);
}
