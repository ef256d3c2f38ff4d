using System.Runtime.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class HoldsDeclaredRelationsTests
{
    private const string Id = CheckIds.HoldsDeclaredRelations;

    private static int _calls;

    [Fact]
    public void Words_with_positions_are_sensitive_to_their_order_and_the_check_could_have_failed() => Expect.Proven(Run(
        Sentences(positions: true).IsSensitiveTo("the order of the words", words => words.flip(1))));

    [Fact]
    public void Words_without_positions_fail_with_the_place_where_their_order_is_lost()
    {
        Finding finding = Expect.Failed(
            Run(Sentences(positions: false).IsSensitiveTo("the order of the words", words => words.flip(1))), Severity.Error);

        Assert.Equal(
            "the order of the words: the output stays as it is in 3 batches, as built and at the generic point; "
                + "the change is lost in the model itself",
            finding.What);
        Assert.Equal("", finding.Module);
    }

    [Fact]
    public void A_sum_over_points_does_not_mind_their_order_though_its_bits_do() => Expect.Proven(Run(
        ModelSubject.For(() => new Points(leaksPosition: false)).WithInput(n => randn(n, 7, 3))
            .IsInvariantTo("the order of the points", points => points.flip(1))));

    [Fact]
    public void A_position_that_leaks_fails_with_the_sample_and_the_numbers()
    {
        Finding finding = Expect.Failed(
            Run(ModelSubject.For(() => new Points(leaksPosition: true)).WithInput(n => randn(n, 7, 3))
                .IsInvariantTo("the order of the points", points => points.flip(1))),
            Severity.Error);

        Assert.StartsWith(
            $"the order of the points: the output does not stay as it is: sample {finding.Sample} changes by ",
            finding.What,
            StringComparison.Ordinal);
        Assert.EndsWith(", as built", finding.What, StringComparison.Ordinal);
        Assert.True(finding.Numbers["largest change"] > finding.Numbers["own sensitivity to rounding"] * 1e4);
    }

    [Fact]
    public void A_turn_by_an_angle_that_float32_rounds_leaves_distances_as_they_are() => Expect.Proven(Run(
        ModelSubject.For(() => new Distances()).WithInput(n => randn(n, 5, 2)).IsInvariantTo("a turn by 30 degrees", Turned)));

    [Fact]
    public void A_turn_of_what_depends_on_direction_fails() => Expect.Failed(
        Run(ModelSubject.For(() => Sequential(Flatten(), Linear(10, 3))).WithInput(n => randn(n, 5, 2))
            .IsInvariantTo("a turn by 30 degrees", Turned)),
        Severity.Error);

    [Fact]
    public void A_convolution_round_the_edge_follows_a_shift_and_one_with_zeros_does_not()
    {
        static Tensor Shifted(Tensor image) => image.roll(2, 3);
        static ModelSubject Convolution(PaddingModes mode) => ModelSubject
            .For(() => Sequential(Conv2d(1, 3, 3, padding: 1, padding_mode: mode), ReLU(), Conv2d(3, 2, 3, padding: 1, padding_mode: mode)))
            .WithInput(n => randn(n, 1, 6, 6))
            .IsEquivariantTo("a shift of the image", Shifted, Shifted);

        Expect.Proven(Run(Convolution(PaddingModes.Circular), "round"));
        Finding finding = Expect.Failed(Run(Convolution(PaddingModes.Zeros), "zeros"), Severity.Error);
        Assert.Contains("the output does not follow as declared: sample ", finding.What, StringComparison.Ordinal);
        Assert.Contains(" from what is declared, as built", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_out_in_another_shape_than_declared_is_named()
    {
        Finding finding = Expect.Failed(
            Run(ModelSubject.For(() => Conv1d(1, 1, 3)).WithInput(n => randn(n, 1, 8))
                .IsInvariantTo("a cut of the end", input => input.narrow(2, 0, 6))),
            Severity.Error);

        Assert.Equal(
            "a cut of the end: the output does not stay as it is: it has the shape [4, 1, 4] where [4, 1, 6] is declared, as built",
            finding.What);
    }

    [Fact]
    public void Weights_that_are_never_negative_raise_a_price_and_others_do_not()
    {
        static Tensor Larger(Tensor houses) => houses + 0.5;
        Expect.Proven(Run(
            ModelSubject.For(() => new Price(isMonotonic: true)).WithInput(n => rand(n, 6)).IsRaisedBy("more rooms", Larger),
            "never negative"));
        Finding finding = Expect.Failed(
            Run(
                ModelSubject.For(() => new Price(isMonotonic: false)).WithInput(n => rand(n, 6)).IsRaisedBy("more rooms", Larger),
                "others"),
            Severity.Error);
        Assert.Contains("more rooms: the output does not rise: sample ", finding.What, StringComparison.Ordinal);
        Assert.Contains(" falls by ", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_must_fall_and_rises_fails_and_what_moves_nothing_does_too()
    {
        Expect.Proven(Run(Computing(x => -x.exp()).IsLoweredBy("a longer way", x => x + 1), "falls"));
        Assert.Contains(
            "the output does not fall: sample ",
            Expect.Failed(Run(Computing(x => x.exp()).IsLoweredBy("a longer way", x => x + 1), "rises"), Severity.Error).What,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "a longer way: the output does not fall in 3 batches",
            Expect.Failed(
                Run(Computing(x => x - x.amax([1], keepdim: true)).IsLoweredBy("a longer way", x => x + 1), "stays"), Severity.Error).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_head_that_starts_at_zero_is_sensitive_at_the_generic_point() => Expect.Proven(Run(
        ModelSubject.For(() => new ZeroHead()).WithInput(n => randn(n, 5)).IsSensitiveTo("another sign", x => -x)));

    [Fact]
    public void A_leak_behind_a_scale_of_zero_fails_at_the_generic_point() => Assert.EndsWith(
        ", at the generic point",
        Expect.Failed(
            Run(ModelSubject.For(() => new ZeroHead()).WithInput(n => randn(n, 5)).IsInvariantTo("another sign", x => -x)),
            Severity.Error).What,
        StringComparison.Ordinal);

    [Fact]
    public void One_output_of_two_can_be_meant()
    {
        ModelSubject subject = ModelSubject.For(() => new TwoOutputs()).WithInput(n => randn(n, 4));

        Expect.Proven(Run(subject.IsInvariantTo("another sign", x => -x, outputs: "Item1"), "Item1"));
        Expect.Failed(Run(subject.IsInvariantTo("another sign", x => -x, outputs: "Item2"), "Item2"), Severity.Error);
        Expect.Inconclusive(
            Run(subject.IsInvariantTo("another sign", x => -x, outputs: "Item3"), "Item3"),
            "no output has the path Item3, but Item1, Item2");
    }

    [Fact]
    public void All_arguments_can_be_changed_together()
    {
        ModelSubject subject = ModelSubject.For(() => new Similarity()).WithInputs(n => [randn(n, 4), randn(n, 4)]);

        Expect.Proven(Run(subject.IsInvariantTo("an exchange of the two", both => [both[1], both[0]]), "exchange"));
        Expect.Proven(Run(
            subject.IsEquivariantTo<Tensor>("another sign of one", both => [-(Tensor)both[0]!, both[1]], similarity => -similarity),
            "sign"));
    }

    [Fact]
    public void A_trained_model_is_asked_as_it_is()
    {
        using var model = new Points(leaksPosition: false);

        Assert.Equal(
            Verdict.Passed,
            Run(ModelSubject.Of(model).WithInput(n => randn(n, 7, 3))
                .IsInvariantTo("the order of the points", points => points.flip(1))).Verdict);
    }

    [Fact]
    public void Noise_in_eval_mode_is_no_broken_invariance() => Expect.Inconclusive(
        Run(ModelSubject.For(() => new Computes(x => x.sum(1) + (rand_like(x) * x).sum(1))).WithInput(n => randn(n, 6))
            .IsInvariantTo("another order", x => x.flip(1))),
        "another order: the output is random in eval mode");

    [Fact]
    public void A_change_that_changes_nothing_says_nothing() => Expect.Inconclusive(
        Run(Computing(x => x).IsInvariantTo("no change", (Tensor x) => x)), "no change: the change leaves the input as it is.");

    [Fact]
    public void A_changed_input_that_the_model_refuses_fails() => Assert.Contains(
        "the model refuses what the input becomes: ",
        Expect.Failed(
            Run(ModelSubject.For(() => Linear(6, 2)).WithInput(n => randn(n, 6)).IsInvariantTo("fewer columns", x => x.narrow(1, 0, 4))),
            Severity.Error).What,
        StringComparison.Ordinal);

    [Fact]
    public void A_change_that_draws_draws_the_same_each_time() => Expect.Proven(Run(
        Computing(x => x.sum(1, keepdim: true)).IsInvariantTo("any order", x => x.index_select(1, randperm(x.shape[1])))));

    [Fact]
    public void All_that_is_broken_is_named_with_the_sample_that_shows_it_most() => Run(
        Weighted(x => x)
            .IsInvariantTo("another sign", x => -x)
            .IsEquivariantTo("twice as much", x => x * 2, y => y * 3)
            .IsRaisedBy("less", x => x - x.abs())
            .IsLoweredBy("more", x => x + x.abs())
            .IsSensitiveTo("another order", x => x.flip(1)));

    [Fact]
    public void Where_outputs_tell_no_samples_apart_none_is_named()
    {
        Run(Weighted(x => x.mean()).IsInvariantTo("another sign", x => -x), "one number");
        Run(
            ModelSubject.For(() => new Computes(x => x)).WithFixedInputs(() => [randn(4, 6)]).IsInvariantTo("another sign", x => -x),
            "a fixed input");
        Run(
            ModelSubject.For(() => new Computes(x => x))
                .WithSamples(
                    _ => randn(2, 6),
                    samples => [cat([.. samples])],
                    (Tensor output, IReadOnlyList<Tensor> samples) => [.. output.split(2)])
                .IsInvariantTo("another sign", x => -x),
            "a split of the user's own");
    }

    [Fact]
    public void Of_outputs_that_samples_share_the_others_tell_which_it_is() => Run(
        ModelSubject.For(() => new Computes(x => x)).WithInput(n => randn(n, 6) * (1 + arange(n).unsqueeze(1)))
            .WithForward<Computes>((model, inputs) =>
                (model.call((Tensor)inputs[0]!).square(), ((Tensor)inputs[0]!).sum(), model.call((Tensor)inputs[0]!)))
            .IsInvariantTo("another sign", x => -x));

    [Fact]
    public void Another_shape_shows_a_change_that_must_show() => Assert.Equal(
        Verdict.Passed,
        ModelTest.Run(Id, ModelSubject.For(() => Conv1d(1, 1, 3)).WithInput(n => randn(n, 1, 8))
            .IsSensitiveTo("a cut of the end", input => input.narrow(2, 0, 6))).Verdict);

    [Fact]
    public void Other_parts_than_declared_are_named() => Run(
        ModelSubject.For(() => new Computes(x => x)).WithInput(n => randn(n, 6, 3))
            .WithForward<Computes>((model, inputs) => model.call((Tensor)inputs[0]!).unbind(1))
            .IsInvariantTo("a cut of the end", x => x.narrow(1, 0, 4)));

    [Fact]
    public void Fewer_arguments_of_the_same_content_are_a_change() => Run(
        ModelSubject.For(() => new Computes(x => x)).WithInputs(n => [randn(n, 6).unbind(1)])
            .WithForward<Computes>((model, inputs) => model.call(stack((Tensor[])inputs[0]!, 1).sum(1)))
            .IsInvariantTo("a cut of the history", inputs => [((Tensor[])inputs[0]!)[..4]]));

    [Fact]
    public void What_a_trained_model_does_elsewhere_is_not_asked()
    {
        using var model = new GatedBranch(x => x.sum(1), x => x.cumsum(1));

        Assert.Equal(
            Verdict.Passed,
            Run(ModelSubject.Of(model).WithInput(n => randn(n, 6)).IsInvariantTo("another order", x => x.flip(1)), "holds").Verdict);
        Assert.EndsWith(
            "stays as it is in 3 batches, as it is; the change is lost in the model itself",
            Expect.Failed(
                Run(ModelSubject.Of(model).WithInput(n => randn(n, 6)).IsSensitiveTo("another order", x => x.flip(1)), "is lost"),
                Severity.Error).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_module_in_which_a_change_is_lost_is_named() => Assert.Equal(
        "pool",
        Expect.Failed(
            Run(ModelSubject.For(() => new Pools()).WithInput(n => randn(n, 5, 6)).IsSensitiveTo("another order", x => x.flip(1))),
            Severity.Error).Module);

    [Fact]
    public void What_rises_as_built_and_falls_once_it_has_moved_fails() => Assert.EndsWith(
        ", at the generic point",
        Expect.Failed(Run(Gated(x => x, x => -x).IsRaisedBy("more", x => x + 1)), Severity.Error).What,
        StringComparison.Ordinal);

    [Fact]
    public void What_shows_at_one_point_shows_whatever_stands_in_the_way_at_the_other()
    {
        Assert.Equal(
            Verdict.Passed, ModelTest.Run(Id, Gated(DrawsAsMuch, x => x).IsSensitiveTo("more", x => x + 1), "as built it draws").Verdict);
        Assert.Equal(
            Verdict.Passed, ModelTest.Run(Id, Gated(x => x, DrawsAsMuch).IsSensitiveTo("more", x => x + 1), "elsewhere it draws").Verdict);
        Expect.Inconclusive(
            Run(Gated(x => x, DrawsAsMuch).IsRaisedBy("more", x => x + 1), "rises as built"),
            "another amount of noise, at the generic point.");
    }

    [Fact]
    public void Another_amount_of_noise_decides_nothing() => Expect.Inconclusive(
        Run(Computing(DrawsAsMuch).IsInvariantTo("more", x => x + 1)),
        "more: after the change the model draws another amount of noise, as built.");

    [Fact]
    public void What_is_refused_or_not_finite_at_a_generic_point_alone_decides_nothing()
    {
        static Tensor Refuses(Tensor x) => x.lt(0).any().item<bool>() ? throw new ArgumentException("negative") : x;
        ModelSubject Positive(Func<Tensor, Tensor> open) =>
            ModelSubject.For(() => new GatedBranch(x => x.abs(), open)).WithInput(n => rand(n, 6) + 0.1);
        ModelSubject Negative(Func<Tensor, Tensor> open) =>
            ModelSubject.For(() => new GatedBranch(x => x.abs(), open)).WithInput(n => -rand(n, 6) - 0.1);

        Expect.Inconclusive(Run(Positive(Refuses).IsInvariantTo("another sign", x => -x), "refused"), "negative");
        Expect.Inconclusive(
            Run(Positive(x => x.sqrt()).IsInvariantTo("another sign", x => -x), "becomes NaN"),
            "another sign: the output is not finite at the generic point, at the generic point.");
        Expect.Inconclusive(
            Run(Negative(x => x.sqrt()).IsInvariantTo("another sign", x => -x), "was NaN"),
            "another sign: the output is not finite at the generic point, at the generic point.");
    }

    [Fact]
    public void What_is_not_finite_as_built_fails() => Expect.Failed(
        Run(ModelSubject.For(() => new Computes(x => x.sqrt())).WithInput(n => rand(n, 6) + 0.1).IsInvariantTo("another sign", x => -x)),
        Severity.Error);

    [Fact]
    public void Two_runs_that_differ_by_themselves_decide_nothing() => Expect.Inconclusive(
        Run(Computing(x => x + ++_calls).IsInvariantTo("another sign", x => -x)),
        "another sign: two runs of the same call differ, as built.");

    [Fact]
    public void What_chance_alone_makes_fall_is_no_broken_order() => Expect.Inconclusive(
        Run(Computing(x => x + (x * randn_like(x))).IsRaisedBy("more", x => x + 1)), "more: the output is random in eval mode");

    [Fact]
    public void Noise_that_does_not_fall_otherwise_is_in_nobodys_way() => Expect.Proven(
        Run(Computing(x => x.sum(1) + randn(1)).IsInvariantTo("another order", x => x.flip(1))));

    [Fact]
    public void What_float32_leaves_open_is_decided_in_float64()
    {
        ModelSubject leak = Computing(x => x.sum(1) + (1e-4 * x.select(1, 0))).IsInvariantTo("another order", x => x.flip(1));
        ModelSubject rounding = Computing(x => Rounded(x.abs().sum(1), x.select(1, 0))).IsInvariantTo("another order", x => x.flip(1));

        Expect.Failed(Run(leak, "a leak"), Severity.Error);
        Assert.Equal(Verdict.Passed, Run(rounding, "rounding").Verdict);
        Expect.Inconclusive(InProcess(leak), "as built: more than rounding explains, less than a fault makes.");
        Expect.Inconclusive(InProcess(rounding), "as built: more than rounding explains, less than a fault makes.");
    }

    [Fact]
    public void Where_there_is_no_float64_what_float32_leaves_open_stays_open()
    {
        using var existing = new Computes(x => x.sum(1) + (1e-4 * x.select(1, 0)));
        ModelSubject insists = Computing(x =>
            x.dtype == ScalarType.Float32 ? x.sum(1) + (1e-4 * x.select(1, 0)) : throw new ArgumentException("float32 alone"));

        Expect.Inconclusive(
            Run(ModelSubject.Of(existing).WithInput(n => randn(n, 6)).IsInvariantTo("another order", x => x.flip(1)), "exists"),
            "less than a fault makes");
        Expect.Inconclusive(Run(insists.IsInvariantTo("another order", x => x.flip(1)), "insists"), "less than a fault makes");
    }

    [Fact]
    public void The_rounding_of_a_change_is_not_blamed_on_the_model()
    {
        static Tensor Turned32(Tensor points) =>
            points.dtype == ScalarType.Float32 ? Turned(points) : throw new ArgumentException("float32 alone");
        ModelSubject Lengths(Func<Tensor, Tensor> turned) =>
            ModelSubject.For(() => new Computes(x => Rounded(x.square().sum(2), x.select(2, 0)))).WithInput(n => randn(n, 5, 2))
                .IsInvariantTo("a turn by 30 degrees", turned);

        Assert.Equal(Verdict.Passed, Run(Lengths(Turned), "of any type").Verdict);
        Assert.Equal(Verdict.Passed, Run(Lengths(Turned32), "of float32 alone").Verdict);
    }

    [Fact]
    public void The_rounding_of_one_changed_argument_of_two_is_not_blamed_on_the_model() => Assert.Equal(
        Verdict.Passed,
        ModelTest.Run(Id, ModelSubject.For(() => new Computes(x => Rounded(x.square().sum(2), x.select(2, 0))))
            .WithInputs(n => [randn(n, 5, 2), randn(n, 5)])
            .WithForward<Computes>((model, inputs) => model.call((Tensor)inputs[0]!) + (Tensor)inputs[1]!)
            .IsInvariantTo("a turn by 30 degrees", inputs => [Turned((Tensor)inputs[0]!), inputs[1]])).Verdict);

    [Fact]
    public void The_rounding_of_what_must_follow_is_not_blamed_on_the_model()
    {
        ModelSubject Roots(Func<Tensor, Tensor> follow) =>
            Computing(x => Rounded(x.abs().sqrt(), x)).IsEquivariantTo("twice as much", x => x * 2, follow);
        static Tensor Root32(Tensor y) => y.dtype == ScalarType.Float32 ? y * 1.41421356f : throw new ArgumentException("float32 alone");

        Assert.Equal(Verdict.Passed, Run(Roots(y => y * 1.41421356f), "of any type").Verdict);
        Expect.Inconclusive(Run(Roots(Root32), "of float32 alone"), "less than a fault makes");
    }

    [Fact]
    public void What_must_show_and_is_too_small_for_float32_is_seen_in_float64()
    {
        static ModelSubject Near1(Func<Tensor, Tensor> compute) =>
            ModelSubject.For(() => new Computes(compute)).WithInput(n => 10 * (rand(n, 6) + 1));
        ModelSubject rises = Near1(x => 1 + (1e-5 * x)).IsRaisedBy("twice as much", x => x * 2);
        ModelSubject falls = Near1(x => 1 - (1e-5 * x)).IsLoweredBy("twice as much", x => x * 2);

        Assert.Equal(Verdict.Passed, ModelTest.Run(Id, rises, "rises").Verdict);
        Assert.Equal(Verdict.Passed, ModelTest.Run(Id, falls, "falls").Verdict);
        Expect.Inconclusive(InProcess(rises), " rises by ");
        Expect.Inconclusive(InProcess(falls), " falls by ");
    }

    [Fact]
    public void A_jump_that_rounding_alone_may_make_is_decided_in_float64()
    {
        ModelSubject jump = Computing(x => x.select(1, 0).gt(0).to(x.dtype)).IsInvariantTo("another order", x => x.flip(1));
        ModelSubject rounding = Computing(x => (1e4 * (Rounded(x.abs().sum(1), x.select(1, 0)) - x.abs().sum(1))).round())
            .IsInvariantTo("another order", x => x.flip(1));

        Expect.Failed(ModelTest.Run(Id, jump, "a jump"), Severity.Error);
        Assert.Equal(Verdict.Passed, ModelTest.Run(Id, rounding, "rounding").Verdict);
        Expect.Inconclusive(InProcess(jump), "another order: sample ");
        Expect.Inconclusive(InProcess(rounding), "another order: sample ");
    }

    [Fact]
    public void What_follows_small_steps_before_or_after_the_change_is_no_jump()
    {
        Expect.Failed(InProcess(Clipped(0, 9).IsInvariantTo("too small", x => x - 10)), Severity.Error);
        Expect.Failed(InProcess(Clipped(8, 9).IsInvariantTo("large enough", x => x + 7.5)), Severity.Error);
    }

    [Fact]
    public void After_each_change_it_is_asked_anew_whether_small_steps_are_followed() => Assert.StartsWith(
        "within: the output does not stay as it is: sample ",
        Expect.Failed(
            InProcess(Clipped(8, 9).IsSensitiveTo("too large", x => x + 20).IsInvariantTo("within", x => x + 7.5)), Severity.Error).What,
        StringComparison.Ordinal);

    [Fact]
    public void An_output_is_judged_by_its_own_size_and_not_by_that_of_another() => Expect.Failed(
        Run(ModelSubject.For(() => new Computes(x => x.sum(1) + (0.01 * x.select(1, 0)))).WithInput(n => randn(n, 6))
            .WithForward<Computes>((model, inputs) => (model.call((Tensor)inputs[0]!), (Tensor)inputs[0]! * 1e9))
            .IsInvariantTo("another order", x => x.flip(1), outputs: "Item1")),
        Severity.Error);

    [Fact]
    public void Rounding_of_an_output_that_is_split_by_the_user_is_no_change() => Assert.Equal(
        Verdict.Passed,
        InProcess(ModelSubject.For(() => new Computes(x => x.sum(1)))
            .WithSamples(
                _ => randn(8, 7),
                samples => [cat([.. samples])],
                ((Tensor Sums, Tensor Rows) output, IReadOnlyList<Tensor> samples) => [.. output.Sums.split(8)])
            .WithForward<Computes>((model, inputs) => (model.call((Tensor)inputs[0]!), (Tensor)inputs[0]!))
            .IsInvariantTo("another order", x => x.flip(1), outputs: "Item1")).Verdict);

    [Fact]
    public void Rounding_of_words_that_cannot_move_by_a_unit_is_no_change() => Assert.Equal(
        Verdict.Passed,
        ModelTest.Run(Id, ModelSubject.For(() => new Computes(words => (words.to(ScalarType.Float32) / 7).sum(1)))
            .WithInput(n => randint(1, 100, [n, 9]))
            .IsInvariantTo("another order", words => words.flip(1))).Verdict);

    [Fact]
    public void Rounding_that_differs_from_run_to_run_is_no_change() => Assert.Equal(
        Verdict.Passed,
        ModelTest.Run(Id, Computing(x => x.sum(1) * (1 + (1e-7 * (++_calls % 3)))).IsInvariantTo("another order", x => x.flip(1))).Verdict);

    [Fact]
    public void The_first_output_of_another_shape_is_named() => Assert.EndsWith(
        "it has the shape [4, 4, 3] where [4, 6, 3] is declared, as built",
        Expect.Failed(
            Run(ModelSubject.For(() => new Computes(x => x)).WithInput(n => randn(n, 6, 3))
                .WithForward<Computes>((model, inputs) => (model.call((Tensor)inputs[0]!), ((Tensor)inputs[0]!).sum(2)))
                .IsInvariantTo("a cut of the end", x => x.narrow(1, 0, 4))),
            Severity.Error).What,
        StringComparison.Ordinal);

    [Fact]
    public void An_output_that_has_no_parts_is_named_as_itself() => Expect.Inconclusive(
        Run(Computing(x => x).IsInvariantTo("another sign", x => -x, outputs: "Item1")),
        "no output has the path Item1, but the output itself");

    [Fact]
    public void Where_nothing_shows_because_something_stands_in_the_way_nothing_is_blamed() => Expect.Inconclusive(
        Run(Computing(DrawsAsMuch).IsSensitiveTo("more", x => x + 1)),
        "more: after the change the model draws another amount of noise, as built.");

    [Fact]
    public void The_first_relation_that_is_open_is_told_whatever_holds_beside_it() => Assert.StartsWith(
        "more: after the change",
        Run(Computing(x => x.abs() + (DrawsAsMuch(x) - x))
            .IsInvariantTo("another sign", x => -x)
            .IsInvariantTo("more", x => x + 1)
            .IsInvariantTo("much more", x => x + 2)).Reason,
        StringComparison.Ordinal);

    [Fact]
    public void Does_not_apply_where_nothing_is_declared() => Expect.Skipped(
        Run(ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))), "IsSensitiveTo");

    private static CheckResult Run(ModelSubject subject, string what = "", [CallerMemberName] string test = "") =>
        ModelTest.Prove(Id, subject, what, test);

    private static ModelSubject Computing(Func<Tensor, Tensor> compute) =>
        ModelSubject.For(() => new Computes(compute)).WithInput(n => randn(n, 6));

    private static ModelSubject Sentences(bool positions) =>
        ModelSubject.For(() => new Sentence(positions)).WithInput(n => randint(30, [n, 6], dtype: ScalarType.Int64));

    private static Tensor Turned(Tensor points)
    {
        float angle = MathF.PI / 6;
        Tensor turn = tensor(new[,] { { MathF.Cos(angle), -MathF.Sin(angle) }, { MathF.Sin(angle), MathF.Cos(angle) } });
        return points.matmul(turn.to(points.dtype));
    }

    /// <summary>Each sample is larger than the one before.</summary>
    private static ModelSubject Weighted(Func<Tensor, Tensor> compute) =>
        ModelSubject.For(() => new Computes(compute)).WithInput(n => randn(n, 6) * (1 + arange(n).unsqueeze(1)));

    /// <summary>Follows small steps between two bounds, and stays where it is beyond them; inputs lie between 1 and 2.</summary>
    private static ModelSubject Clipped(double least, double most) =>
        ModelSubject.For(() => new Computes(x => x.clamp(least, most))).WithInput(n => rand(n, 6) + 1);

    private static ModelSubject Gated(Func<Tensor, Tensor> shut, Func<Tensor, Tensor> open) =>
        ModelSubject.For(() => new GatedBranch(shut, open)).WithInput(n => randn(n, 6));

    /// <summary>Draws as many numbers as its content says.</summary>
    private static Tensor DrawsAsMuch(Tensor x) => x + randn([(x.abs().sum() * 100).to(ScalarType.Int64).item<long>()]).sum();

    /// <summary>Digits are lost, other ones where the second number has another sign.</summary>
    private static Tensor Rounded(Tensor values, Tensor sign)
    {
        Tensor large = 2000 * (2 + sign.detach().gt(0).to(values.dtype));
        return values + ((values.detach() + large) - large) - values.detach();
    }

    private static CheckResult InProcess(ModelSubject subject) =>
        Assert.Single(
            Trust.Check(subject, new TrustOptions { Checks = [Id], Isolation = Isolation.InProcess, ProvesPower = false }).Results);

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

    private sealed class Pools : Module<Tensor, Tensor>
    {
        private readonly Linear each = Linear(6, 8);
        private readonly Computes pool = new(x => x.sum(1));
        private readonly Linear head = Linear(8, 2);

        public Pools()
            : base(nameof(Pools)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(pool.call(each.call(input)));
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
            Tensor Of(Linear layer, Tensor x) =>
                functional.linear(x, _isMonotonic ? functional.softplus(layer.weight!) : layer.weight!, layer.bias!);
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
