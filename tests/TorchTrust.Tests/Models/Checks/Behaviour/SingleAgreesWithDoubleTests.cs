using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class SingleAgreesWithDoubleTests
{
    private const string Id = "float32-agrees-with-float64";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_at_each_module()
    {
        CheckResult result = CheckTest.Run(Id, Of(() => Sequential(Linear(6, 8), LayerNorm(8), Tanh(), Linear(8, 3))));

        // What the normalization scales back is no fault at its input.
        Assert.Equal(["", "1", "2", "3"], Expect.Proven(result).SeenAt.Order());
    }

    [Fact]
    public void A_variance_by_a_difference_of_large_numbers_is_a_question_with_the_numbers()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Computes(x =>
            (x.square().mean([1L], keepdim: true) - x.mean([1L], keepdim: true).square()) * 1e4)).WithInput(n => randn(n, 6) + 4e5));

        Finding finding = Expect.Failed(result, Severity.Question);
        Assert.Contains("in float32, where rounding explains about", finding.What, StringComparison.Ordinal);
        Assert.True(finding.Numbers["error in float32"] > finding.Numbers["effect of rounding the inputs and weights"]);
    }

    [Fact]
    public void An_exponential_that_overflows_is_a_question()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => new Computes(x => (x * 100).exp() / ((x * 100).exp() + 1))).WithInput(n => rand(n, 6)));

        Expect.Failed(result, Severity.Question);
    }

    [Fact]
    public void Every_output_that_lost_its_digits_is_named()
    {
        CheckResult result = CheckTest.Run(Id, Of(() => new Computes(x => x * 2)).WithForward<Computes>((model, inputs) =>
            (First: Lossy((Tensor)inputs[0]!), Right: model.call((Tensor)inputs[0]!), Last: Lossy((Tensor)inputs[0]! * 3))));

        Expect.Failed(result, Severity.Question);
        Assert.Equal(["output .Item1", "output .Item3"], result.Findings.Select(finding => finding.What[..13]));
    }

    [Fact]
    public void Digits_that_one_of_two_outputs_would_lose_would_be_noticed() => Assert.Superset(
        new HashSet<string> { "0", "1" },
        Expect.Proven(CheckTest.Run(Id, Of(() => ModuleList<Module<Tensor, Tensor>>(Linear(6, 3), Linear(6, 3)))
            .WithForward<ModuleList<Module<Tensor, Tensor>>>((heads, inputs) =>
                (heads[0].call((Tensor)inputs[0]!), heads[1].call((Tensor)inputs[0]!)))))
            .SeenAt.ToHashSet());

    [Theory]
    [InlineData(false, Verdict.Passed)]
    [InlineData(true, Verdict.Failed)]
    public void Complex_outputs_are_compared(bool isLossy, Verdict verdict) => Assert.Equal(
        verdict, CheckTest.Run(Id, Of(() => new Computes(x => fft.rfft(isLossy ? Lossy(x) : x)))).Verdict);

    [Fact]
    public void The_place_of_a_maximum_may_jump_where_two_are_as_large()
    {
        CheckResult result = CheckTest.Run(Id, Of(() => new Computes(x => x * 2)).WithForward<Computes>((model, inputs) =>
        {
            Tensor output = model.call((Tensor)inputs[0]!);
            Tensor largest = output.abs().amax([1L]);
            return (output, stack([largest, largest * (1 + 1e-10)], dim: 1).argmax(1));
        }));

        Assert.Equal((Verdict.Passed, null), (result.Verdict, result.Reason));
    }

    [Fact]
    public void A_model_that_magnifies_the_rounding_of_its_inputs_is_not_blamed_and_nothing_is_proven() => Expect.Inconclusive(
        CheckTest.Run(Id, Of(() => new Computes(x => (x * 1e6).sin()))), "No power here");

    [Fact]
    public void Parameters_of_integers_stay_as_they_are() => Expect.Proven(CheckTest.Run(Id, Of(() => new PickedFeatures())));

    [Fact]
    public void Logits_of_minus_infinity_on_purpose_pass()
    {
        CheckResult result = CheckTest.Run(Id, Of(() => Sequential(
            Linear(6, 4), new Computes(x => x.masked_fill(arange(4).eq(0), float.NegativeInfinity)))));

        Expect.Proven(result);
    }

    [Fact]
    public void A_constructor_that_ignores_the_seed_is_compared_with_its_own_weights()
    {
        int built = 0;
        CheckResult result = CheckTest.Run(Id, Of(() => new OwnWeights(++built)));

        Expect.Proven(result);
    }

    [Fact]
    public void Buffers_that_are_not_registered_follow_into_float64() => Expect.Proven(CheckTest.Run(Id, Of(() => new Unregistered())));

    [Fact]
    public void A_model_that_cannot_be_run_in_float64_is_inconclusive()
    {
        CheckResult result = CheckTest.Run(
            Id, Of(() => new Computes(x => x.dtype == ScalarType.Float32 ? x * 2 : throw new NotSupportedException("float32 only"))));

        Expect.Inconclusive(result, "float32 only");
    }

    [Fact]
    public void Random_outputs_are_skipped() =>
        Expect.Skipped(CheckTest.Run(Id, Of(() => new Computes(x => x + randn_like(x)))), "random in eval mode");

    [Fact]
    public void A_model_that_exists_already_is_skipped()
    {
        using var model = Linear(6, 3);
        Expect.Skipped(CheckTest.Run(Id, ModelSubject.Of(model).WithInput(n => randn(n, 6))), "no second instance");
    }

    private static Tensor Lossy(Tensor input) => (input + 1e7) - 1e7;

    private static ModelSubject Of<TModel>(Func<TModel> build)
        where TModel : class => ModelSubject.For(build).WithInput(n => randn(n, 6));

    private sealed class OwnWeights : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Tensor frequencies;

        public OwnWeights(int built)
            : base(nameof(OwnWeights))
        {
            var random = new Random(built);
            using (no_grad())
            {
                head.weight.copy_(tensor(Enumerable.Range(0, 18).Select(_ => (float)random.NextDouble()).ToArray()).reshape(3, 6));
            }

            frequencies = full(6, built);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(input * frequencies);
    }

    private sealed class PickedFeatures : Module<Tensor, Tensor>
    {
        private readonly Parameter picked = Parameter(tensor([0L, 2L, 4L]), requires_grad: false);
        private readonly Linear head = Linear(3, 3);

        public PickedFeatures()
            : base(nameof(PickedFeatures)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input.index_select(1, picked));
    }

    private sealed class Unregistered : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Tensor[] _scales = [full(6, 0.5f)];

        public Unregistered()
            : base(nameof(Unregistered)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input * _scales[0]);
    }
}
