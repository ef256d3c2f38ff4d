using TorchSharp;
using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class HoldsDeclaredRelationsTests
{
    private const string Id = CheckIds.HoldsDeclaredRelations;

    [Fact]
    public void Words_with_positions_are_sensitive_to_their_order_and_the_check_could_have_failed() => Expect.Proven(Run(
        Sentences(positions: true).IsSensitiveTo("the order of the words", words => words.flip(1))));

    [Fact]
    public void Words_without_positions_fail_with_the_place_where_their_order_is_lost()
    {
        Finding finding = Expect.Failed(
            Run(Sentences(positions: false).IsSensitiveTo("the order of the words", words => words.flip(1))), Severity.Error);

        Assert.Equal(
            "the order of the words: the output stays as it is in 3 batches, as built and at the generic point; the change is lost in the model itself",
            finding.What);
        Assert.Equal("", finding.Module);
    }

    [Fact]
    public void A_sum_over_points_does_not_mind_their_order_though_its_bits_do() => Expect.Proven(Run(
        ModelSubject.For(() => new Points(leaksPosition: false)).WithInput(n => randn(n, 7, 3)).IsInvariantTo("the order of the points", points => points.flip(1))));

    [Fact]
    public void A_position_that_leaks_fails_with_the_sample_and_the_numbers()
    {
        Finding finding = Expect.Failed(
            Run(ModelSubject.For(() => new Points(leaksPosition: true)).WithInput(n => randn(n, 7, 3)).IsInvariantTo("the order of the points", points => points.flip(1))),
            Severity.Error);

        Assert.StartsWith($"the order of the points: the output does not stay as it is: sample {finding.Sample} changes by ", finding.What, StringComparison.Ordinal);
        Assert.EndsWith(", as built", finding.What, StringComparison.Ordinal);
        Assert.True(finding.Numbers["largest change"] > finding.Numbers["own sensitivity to rounding"] * 1e4);
    }

    [Fact]
    public void A_turn_by_an_angle_that_float32_rounds_leaves_distances_as_they_are() => Expect.Proven(Run(
        ModelSubject.For(() => new Distances()).WithInput(n => randn(n, 5, 2)).IsInvariantTo("a turn by 30 degrees", Turned)));

    [Fact]
    public void A_turn_of_what_depends_on_direction_fails() => Expect.Failed(
        Run(ModelSubject.For(() => Sequential(Flatten(), Linear(10, 3))).WithInput(n => randn(n, 5, 2)).IsInvariantTo("a turn by 30 degrees", Turned)),
        Severity.Error);

    [Fact]
    public void A_convolution_round_the_edge_follows_a_shift_and_one_with_zeros_does_not()
    {
        static Tensor Shifted(Tensor image) => image.roll(2, 3);
        static ModelSubject Convolution(PaddingModes mode) => ModelSubject
            .For(() => Sequential(Conv2d(1, 3, 3, padding: 1, padding_mode: mode), ReLU(), Conv2d(3, 2, 3, padding: 1, padding_mode: mode)))
            .WithInput(n => randn(n, 1, 6, 6))
            .IsEquivariantTo("a shift of the image", Shifted, Shifted);

        Expect.Proven(Run(Convolution(PaddingModes.Circular)));
        Finding finding = Expect.Failed(Run(Convolution(PaddingModes.Zeros)), Severity.Error);
        Assert.Contains("the output does not follow as declared: sample ", finding.What, StringComparison.Ordinal);
        Assert.Contains(" from what is declared, as built", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_out_in_another_shape_than_declared_is_named()
    {
        Finding finding = Expect.Failed(
            Run(ModelSubject.For(() => Conv1d(1, 1, 3)).WithInput(n => randn(n, 1, 8)).IsInvariantTo("a cut of the end", input => input.narrow(2, 0, 6))),
            Severity.Error);

        Assert.Equal("a cut of the end: the output does not stay as it is: it has the shape [4, 1, 4] where [4, 1, 6] is declared, as built", finding.What);
    }

    [Fact]
    public void Weights_that_are_never_negative_raise_a_price_and_others_do_not()
    {
        static Tensor Larger(Tensor houses) => houses + 0.5;
        Expect.Proven(Run(ModelSubject.For(() => new Price(isMonotonic: true)).WithInput(n => rand(n, 6)).IsRaisedBy("more rooms", Larger)));
        Finding finding = Expect.Failed(
            Run(ModelSubject.For(() => new Price(isMonotonic: false)).WithInput(n => rand(n, 6)).IsRaisedBy("more rooms", Larger)), Severity.Error);
        Assert.Contains("more rooms: the output does not rise: sample ", finding.What, StringComparison.Ordinal);
        Assert.Contains(" falls by ", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_must_fall_and_rises_fails_and_what_moves_nothing_does_too()
    {
        Expect.Proven(Run(Computing(x => -x.exp()).IsLoweredBy("a longer way", x => x + 1)));
        Assert.Contains("the output does not fall: sample ", Expect.Failed(Run(Computing(x => x.exp()).IsLoweredBy("a longer way", x => x + 1)), Severity.Error).What, StringComparison.Ordinal);
        Assert.StartsWith(
            "a longer way: the output does not fall in 3 batches",
            Expect.Failed(Run(Computing(x => x - x.amax([1], keepdim: true)).IsLoweredBy("a longer way", x => x + 1)), Severity.Error).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_head_that_starts_at_zero_is_sensitive_at_the_generic_point() => Expect.Proven(Run(
        ModelSubject.For(() => new ZeroHead()).WithInput(n => randn(n, 5)).IsSensitiveTo("another sign", x => -x)));

    [Fact]
    public void A_leak_behind_a_scale_of_zero_fails_at_the_generic_point() => Assert.EndsWith(
        ", at the generic point",
        Expect.Failed(
            Run(ModelSubject.For(() => new ZeroHead()).WithInput(n => randn(n, 5)).IsInvariantTo("another sign", x => -x)), Severity.Error).What,
        StringComparison.Ordinal);

    [Fact]
    public void One_output_of_two_can_be_meant()
    {
        ModelSubject subject = ModelSubject.For(() => new TwoOutputs()).WithInput(n => randn(n, 4));

        Expect.Proven(Run(subject.IsInvariantTo("another sign", x => -x, outputs: "Item1")));
        Expect.Failed(Run(subject.IsInvariantTo("another sign", x => -x, outputs: "Item2")), Severity.Error);
        Expect.Inconclusive(Run(subject.IsInvariantTo("another sign", x => -x, outputs: "Item3")), "no output has the path Item3, but Item1, Item2");
    }

    [Fact]
    public void All_arguments_can_be_changed_together()
    {
        ModelSubject subject = ModelSubject.For(() => new Similarity()).WithInputs(n => [randn(n, 4), randn(n, 4)]);

        Expect.Proven(Run(subject.IsInvariantTo("an exchange of the two", both => [both[1], both[0]])));
        Expect.Proven(Run(subject.IsEquivariantTo<Tensor>("another sign of one", both => [-(Tensor)both[0]!, both[1]], similarity => -similarity)));
    }

    [Fact]
    public void A_trained_model_is_asked_as_it_is()
    {
        using var model = new Points(leaksPosition: false);

        Assert.Equal(
            Verdict.Passed,
            Run(ModelSubject.Of(model).WithInput(n => randn(n, 7, 3)).IsInvariantTo("the order of the points", points => points.flip(1))).Verdict);
    }

    [Fact]
    public void Noise_in_eval_mode_is_no_broken_invariance() => Expect.Inconclusive(
        Run(ModelSubject.For(() => new Computes(x => x.sum(1) + (rand_like(x) * x).sum(1))).WithInput(n => randn(n, 6)).IsInvariantTo("another order", x => x.flip(1))),
        "another order: the output is random in eval mode");

    [Fact]
    public void A_change_that_changes_nothing_says_nothing() => Expect.Inconclusive(
        Run(Computing(x => x).IsInvariantTo("no change", (Tensor x) => x)), "no change: the change leaves the input as it is.");

    [Fact]
    public void A_changed_input_that_the_model_refuses_fails() => Assert.Contains(
        "the model refuses what the input becomes: ",
        Expect.Failed(Run(ModelSubject.For(() => Linear(6, 2)).WithInput(n => randn(n, 6)).IsInvariantTo("fewer columns", x => x.narrow(1, 0, 4))), Severity.Error).What,
        StringComparison.Ordinal);

    [Fact]
    public void A_change_that_draws_draws_the_same_each_time() => Expect.Proven(Run(
        Computing(x => x.sum(1, keepdim: true)).IsInvariantTo("any order", x => x.index_select(1, randperm(x.shape[1])))));

    [Fact]
    public void Does_not_apply_where_nothing_is_declared() => Expect.Skipped(
        Run(ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))), "IsSensitiveTo");

    private static CheckResult Run(ModelSubject subject) => CheckTest.Run(Id, subject);

    private static ModelSubject Computing(Func<Tensor, Tensor> compute) => ModelSubject.For(() => new Computes(compute)).WithInput(n => randn(n, 6));

    private static ModelSubject Sentences(bool positions) =>
        ModelSubject.For(() => new Sentence(positions)).WithInput(n => randint(30, [n, 6], dtype: ScalarType.Int64));

    private static Tensor Turned(Tensor points)
    {
        float angle = MathF.PI / 6;
        Tensor turn = tensor(new[,] { { MathF.Cos(angle), -MathF.Sin(angle) }, { MathF.Sin(angle), MathF.Cos(angle) } });
        return points.matmul(turn.to(points.dtype));
    }

    /// <summary>Embeds words, lets them attend to each other, and takes their mean.</summary>
    private sealed class Sentence : Module<Tensor, Tensor>
    {
        private readonly Embedding words = Embedding(30, 8);
        private readonly Embedding places = Embedding(6, 8);
        private readonly Linear key = Linear(8, 8);
        private readonly Linear head = Linear(8, 3);
        private readonly bool _positions;

        public Sentence(bool positions)
            : base(nameof(Sentence))
        {
            _positions = positions;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = words.call(input);
            hidden = _positions ? hidden + places.call(arange(6, device: input.device)) : hidden;
            Tensor attended = key.call(hidden).matmul(hidden.transpose(1, 2)).softmax(2).matmul(hidden);
            return head.call(attended.mean([1]));
        }
    }

    private sealed class Points : Module<Tensor, Tensor>
    {
        private readonly Linear each = Linear(3, 8);
        private readonly Linear all = Linear(8, 2);
        private readonly bool _leaksPosition;

        public Points(bool leaksPosition)
            : base(nameof(Points))
        {
            _leaksPosition = leaksPosition;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = each.call(input).relu();
            hidden = _leaksPosition ? hidden * linspace(1, 2, input.shape[1], device: input.device).to(input.dtype).unsqueeze(1) : hidden;
            return all.call(hidden.sum(1));
        }
    }

    private sealed class Distances : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(25, 2);

        public Distances()
            : base(nameof(Distances)) => RegisterComponents();

        public override Tensor forward(Tensor input) =>
            head.call((input.unsqueeze(1) - input.unsqueeze(2)).square().sum(3).flatten(1));
    }

    private sealed class Price : Module<Tensor, Tensor>
    {
        private readonly Linear inner = Linear(6, 8);
        private readonly Linear outer = Linear(8, 4);
        private readonly bool _isMonotonic;

        public Price(bool isMonotonic)
            : base(nameof(Price))
        {
            _isMonotonic = isMonotonic;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor Of(Linear layer, Tensor x) => functional.linear(x, _isMonotonic ? functional.softplus(layer.weight!) : layer.weight!, layer.bias!);
            return Of(outer, Of(inner, input).tanh());
        }
    }

    private sealed class ZeroHead : Module<Tensor, Tensor>
    {
        private readonly Linear body = Linear(5, 4);
        private readonly Linear head = Linear(4, 2);

        public ZeroHead()
            : base(nameof(ZeroHead))
        {
            init.zeros_(head.weight);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(body.call(input));
    }

    private sealed class TwoOutputs : Module<Tensor, (Tensor, Tensor)>
    {
        private readonly Linear even = Linear(4, 2);
        private readonly Linear odd = Linear(4, 2);

        public TwoOutputs()
            : base(nameof(TwoOutputs)) => RegisterComponents();

        public override (Tensor, Tensor) forward(Tensor input) => (even.call(input.square()), odd.call(input));
    }

    private sealed class Similarity : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear shared = Linear(4, 4, hasBias: false);

        public Similarity()
            : base(nameof(Similarity)) => RegisterComponents();

        public override Tensor forward(Tensor one, Tensor other) => (shared.call(one) * shared.call(other)).sum(1);
    }
}
