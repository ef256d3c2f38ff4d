using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.State;

public sealed class StateSurvivesSaveAndLoadTests
{
    private const string Id = "state-survives-save-and-load";

    [Fact]
    public void A_right_model_passes_and_each_missing_part_would_be_noticed()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 8), BatchNorm1d(8), Tanh(), Linear(8, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Empty(result.Power.BlindAt);
        Assert.Equal(8, result.Power.SeenAt.Count);
    }

    [Fact]
    public void Layers_in_a_list_are_an_error_that_names_their_parameters()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Listed()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Error, result.Severity);
        Assert.Equal(
            ["layers[0].bias", "layers[0].weight", "layers[1].bias", "layers[1].weight"],
            result.Findings.Select(finding => finding.Parameter).Order());
        Finding finding = result.Findings.Single(finding => finding.Parameter == "layers[0].bias");
        Assert.Equal("layers[0].bias is not in the state, and outputs depend on it", finding.What);
        Assert.Equal("layers[0]", finding.Module);
    }

    [Fact]
    public void What_the_first_call_registers_is_loaded_after_a_first_call()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Late()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_state_that_no_other_instance_takes_is_an_error_with_the_words_of_the_library()
    {
        int built = 0;
        CheckResult result = CheckTest.Run(
            Id,
            ModelSubject.For(() => Sequential(Linear(6, 3), built++ == 0 ? Identity() : Linear(3, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith(
            "The subject threw ArgumentException while loading what was saved of another instance: Mismatched state_dict sizes: "
                + "expected 4, but found 2 entries",
            Assert.Single(result.Findings).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_buffer_that_training_moves_and_the_state_leaves_out_is_a_question_that_names_it()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Moving()).WithInput(n => randn(n, 6)));

        Assert.Equal(Severity.Question, result.Severity);
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal(("mean", ""), (finding.Parameter, finding.Module));
        Assert.Equal(
            "after calls in training mode, mean is not in the state, and outputs depend on it (if that is on purpose: "
                + "subject.KeepsStateOnPurpose(reason))",
            finding.What);
    }

    [Fact]
    public void A_buffer_that_training_moves_and_the_state_leaves_out_on_purpose_passes()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => new Moving()).WithInput(n => randn(n, 6)).KeepsStateOnPurpose("the mean of the last batches"));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_buffer_that_moves_from_the_second_call_on_is_a_question_too()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Moving(calls: 1)).WithInput(n => randn(n, 6)));

        Assert.Equal(Severity.Question, result.Severity);
        Assert.Equal("mean", Assert.Single(result.Findings).Parameter);
    }

    [Fact]
    public void A_count_of_calls_that_decides_the_output_is_a_question_though_no_tensor_holds_it()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Counting()).WithInput(n => randn(n, 6)));

        Assert.Equal(Severity.Question, result.Severity);
        Assert.Equal(
            "after calls in training mode, outputs differ once the state is loaded elsewhere: "
                + "calls change something that is neither parameter nor buffer "
                + "(if that is on purpose: subject.KeepsStateOnPurpose(reason))",
            Assert.Single(result.Findings).What);
    }

    [Fact]
    public void A_loss_behind_a_gate_that_is_shut_as_built_is_an_error() =>
        AssertFails((output, gate, build) => [output + (gate * build)]);

    [Fact]
    public void A_loss_at_one_output_is_found_though_another_is_NaN_where_the_parameters_have_moved() =>
        AssertFails((output, gate, build) => [output, gate.ne(0).item<bool>() ? output * double.NaN : output + build]);

    [Theory]
    [InlineData("number of outputs")]
    [InlineData("shape")]
    [InlineData("integers")]
    [InlineData("one of two outputs")]
    public void What_a_build_alone_decides_is_an_error_and_no_rounding(string kind) => AssertFails(kind switch
    {
        "number of outputs" => (output, _, build) => [.. Enumerable.Repeat(output, 1 + build)],
        "shape" => (output, _, build) => [output.repeat(1, 1 + build)],
        "integers" => (output, _, build) => [ones(output.shape[0], dtype: ScalarType.Int64) * (100_000_000 + build)],
        _ => (output, _, build) => [output, output + build],
    });

    [Fact]
    public void A_difference_of_rounding_decides_nothing_also_beside_integers_that_are_equal() =>
        AssertIsRounding((output, _, build) => [output * (1 + (build * 1e-6)), output.argmax(1)]);

    [Fact]
    public void Zeros_of_another_sign_differ_by_rounding() =>
        AssertIsRounding((output, _, build) => [zeros_like(output) * (build == 0 ? 1 : -1)]);

    [Fact]
    public void A_table_that_is_a_transposed_view_is_refused_by_TorchSharp_and_decides_nothing()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Transposed()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.StartsWith("TorchSharp's own save does not take this model: ", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_that_differ_in_their_last_bits_pass_and_a_loss_of_state_would_be_noticed() =>
        ModelTest.Prove(Id, ModelSubject.For(() => new LastBits()).WithInput(n => randn(n, 6)));

    [Fact]
    public void A_permutation_that_the_constructor_draws_is_an_error()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Permuting()).WithInput(n => randn(n, 6)));

        Assert.Equal(Severity.Error, result.Severity);
        Assert.Contains(
            "something that the constructor draws or computes is not saved", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_constructor_draws_beside_the_cause_is_not_blamed()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Permuting(hasScratch: true)).WithInput(n => randn(n, 6)));

        Assert.Equal(Severity.Error, result.Severity);
        Assert.Null(Assert.Single(result.Findings).Parameter);
    }

    [Fact]
    public void A_table_of_positions_that_is_not_persistent_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Positions()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void Tied_weights_pass()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Tied()).WithInput(n => randint(0, 10, [n, 4])));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.Equal(["embedding.weight", "head.weight"], result.Power!.SeenAt.Order());
    }

    [Fact]
    public void A_teacher_that_is_kept_out_of_the_state_on_purpose_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Listed()).WithInput(n => randn(n, 6))
            .KeepsUnregisteredOnPurpose("*layers*", "loaded from a file of its own"));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void What_is_kept_out_of_the_state_on_purpose_excuses_nothing_else()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Listed()).WithInput(n => randn(n, 6))
            .KeepsUnregisteredOnPurpose("layers[0]*", "loaded from a file of its own"));

        Assert.Equal(Severity.Error, result.Severity);
        Assert.Equal(["layers[1].bias", "layers[1].weight"], result.Findings.Select(finding => finding.Parameter).Order());
    }

    [Fact]
    public void Dropout_that_stays_on_in_eval_passes_with_equal_noise()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new MonteCarlo()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_model_that_ignores_its_state_decides_nothing()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Ignoring()).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("changes no output", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_exists_once_is_skipped_with_the_line_to_write()
    {
        using Linear model = Linear(6, 3);
        CheckResult result = CheckTest.Run(Id, ModelSubject.Of(model).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.Contains("ModelSubject.For(() =>", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_state_is_skipped()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Sequential(ReLU())).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Skipped, result.Verdict);
    }

    private static CheckResult Check(Func<Tensor, Tensor, int, List<Tensor>> end)
    {
        int builds = 0;
        return CheckTest.Run(Id, ModelSubject.For(() => new Numbered(end, builds++)).WithInput(n => randn(n, 6)));
    }

    private static void AssertFails(Func<Tensor, Tensor, int, List<Tensor>> end)
    {
        CheckResult result = Check(end);

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith(
            "outputs differ once the state is loaded elsewhere: something that the constructor draws",
            Assert.Single(result.Findings).What,
            StringComparison.Ordinal);
    }

    private static void AssertIsRounding(Func<Tensor, Tensor, int, List<Tensor>> end)
    {
        CheckResult result = Check(end);

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("outputs differ by rounding only", result.Reason, StringComparison.Ordinal);
    }

    /// <summary>
    /// Each build has another number, as one that is drawn would be. What comes of the output, of a gate that is shut as built, and
    /// of that number is told.
    /// </summary>
    private sealed class Numbered : Module<Tensor, List<Tensor>>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);
        private readonly Parameter gate = Parameter(zeros(1));
        private readonly Func<Tensor, Tensor, int, List<Tensor>> _end;
        private readonly int _build;

        public Numbered(Func<Tensor, Tensor, int, List<Tensor>> end, int build)
            : base(nameof(Numbered))
        {
            (_end, _build) = (end, build);
            RegisterComponents();
        }

        public override List<Tensor> forward(Tensor input) => _end(head.call(input), gate, _build);
    }

    /// <summary>Gives other last bits in every second call, as kernels of a GPU do that add in any order.</summary>
    private sealed class LastBits : Module<Tensor, Tensor>
    {
        private static int _calls;
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        public LastBits()
            : base(nameof(LastBits)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input) * (1 + (++_calls % 2 * 2e-7));
    }

    private sealed class Counting : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);
        private int _calls;

        public Counting()
            : base(nameof(Counting)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input) + (_calls++ == 0 ? 1 : 0);
    }

    private sealed class Transposed : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);
        private readonly Tensor table = linspace(0, 1, 18).reshape(6, 3).t();

        public Transposed()
            : base(nameof(Transposed)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input) + functional.linear(input, table);
    }

    private sealed class Listed : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);
        private readonly List<Linear> layers = [Linear(6, 6), Linear(6, 6)];

        public Listed()
            : base(nameof(Listed)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(layers.Aggregate(input, (x, layer) => layer.call(x).tanh()));
    }

    /// <summary>Knows the width of its last layer from the first call on.</summary>
    private sealed class Late : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(6, 4);

        public Late()
            : base(nameof(Late)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = first.call(input).tanh();
            if (named_children().All(child => child.name != "head"))
            {
                register_module("head", Linear(hidden.shape[1], 2));
            }

            return ((Linear)named_children().First(child => child.name == "head").module).call(hidden);
        }
    }

    private sealed class Moving : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        private int _callsBefore;

        public Moving(int calls = 0)
            : base(nameof(Moving))
        {
            _callsBefore = calls;
            RegisterComponents();
            register_buffer("mean", zeros(6), persistent: false);
        }

        public override Tensor forward(Tensor input)
        {
            Tensor mean = get_buffer("mean")!;
            if (training && _callsBefore-- <= 0)
            {
                using IDisposable _ = no_grad();
                mean.mul_(0.9).add_(input.mean([0L]) * 0.1);
            }

            return head.call(input - mean);
        }
    }

    private sealed class Permuting : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);
        private readonly long[] _order = randperm(6).data<long>().ToArray();
        private readonly Tensor[] _scratch;

        public Permuting(bool hasScratch = false)
            : base(nameof(Permuting))
        {
            _scratch = hasScratch ? [rand(6)] : [];
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using Tensor order = tensor(_order);
            return head.call(input.index_select(1, order));
        }
    }

    private sealed class Positions : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        public Positions()
            : base(nameof(Positions))
        {
            RegisterComponents();
            register_buffer("table", arange(6).to(ScalarType.Float32).sin(), persistent: false);
        }

        public override Tensor forward(Tensor input) => head.call(input + get_buffer("table")!);
    }

    private sealed class Tied : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(10, 6);
        private readonly Linear head = Linear(6, 10, hasBias: false);

        public Tied()
            : base(nameof(Tied))
        {
            head.weight = embedding.weight!;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(embedding.call(input));
    }

    private sealed class MonteCarlo : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        public MonteCarlo()
            : base(nameof(MonteCarlo)) => RegisterComponents();

        public override Tensor forward(Tensor input) => functional.dropout(head.call(input), 0.5, training: true);
    }

    private sealed class Ignoring : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        public Ignoring()
            : base(nameof(Ignoring)) => RegisterComponents();

        public override Tensor forward(Tensor input) => (head.call(input) * 0).abs();
    }
}
