using TorchTrust.Models;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Probes;

public sealed class PlaceKindsTests
{
    [Fact]
    public void Modules_are_of_one_kind_if_type_parameters_and_output_dimensions_agree()
    {
        ModelSubject subject = ModelSubject.For(() => Sequential(
                Conv2d(1, 2, 3), ReLU(), Conv2d(2, 2, 3), ReLU(), Conv2d(2, 2, 3), Flatten(), ReLU(), Linear(8, 3)))
            .WithInput(n => randn(n, 1, 8, 8));
        using var session = new ModelSession(subject, 1);

        IReadOnlyList<string> kinds = PlaceKinds.OfModules(session, ForwardMode.Eval, ["0", "1", "2", "3", "4", "5", "6", "7", "none"]);

        Assert.Equal([0, 1, 2, 1, 2, 3, 4, 5, 6], Numbered(kinds));
    }

    [Fact]
    public void Parameters_are_of_one_kind_if_name_and_type_of_the_module_agree()
    {
        using var session = new ModelSession(ModelSubject.For(() => Sequential(Linear(2, 3), Linear(3, 4), LayerNorm(4))), 1);

        IReadOnlyList<string> kinds = PlaceKinds.OfParameters(session, ["0.weight", "0.bias", "1.weight", "1.bias", "2.weight", "2.bias"]);

        Assert.Equal([0, 1, 0, 1, 2, 3], Numbered(kinds));
    }

    [Fact]
    public void Where_tensors_of_all_modules_are_counted_together_all_places_are_of_one_kind()
    {
        using var session = new ModelSession(ModelSubject.For(() => Linear(2, 3)), 1);

        Assert.Single(new KeepOutput().Kinds(session, ["a", "b"]).Distinct());
    }

    [Fact]
    public void Modules_that_may_not_run_are_of_one_kind_if_type_and_parameters_agree_whatever_their_names()
    {
        using var session = new ModelSession(
            ModelSubject.For(() => Sequential(Sequential(Linear(2, 2)), Sequential(Linear(2, 2)), Sequential(Linear(2, 3)))), 1);

        Assert.Equal([0, 0, 1, 2], Numbered(PlaceKinds.OfHolders(session, ["0", "1", "2", "none"])));
    }

    [Fact]
    public void Children_are_of_one_kind_if_their_names_and_what_holds_them_agree()
    {
        using var session = new ModelSession(ModelSubject.For(() => Sequential(Sequential(ReLU(), ReLU()), Sequential(ReLU(), ReLU()))), 1);

        Assert.Equal([0, 1, 0, 1], Numbered(PlaceKinds.OfChildren(session, ["0.0", "0.1", "1.0", "1.1"])));
    }

    private static int[] Numbered(IReadOnlyList<string> kinds)
    {
        string[] distinct = [.. kinds.Distinct()];
        return [.. kinds.Select(kind => Array.IndexOf(distinct, kind))];
    }
}
