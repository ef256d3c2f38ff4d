using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Structure;

public sealed class FirstCallRegistersNothingTests
{
    private const string Id = "first-call-registers-nothing";

    [Fact]
    public void What_is_made_in_the_constructor_passes_and_a_later_parameter_would_be_noticed() =>
        Assert.Equal([""], Expect.Proven(CheckTest.Run(Id, ModelSubject.For(() => new Eager()).WithInput(n => randn(n, 6)))).SeenAt);

    [Fact]
    public void A_layer_that_the_first_call_makes_is_a_question_until_it_is_declared()
    {
        ModelSubject subject = ModelSubject.For(() => new Lazy()).WithInput(n => randn(n, 6));
        Finding finding = Expect.Failed(CheckTest.Run(Id, subject), Severity.Question);

        Assert.Equal("head is registered by the first call: an optimizer that was made before does not have it", finding.What);
        Expect.Skipped(CheckTest.Run(Id, subject.RegistersInFirstCallOnPurpose("The optimizer is made after a dry run.")), "a dry run");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_one_mode_alone_registers_is_told_once(bool inTraining) => ModelTest.Run(
        Id, ModelSubject.For(() => new LazyInOneMode(inTraining)).WithInput(n => randn(n, 6)), inTraining ? "in training" : "in eval");

    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval)]
    [InlineData(CheckIds.EvalIsDeterministic)]
    [InlineData(CheckIds.EvalChangesNothing)]
    public void No_other_check_meets_a_second_call_that_no_user_ever_sees(string checkId) => Assert.Equal(
        Verdict.Passed, CheckTest.Run(checkId, ModelSubject.For(() => new Lazy()).WithInput(n => randn(n, 6))).Verdict);

    /// <summary>A call that registers something moves the averages of a normalization, too: they are no part of what was built.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_call_registers_takes_no_running_statistics_along(bool isLazy)
    {
        ModelSubject subject = ModelSubject.For(() => new NormalizedOrLazy(isLazy)).WithInput(n => randn(n, 6));
        TrustReport report = Trust.Check(subject, new TrustOptions { Checks = [Id, CheckIds.SeedDecidesWeights], IsHost = true });

        Assert.DoesNotContain(
            report.Results.SelectMany(result => result.Findings), finding => finding.What.Contains("running_", StringComparison.Ordinal));
    }

    [Fact]
    public void Running_statistics_are_as_built_for_the_next_check_after_calls_that_registered()
    {
        TrustReport report = Trust.Check(
            ModelSubject.For(() => new Normalized()).WithInput(n => randn(n, 6)),
            new TrustOptions { Checks = [Id, CheckIds.SeedDecidesWeights], Isolation = Isolation.InProcess });

        Assert.Equal([Id, CheckIds.SeedDecidesWeights], report.Results.Select(result => result.CheckId));
        Assert.All(report.Results, result => Expect.Proven(result));
    }

    [Fact]
    public void A_cache_that_calls_write_to_and_replace_can_be_written_to_after_calls_that_registered()
    {
        TrustReport report = Trust.Check(
            ModelSubject.For(() => new ReplacesItsCache()).WithInput(n => randn(n, 6)),
            new TrustOptions { Checks = [Id, CheckIds.NoUnintendedBuffers], Isolation = Isolation.InProcess });

        Assert.Equal([Verdict.Passed, Verdict.Passed], report.Results.Select(result => result.Verdict));
    }

    [Fact]
    public void A_cache_in_a_field_is_not_registered_and_passes() => Assert.Equal(
        Verdict.Passed, CheckTest.Run(Id, ModelSubject.For(() => new Caches()).WithInput(n => randn(n, 6))).Verdict);

    [Fact]
    public void A_model_of_TorchSharp_alone_has_no_place_for_the_mutant()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6)));

        Assert.Equal((Verdict.Passed, 0), (result.Verdict, result.Power!.Killed));
    }

    private sealed class Normalized : Module<Tensor, Tensor>
    {
        private readonly Sequential layers = Sequential(Linear(6, 4), BatchNorm1d(4), ReLU());

        public Normalized()
            : base(nameof(Normalized)) => RegisterComponents();

        public override Tensor forward(Tensor input) => layers.call(input);
    }

    private sealed class Eager : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public Eager()
            : base(nameof(Eager)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input);
    }

    private sealed class NormalizedOrLazy : Module<Tensor, Tensor>
    {
        private readonly bool isLazy;
        private readonly BatchNorm1d norm = BatchNorm1d(6);
        private Linear? head;

        public NormalizedOrLazy(bool isLazy)
            : base(nameof(NormalizedOrLazy))
        {
            this.isLazy = isLazy;
            head = isLazy ? null : Linear(6, 3);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            if (isLazy && head is null)
            {
                head = Linear(6, 3);
                register_module(nameof(head), head);
            }

            return head!.call(norm.call(input));
        }
    }

    private sealed class ReplacesItsCache : Module<Tensor, Tensor>
    {
        private readonly Linear entry = Linear(6, 4);
        private Tensor _cache;

        public ReplacesItsCache()
            : base(nameof(ReplacesItsCache))
        {
            RegisterComponents();
            _cache = zeros(16, 4);
        }

        public override Tensor forward(Tensor input)
        {
            int count = (int)input.shape[0];
            _cache[..count] = entry.call(input);
            Tensor filled = _cache.clone().DetachFromDisposeScope();
            _cache.Dispose();
            _cache = filled;
            return filled[..count] * 2;
        }
    }

    private sealed class Lazy : Module<Tensor, Tensor>
    {
        private readonly Linear entry = Linear(6, 6);
        private Linear? head;

        public Lazy()
            : base(nameof(Lazy)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            if (head is null)
            {
                head = Linear(input.shape[1], 3);
                register_module("head", head);
            }

            return head.call(entry.call(input));
        }
    }

    private sealed class LazyInOneMode : Module<Tensor, Tensor>
    {
        private readonly bool _inTraining;
        private readonly Linear entry = Linear(6, 6);
        private Linear? head;

        public LazyInOneMode(bool inTraining)
            : base(nameof(LazyInOneMode))
        {
            _inTraining = inTraining;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = entry.call(input);
            if (head is null && training == _inTraining)
            {
                head = Linear(6, 3);
                register_module("head", head);
                register_parameter("scale", Parameter(ones(3)));
            }

            return head?.call(hidden) ?? hidden;
        }
    }

    private sealed class Caches : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private Tensor? _table;

        public Caches()
            : base(nameof(Caches)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input + (_table ??= ones(6).DetachFromDisposeScope()));
    }
}
