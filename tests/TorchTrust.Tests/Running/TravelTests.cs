using TorchTrust.Running.Hosting.Travel;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Running;

public sealed class TravelTests
{
    private readonly int _width = 6;

    private enum Activation
    {
        Tanh,
        Relu,
    }

    private static TrustOptions Here => HostTest.Options with { Isolation = Isolation.Auto };

    [Fact]
    public void Closures_over_plain_values_arrays_collections_records_and_delegates_travel()
    {
        int width = 6;
        string name = "head";
        int[] sizes = [5, 4];
        var shape = (Rows: 2L, Columns: 3L);
        var settings = new Settings(Activation.Relu, [0.5, double.NaN], new Dictionary<string, decimal> { ["a"] = 1.5m });
        Func<int, int> twice = static x => 2 * x;
        ModelSubject subject = ModelSubject
            .For(() =>
            {
                if (settings.Activation != Activation.Relu || !double.IsNaN(settings.Rates[1]) || settings.Weights["a"] != 1.5m
                    || name != "head" || shape.Rows * shape.Columns != width || twice(sizes[0]) != 10)
                {
                    throw new InvalidDataException("something was lost on the way");
                }

                return Sequential(Linear(width, sizes[0]), Linear(sizes[0], sizes[1]));
            })
            .WithInput(n => randn(n, width))
            .WithLoss<Tensor>((_, output) => output.mean() * width)
            .Skip("runs-safely", "not now");

        TrustReport report = Trust.Check(subject, HostTest.Options);

        Assert.Equal([Verdict.Passed, Verdict.Skipped], report.Results.Select(result => result.Verdict));
    }

    [Fact]
    public void A_test_class_that_holds_plain_values_only_travels_as_the_target_of_its_lambda() =>
        Assert.Equal(Verdict.Passed, HostTest.Run(ModelSubject.For(() => Linear(_width, 3)).WithInput(n => randn(n, _width))).Verdict);

    [Fact]
    public void Everything_declared_about_a_model_is_rebuilt()
    {
        int pad = 0;
        ModelSubject subject = ModelSubject.For(() => Linear(6, 3), "named")
            .WithInputs(n => [randn(n, 6)])
            .AlsoTakes("wide", n => [randn(n, 7)])
            .HasPadding(0, inputs => ((Tensor)inputs[0]!).eq(pad))
            .PersistsBy<TorchSharp.Modules.Linear>((model, path) => model.save(path), (model, path) => model.load(path))
            .FreezesOnPurpose("head.*", "a reason")
            .WithInputRange(-1, double.PositiveInfinity);
        SubjectRecipe recipe = SubjectRecipe.Of(subject);

        var rebuilt = (ModelSubject)recipe.Rebuild();

        Assert.NotSame(subject, rebuilt);
        Assert.Equal("named", rebuilt.Name);
        Assert.Equal(subject.Facts.Frozen, rebuilt.Facts.Frozen);
        Assert.Equal(subject.Facts.InputRange, rebuilt.Facts.InputRange);
        Assert.Equal([2, 7], ((Tensor)rebuilt.OtherInputs["wide"](2)[0]!).shape);
        Assert.Equal(2, rebuilt.Padding!.Value.Mask([zeros(2)]).sum().item<long>());
        Assert.NotNull(rebuilt.Persistence);
    }

    [Fact]
    public void A_captured_module_is_named_and_what_could_abort_is_inconclusive_with_that_reason()
    {
        using Module<Tensor, Tensor> backbone = Linear(6, 3);
        ModelSubject subject = ModelSubject.For(() => Sequential(backbone)).WithInput(n => randn(n, 6));

        TrustReport report = Trust.Check(subject, Here);

        Assert.Equal([Verdict.Inconclusive, Verdict.Passed], report.Results.Select(result => result.Verdict));
        Assert.Contains("Build captures `backbone`, of type Linear", report.Results[0].Reason, StringComparison.Ordinal);
        Assert.Contains("lambda static", report.Results[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_captured_tensor_within_a_record_is_named_by_its_path()
    {
        using Tensor data = randn(6);
        var source = new Source("train", data);
        ModelSubject subject = ModelSubject.For(() => Linear(6, 3)).WithInput(n => source.Data.expand(n, 6));

        var thrown = Assert.Throws<CannotTravelException>(() => SubjectRecipe.Of(subject));

        Assert.Contains("MakeInputs captures `source.Data`, of type Tensor", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_exists_cannot_travel_and_says_what_to_write()
    {
        using Module<Tensor, Tensor> model = Linear(6, 3);

        TrustReport report = Trust.Check(ModelSubject.Of(model).WithInput(n => randn(n, 6)), Here with { Isolation = Isolation.Host });

        Assert.All(report.Results, result => Assert.Equal(Verdict.Inconclusive, result.Verdict));
        Assert.Contains("ModelSubject.For(() =>", report.Results[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void In_process_what_could_abort_is_inconclusive_and_the_rest_runs()
    {
        TrustReport report = Trust.Check(
            Misbehaving.Subject(Misdeed.None), HostTest.Options with { Isolation = Isolation.InProcess });

        Assert.Equal([Verdict.Inconclusive, Verdict.Passed], report.Results.Select(result => result.Verdict));
        Assert.Contains("Isolation.Auto", report.Results[0].Reason, StringComparison.Ordinal);
    }

    private sealed record Settings(Activation Activation, IReadOnlyList<double> Rates, Dictionary<string, decimal> Weights);

    private sealed record Source(string Name, Tensor Data);
}
