using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class EvalChangesNothingTests
{
    private const string Id = "eval-changes-nothing";

    [Fact]
    public void A_cache_that_its_caller_clears_is_a_question_that_tells_what_the_second_call_throws()
    {
        ModelSubject subject = ModelSubject.For(() => new GrowsUntilCleared()).WithInput(n => randn(n, 6));
        CheckResult result = CheckTest.Run(Id, subject);

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Contains("A call that follows another throws", Assert.Single(result.Findings).What, StringComparison.Ordinal);
        Assert.Contains("12 columns", result.Findings[0].What, StringComparison.Ordinal);
        Assert.Equal(Verdict.Inconclusive, CheckTest.Run("calls-leave-no-tensors", subject).Verdict);
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.WithForward<GrowsUntilCleared>((model, inputs) =>
        {
            model.Cache = null;
            return model.call((Tensor)inputs[0]!);
        })).Verdict);
    }

    [Fact]
    public void A_batch_normalization_passes_and_the_check_could_have_failed_wherever_there_is_state()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 8), BatchNorm1d(8), ReLU())).WithInput(n => randn(n, 6)));

        Assert.Equal(["0", "1"], Expect.Proven(result).SeenAt.Order());
    }

    [Fact]
    public void Statistics_that_follow_in_eval_mode_too_fail_and_are_named()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new FollowsAlways()).WithInput(n => randn(n, 6)));

        Finding finding = Expect.Failed(result, Severity.Error);
        Assert.Equal("norm.mean", finding.Parameter);
        Assert.Equal("norm", finding.Module);
        Assert.Equal("norm.mean has another value after a forward pass in eval mode", finding.What);
    }

    [Fact]
    public void A_weight_that_is_clamped_in_forward_until_it_is_clamped_passes() =>
        Expect.Proven(CheckTest.Run(Id, ModelSubject.For(() => new ClampsItsWeight()).WithInput(n => randn(n, 6))));

    [Fact]
    public void A_cache_that_the_first_pass_fills_passes() =>
        Expect.Proven(CheckTest.Run(Id, ModelSubject.For(() => new CachesPositions()).WithInput(n => randn(n, 5, 6))));

    [Fact]
    public void A_network_that_goes_on_where_it_stopped_is_a_question_and_none_once_it_is_declared()
    {
        ModelSubject subject = ModelSubject.For(() => new GoesOn()).WithInput(n => randn(n, 6));
        CheckResult result = CheckTest.Run(Id, subject);

        Assert.Contains("remembers the last one", Expect.Failed(result, Severity.Question).What, StringComparison.Ordinal);
        Assert.Contains("KeepsStateOnPurpose(", result.Remedy, StringComparison.Ordinal);
        Expect.Skipped(CheckTest.Run(Id, subject.KeepsStateOnPurpose("One text after the other.")), "One text after the other.");
    }

    [Fact]
    public void Of_several_memories_the_first_gives_the_place() => Assert.Equal(
        "0",
        Expect.Failed(
            ModelTest.Run(Id, ModelSubject.For(() => Sequential(new GoesOn(), new GoesOn())).WithInput(n => randn(n, 6))),
            Severity.Question).Module);

    [Fact]
    public void A_switch_that_every_second_call_puts_back_is_found_though_it_is_where_it_was() => Assert.EndsWith(
        "the model remembers the last one",
        Expect.Failed(ModelTest.Run(Id, ModelSubject.For(() => new TakesTurns()).WithInput(n => randn(n, 6))), Severity.Question).What,
        StringComparison.Ordinal);

    [Fact]
    public void Noise_is_no_memory() =>
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, ModelSubject.For(() => new Noisy()).WithInput(n => randn(n, 6))).Verdict);

    [Fact]
    public void Noise_that_the_seed_does_not_decide_is_no_memory()
    {
        var random = new Random(1);
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))
            .WithForward<Linear>((model, inputs) => model.call((Tensor)inputs[0]!) + random.NextDouble()));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_model_that_differentiates_inside_forward_passes() =>
        Expect.Proven(CheckTest.Run(Id, ModelSubject.For(() => new Differentiates()).WithInput(n => randn(n, 6))));

    private sealed class GrowsUntilCleared : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        public GrowsUntilCleared()
            : base(nameof(GrowsUntilCleared)) => RegisterComponents();

        public Tensor? Cache { get; set; }

        public override Tensor forward(Tensor input)
        {
            Cache = Cache is null ? input.detach() : cat([Cache, input.detach()], 1);
            return Cache.shape[1] == input.shape[1]
                ? head.call(input)
                : throw new InvalidOperationException($"The cache has {Cache.shape[1]} columns.");
        }
    }

    private sealed class RunningMean : Module<Tensor, Tensor>
    {
        private readonly Tensor mean = zeros(6);

        public RunningMean()
            : base(nameof(RunningMean)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using (no_grad())
            {
                mean.mul_(0.9).add_(input.mean([0L]), alpha: 0.1);
            }

            return input - mean.clone();
        }
    }

    private sealed class FollowsAlways : Module<Tensor, Tensor>
    {
        private readonly RunningMean norm = new();

        public FollowsAlways()
            : base(nameof(FollowsAlways)) => RegisterComponents();

        public override Tensor forward(Tensor input) => norm.call(input);
    }

    private sealed class ClampsItsWeight : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public ClampsItsWeight()
            : base(nameof(ClampsItsWeight)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using (no_grad())
            {
                head.weight.clamp_(-0.1, 0.1);
            }

            return head.call(input);
        }
    }

    private sealed class CachesPositions : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Dictionary<long, Tensor> _positions = [];

        public CachesPositions()
            : base(nameof(CachesPositions)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            long length = input.shape[1];
            if (!_positions.TryGetValue(length, out Tensor? positions))
            {
                positions = arange(length, dtype: input.dtype, device: input.device).unsqueeze(-1).DetachFromDisposeScope();
                _positions[length] = positions;
            }

            return head.call(input + positions);
        }
    }

    private sealed class GoesOn : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);
        private Tensor? _last;

        public GoesOn()
            : base(nameof(GoesOn)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor output = head.call(_last is null ? input : input + _last);
            _last = output.detach().DetachFromDisposeScope();
            return output;
        }
    }

    private sealed class TakesTurns : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);
        private bool _isSecond;

        public TakesTurns()
            : base(nameof(TakesTurns)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            _isSecond = !_isSecond;
            return _isSecond ? head.call(input) : input;
        }
    }

    private sealed class Noisy : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public Noisy()
            : base(nameof(Noisy)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input + randn_like(input));
    }

    private sealed class Differentiates : Module<Tensor, Tensor>
    {
        private readonly Sequential energy = Sequential(Linear(6, 8), Tanh(), Linear(8, 1));

        public Differentiates()
            : base(nameof(Differentiates)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor leaf = input.detach().requires_grad_();
            return autograd.grad([energy.call(leaf).sum()], [leaf], create_graph: true)[0];
        }
    }
}
