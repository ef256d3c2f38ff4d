using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class EvaluationLeavesTrainingAloneTests
{
    private const string Id = "evaluation-leaves-training-alone";

    private static int _calls;
    private static int _evaluated = 1;

    [Fact]
    public void Dropout_and_batch_statistics_pass_and_a_switch_would_be_noticed_at_each_module() => Assert.Equal(
        ["", "0", "1", "2", "3"],
        Expect.Proven(Run(() => Sequential(Linear(6, 8), BatchNorm1d(8), Dropout(0.3), Linear(8, 3)))).SeenAt.Order());

    [Fact]
    public void A_rate_that_evaluation_sets_to_zero_fails_with_the_name_of_its_field()
    {
        ModelSubject subject = ModelSubject.For(() => new SwitchesOff()).WithInput(n => randn(n, 6));
        Finding finding = Expect.Failed(Run(subject), Severity.Question);

        Assert.Equal(
            "the same input and seed give another output in training mode after a forward pass in eval mode; "
                + "it leaves other values in _rate",
            finding.What);
        Expect.Skipped(Run(subject.KeepsStateOnPurpose("It anneals."), "on purpose"), "It anneals.");
    }

    [Fact]
    public void A_tensor_that_evaluation_leaves_in_a_field_is_named() => Assert.EndsWith(
        "it leaves other values in memory", Expect.Failed(Run(() => new Remembers()), Severity.Question).What, StringComparison.Ordinal);

    [Fact]
    public void A_cache_that_changes_nothing_passes() => Assert.Equal(Verdict.Passed, Run(() => new Caches()).Verdict);

    [Fact]
    public void A_buffer_that_evaluation_changes_is_the_business_of_another_check() =>
        Expect.Skipped(Run(() => new Counts()), "see eval-changes-nothing");

    [Fact]
    public void Noise_that_no_seed_governs_decides_nothing() => Expect.Inconclusive(Run(() => new Computes(x => x + ++_calls)), "differ");

    [Fact]
    public void Three_fields_are_named_and_more_are_counted()
    {
        Run(ModelSubject.For(() => new Leaves(3)).WithInput(n => randn(n, 6)), "three");
        Run(ModelSubject.For(() => new Leaves(5)).WithInput(n => randn(n, 6)), "five");
    }

    [Fact]
    public void A_field_of_a_child_is_named_with_its_module() => Assert.Equal(
        "1", Expect.Failed(Run(() => Sequential(Linear(6, 6), new SwitchesOff())), Severity.Question).Module);

    [Fact]
    public void What_evaluation_leaves_in_no_field_has_no_name() => Assert.Equal(
        "the same input and seed give another output in training mode after a forward pass in eval mode",
        Expect.Failed(
            Run(ModelSubject.For(() => new ByMode(x => x * (_evaluated = 2), x => x * _evaluated)).WithInput(n => randn(n, 6))
                .WithForward<ByMode>((model, inputs) => Forgetting(model, (Tensor)inputs[0]!))),
            Severity.Question).What);

    [Fact]
    public void An_output_of_another_shape_is_another_one_without_a_number() => Assert.Empty(
        Expect.Failed(Run(() => new Shortens()), Severity.Question).Numbers);

    [Fact]
    public void Of_two_outputs_the_one_that_differs_most_gives_the_number() => Assert.True(
        Expect.Failed(Run(Two(() => new Leaves(3), (model, input) => (input * 2, model.call(input)))), Severity.Question)
            .Numbers["largest difference"] > 0);

    [Fact]
    public void Of_two_outputs_one_of_another_shape_is_enough_for_no_number() => Assert.Empty(
        Expect.Failed(Run(Two(() => new Shortens(), (model, input) => (input * 2, model.call(input)))), Severity.Question).Numbers);

    [Fact]
    public void What_shows_only_where_parameters_were_moved_fails() => Expect.Failed(Run(() => new SwitchesOffLater()), Severity.Question);

    [Fact]
    public void A_buffer_that_evaluation_changes_beside_a_field_is_the_business_of_another_check() => Expect.Skipped(
        Run(() => new CountsAndRemembers()), "see eval-changes-nothing");

    private static CheckResult Run<T>(Func<T> build, [CallerMemberName] string test = "")
        where T : class => Run(ModelSubject.For(build).WithInput(n => randn(n, 6)), "", test);

    private static CheckResult Run(ModelSubject subject, string what = "", [CallerMemberName] string test = "") =>
        ModelTest.Prove(Id, subject, what, test);

    private static ModelSubject Two<T>(Func<T> build, Func<T, Tensor, (Tensor, Tensor)> forward)
        where T : class =>
        ModelSubject.For(build).WithInput(n => randn(n, 6)).WithForward<T>((model, inputs) => forward(model, (Tensor)inputs[0]!));

    /// <summary>Training after training finds what it found before; training after evaluation does not.</summary>
    private static Tensor Forgetting(ByMode model, Tensor input)
    {
        Tensor output = model.call(input);
        _evaluated = model.training ? 1 : _evaluated;
        return output;
    }

    /// <summary>Evaluation leaves other numbers in several fields.</summary>
    private sealed class Leaves : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly int _count;
        private double _first = 1;
        private double _second = 1;
        private double _third = 1;
        private double _fourth = 1;
        private double _fifth = 1;

        public Leaves(int count)
            : base(nameof(Leaves))
        {
            _count = count;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            if (!training)
            {
                _first = _second = _third = 2;
                _fourth = _fifth = _count > 3 ? 2 : 1;
            }

            return head.call(input) * (_first * _second * _third * _fourth * _fifth);
        }
    }

    private sealed class Shortens : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private int _columns = 3;

        public Shortens()
            : base(nameof(Shortens)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            _columns = training ? _columns : 2;
            return head.call(input).narrow(1, 0, _columns);
        }
    }

    /// <summary>As built, the branch that evaluation switches off adds nothing.</summary>
    private sealed class SwitchesOffLater : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Parameter scale = Parameter(zeros(1));
        private bool _isOn = true;

        public SwitchesOffLater()
            : base(nameof(SwitchesOffLater)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            _isOn &= training;
            return head.call(_isOn ? input + scale : input);
        }
    }

    private sealed class CountsAndRemembers : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Tensor count = ones(1);
        private double _last;

        public CountsAndRemembers()
            : base(nameof(CountsAndRemembers)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using (no_grad())
            {
                count.add_(training ? 0 : 1);
            }

            _last = training ? _last : 1;
            return head.call(input) * (count + _last);
        }
    }

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
