using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Checks.Behaviour;

public sealed class SamplesAreIndependentInEvalTests
{
    private const string Id = "samples-independent-in-eval";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_at_each_module()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Sequential(Linear(6, 8), Tanh(), Linear(8, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Equal(["", "0", "1", "2"], result.Power.SeenAt.Order());
    }

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
            "it arises in the model itself, before its call of head, or in what it runs by forward() instead of call(), where nothing is seen: mixer",
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
    public void Without_a_number_of_samples_it_is_skipped_with_the_line_to_write()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithFixedInputs(() => [randn(4, 6)]));

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.Contains("WithInput(n =>", result.Reason, StringComparison.Ordinal);
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
        private readonly TorchSharp.Modules.ModuleList<Module<Tensor, Tensor>> experts = ModuleList<Module<Tensor, Tensor>>(Linear(16, 33), Linear(16, 33));
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
