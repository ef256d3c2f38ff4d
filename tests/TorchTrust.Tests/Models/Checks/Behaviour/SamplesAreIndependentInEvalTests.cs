using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class SamplesAreIndependentInEvalTests
{
    private const string Id = "samples-independent-in-eval";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_at_each_module()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 8), Tanh(), Linear(8, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Equal(["", "0", "1", "2"], result.Power.SeenAt.Order());
    }

    [Fact]
    public void A_leak_into_what_leads_nowhere_is_no_proof() =>
        ModelTest.Prove(Id, ModelSubject.For(() => new Idles(noise: x => x)).WithInput(n => randn(n, 6)));

    /// <summary>What follows is so steep that the share which leaks is what float32 rounds.</summary>
    [Fact]
    public void A_leak_that_float32_takes_for_rounding_is_not_said_to_be_noticed() => ModelTest.Prove(
        Id,
        ModelSubject.For(() => Sequential(Linear(6, 8), Tanh(), Linear(8, 3), new Computes(x => (x * 3e4).sin())))
            .WithInput(n => randn(n, 6)));

    [Fact]
    public void A_view_that_mixes_samples_fails_and_is_located()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new WrongView()).WithInput(n => randn(n, 2, 6)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Error, result.Severity);
        Assert.All(result.Findings, finding => Assert.Equal("", finding.Module));
        Assert.Contains("before its call of head", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_leak_in_a_module_that_is_run_by_forward_names_those_into_which_nothing_is_seen()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new RunByForward()).WithInput(n => randn(n, 6)));

        Assert.Contains(
            "it arises in the model itself, before its call of head, or in what it runs by forward() instead of call(), "
                + "where nothing is seen: mixer",
            result.Findings[0].What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_leak_behind_a_zero_scale_fails_at_the_generic_point()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new HiddenLeak()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Failed, result.Verdict);
    }

    [Fact]
    public void A_mixture_that_groups_samples_by_expert_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new GroupedExperts()).WithInput(n => randn(n, 16)));

        Assert.NotEqual(Verdict.Failed, result.Verdict);
    }

    [Fact]
    public void Samples_that_take_each_others_places_are_an_error() => Expect.Failed(
        CheckTest.Run(Id, Of(x => x.roll(1, 0))), Severity.Error);

    [Fact]
    public void A_zero_of_another_sign_is_no_influence_though_nothing_can_be_proven_of_zeros() => Expect.Inconclusive(
        CheckTest.Run(Id, Of(x => zeros_like(x) * x.mean([0L], keepdim: true))), "No power here");

    [Fact]
    public void Outputs_that_jump_may_share_a_scale_and_are_a_question() => Expect.Failed(
        CheckTest.Run(Id, Of(x => (x.cumsum(0) * 4).round())), Severity.Question);

    [Theory]
    [InlineData(false, Severity.Question)]
    [InlineData(true, Severity.Error)]
    public void What_tells_the_samples_of_a_list_apart_by_their_place_is_an_error(bool tells, Severity severity)
    {
        ModelSubject subject = ModelSubject.For(() => new Computes(x => tells ? x.cumsum(0) : x - x.mean([0L], keepdim: true)))
            .WithInputs(n => [randn(n, 6).unbind(0)])
            .WithForward<Computes>((model, inputs) => model.call(stack((Tensor[])inputs[0]!)));

        Expect.Failed(CheckTest.Run(Id, subject), severity);
    }

    [Fact]
    public void A_leak_in_a_child_is_located_where_another_dimension_has_the_size_of_the_batch()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new LeaksInItsHead()).WithInput(n => randn(4, n, 6)));

        Assert.EndsWith("it arises in head", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_shows_the_point_where_outputs_follow_their_inputs()
    {
        foreach (ModelSubject subject in new[] { Gated(x => zeros_like(x), x => x * 2), Gated(x => x * 2, x => zeros_like(x)) })
        {
            HeatMapPicture picture = PictureOf(subject, Verdict.Passed);

            Assert.All(picture.Values.Select((row, i) => (row, i)), entry => Assert.All(
                entry.row.Select((value, j) => (value, j)), cell => Assert.Equal(cell.j == entry.i, cell.value > 0)));
        }
    }

    [Fact]
    public void The_picture_shows_the_point_where_samples_mix()
    {
        HeatMapPicture picture = PictureOf(Gated(x => x * 2, x => x + x.mean([0L], keepdim: true)), Verdict.Failed);

        Assert.All(picture.Values.SelectMany(row => row), value => Assert.True(value > 0));
    }

    [Fact]
    public void Without_a_number_of_samples_it_is_skipped_with_the_line_to_write()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithFixedInputs(() => [randn(4, 6)]));

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.Contains("WithInput(n =>", result.Reason, StringComparison.Ordinal);
    }

    private static ModelSubject Of(Func<Tensor, Tensor> operation) =>
        ModelSubject.For(() => new Computes(operation)).WithInput(n => randn(n, 6));

    private static ModelSubject Gated(Func<Tensor, Tensor> shut, Func<Tensor, Tensor> open) =>
        ModelSubject.For(() => new GatedBranch(shut, open)).WithInput(n => randn(n, 6));

    private static HeatMapPicture PictureOf(ModelSubject subject, Verdict verdict)
    {
        CheckResult result = CheckTest.Run(Id, subject);
        Assert.Equal(verdict, result.Verdict);
        return Assert.IsType<HeatMapPicture>(Assert.Single(result.Pictures));
    }

    /// <summary>Samples lie along the second dimension.</summary>
    private sealed class LeaksInItsHead : Module<Tensor, Tensor>
    {
        private readonly Computes head = new(x => x - x.mean([1L], keepdim: true));

        public LeaksInItsHead()
            : base(nameof(LeaksInItsHead)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input * 2);
    }

    private sealed class RunByForward : Module<Tensor, Tensor>
    {
        private readonly Mixer mixer = new();
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        public RunByForward()
            : base(nameof(RunByForward)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(mixer.forward(input));
    }

    private sealed class Mixer : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> inner = Linear(6, 6);

        public Mixer()
            : base(nameof(Mixer)) => RegisterComponents();

        public override Tensor forward(Tensor input) => inner.forward(input) - input.mean([0]);
    }

    private sealed class WrongView : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        public WrongView()
            : base(nameof(WrongView)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor mixed = input.transpose(0, 1).reshape(input.shape);
            return head.call(mixed);
        }
    }

    private sealed class HiddenLeak : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> branch = Linear(6, 6);
        private readonly TorchSharp.Modules.Parameter scale = Parameter(zeros(1));

        public HiddenLeak()
            : base(nameof(HiddenLeak)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input + (scale * branch.call(input).mean([0L], keepdim: true));
    }

    private sealed class GroupedExperts : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.ModuleList<Module<Tensor, Tensor>> experts =
            ModuleList<Module<Tensor, Tensor>>(Linear(16, 33), Linear(16, 33));
        private readonly TorchSharp.Modules.Linear gate = Linear(16, 2);

        public GroupedExperts()
            : base(nameof(GroupedExperts)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor choice = gate.call(input).argmax(1);
            Tensor output = input.new_zeros(input.shape[0], 33);
            for (int expert = 0; expert < 2; expert++)
            {
                Tensor rows = (choice == expert).nonzero().squeeze(1);
                if (rows.numel() > 0)
                {
                    output = output.index_copy(0, rows, experts[expert].call(input.index_select(0, rows)));
                }
            }

            return output;
        }
    }
}
