using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class EvaluationLeavesTrainingAloneTests
{
    private const string Id = "evaluation-leaves-training-alone";

    private static int _calls;

    [Fact]
    public void Dropout_and_batch_statistics_pass_and_a_switch_would_be_noticed_at_each_module() => Assert.Equal(
        ["", "0", "1", "2", "3"],
        Expect.Proven(Run(() => Sequential(Linear(6, 8), BatchNorm1d(8), Dropout(0.3), Linear(8, 3)))).SeenAt.Order());

    [Fact]
    public void A_rate_that_evaluation_sets_to_zero_fails_with_the_name_of_its_field()
    {
        ModelSubject subject = ModelSubject.For(() => new SwitchesOff()).WithInput(n => randn(n, 6));
        Finding finding = Expect.Failed(CheckTest.Run(Id, subject), Severity.Question);

        Assert.Equal("the same input and seed give another output in training mode after a forward pass in eval mode; it leaves other values in _rate", finding.What);
        Expect.Skipped(CheckTest.Run(Id, subject.KeepsStateOnPurpose("It anneals.")), "It anneals.");
    }

    [Fact]
    public void A_tensor_that_evaluation_leaves_in_a_field_is_named() => Assert.EndsWith(
        "it leaves other values in memory", Expect.Failed(Run(() => new Remembers()), Severity.Question).What, StringComparison.Ordinal);

    [Fact]
    public void A_cache_that_changes_nothing_passes() => Assert.Equal(Verdict.Passed, Run(() => new Caches()).Verdict);

    [Fact]
    public void A_buffer_that_evaluation_changes_is_the_business_of_another_check() => Expect.Skipped(Run(() => new Counts()), "see eval-changes-nothing");

    [Fact]
    public void Noise_that_no_seed_governs_decides_nothing() => Expect.Inconclusive(Run(() => new Computes(x => x + ++_calls)), "differ");

    private static CheckResult Run<T>(Func<T> build)
        where T : class => CheckTest.Run(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)));

    private sealed class SwitchesOff : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private double _rate = 0.5;

        public SwitchesOff()
            : base(nameof(SwitchesOff)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            _rate = training ? _rate : 0;
            return functional.dropout(head.call(input), _rate, training: training);
        }
    }

    private sealed class Remembers : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private Tensor? memory;

        public Remembers()
            : base(nameof(Remembers)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor output = head.call(input) + (memory is null ? 0 : memory.mean());
            memory = training ? memory : output.detach().clone().DetachFromDisposeScope();
            return output;
        }
    }

    private sealed class Caches : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private Tensor? table;

        public Caches()
            : base(nameof(Caches)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            table ??= linspace(0, 1, 6).DetachFromDisposeScope();
            return head.call(input + table);
        }
    }

    private sealed class Counts : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Tensor count = ones(1);

        public Counts()
            : base(nameof(Counts)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using (no_grad())
            {
                count.add_(1);
            }

            return head.call(input) * count;
        }
    }
}
