using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class EveryInputMattersTests
{
    private const string Id = "every-input-matters";

    [Fact]
    public void Two_inputs_that_are_used_pass_and_the_check_could_have_failed_at_each()
    {
        CheckResult result = CheckTest.Run(Id, Two(() => new TwoInputs(uses: true)));

        Assert.Equal(["[0]", "[1]"], Expect.Proven(result).SeenAt.Order());
    }

    [Fact]
    public void An_input_that_is_never_used_is_a_question_that_names_it_and_the_fact()
    {
        ModelSubject subject = Two(() => new TwoInputs(uses: false));
        CheckResult result = CheckTest.Run(Id, subject);

        Finding finding = Expect.Failed(result, Severity.Question);
        Assert.Single(result.Findings);
        Assert.StartsWith("input [1] has no influence on any output", finding.What, StringComparison.Ordinal);
        Assert.Contains("IgnoresInputOnPurpose(\"[1]\"", result.Remedy, StringComparison.Ordinal);
        Expect.Proven(CheckTest.Run(Id, subject.IgnoresInputOnPurpose("[1]", "Kept for the interface.")));
    }

    [Fact]
    public void A_branch_that_starts_behind_a_zero_gate_matters_at_the_generic_point() =>
        Expect.Proven(CheckTest.Run(Id, Two(() => new GatedInput())));

    [Fact]
    public void An_input_that_only_training_uses_matters() => Expect.Proven(CheckTest.Run(Id, Two(() => new TrainingOnly())));

    [Fact]
    public void An_input_that_only_evaluation_uses_matters() => Expect.Proven(CheckTest.Run(Id, Two(() => new EvaluationOnly())));

    [Fact]
    public void An_input_whose_order_does_not_matter_matters_by_its_values() => Assert.Equal(
        Verdict.Passed,
        CheckTest.Run(Id, Two(() => new TwoInputs(uses: true)).WithForward<TwoInputs>((model, inputs) =>
            model.call((Tensor)inputs[0]!, ((Tensor)inputs[1]!).amax().expand(((Tensor)inputs[0]!).shape)))).Verdict);

    [Theory]
    [InlineData(true, Verdict.Passed)]
    [InlineData(false, Verdict.Failed)]
    public void Inputs_whose_sizes_are_drawn_anew_each_time_keep_the_sizes_that_fit_together(bool uses, Verdict verdict)
    {
        var mismatches = new List<string>();
        ModelSubject subject = ModelSubject.For(() => new Computes(x => x * 2))
            .WithInputs(n =>
            {
                long length = randint(3, 30, 1).item<long>();
                return [randn(n, length), randn(n, length)];
            })
            .WithForward<Computes>((model, inputs) =>
            {
                (Tensor a, Tensor b) = ((Tensor)inputs[0]!, (Tensor)inputs[1]!);
                if (a.shape[1] != b.shape[1])
                {
                    mismatches.Add($"{a.shape[1]} and {b.shape[1]}");
                }

                return model.call(a) + (uses ? b : a);
            });

        Assert.Equal(verdict, CheckTest.Run(Id, subject).Verdict);
        Assert.Empty(mismatches);
    }

    [Fact]
    public void Integer_inputs_and_inputs_in_tuples_are_named_by_their_path()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new TupleInput())
            .WithInputs(n => [(randint(0, 5, [n]), randn(n, 3))]));

        Assert.Equal("input [0].Item2", Expect.Failed(result, Severity.Question).What[..15]);
    }

    [Fact]
    public void Positions_that_the_recipe_makes_the_same_each_time_are_tried_in_another_order()
    {
        ModelSubject Positions(bool uses) => ModelSubject.For(() => new TwoInputs(uses))
            .WithInputs(n => [randn(n, 3), arange(3).to(ScalarType.Float32).expand(n, 3)]);

        Expect.Proven(CheckTest.Run(Id, Positions(uses: true)));
        Expect.Failed(CheckTest.Run(Id, Positions(uses: false)), Severity.Question);
    }

    [Fact]
    public void A_constant_input_is_inconclusive()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => new TwoInputs(uses: true)).WithInputs(n => [randn(n, 3), ones(n, 3)]));

        Expect.Inconclusive(result, "the same content of input [1] at each draw");
    }

    [Fact]
    public void Lengths_that_a_model_refuses_in_another_order_are_no_fault_of_it()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new WantsSortedLengths())
            .WithInputs(n => [randn(n, 4), arange(n, 0, -1).clamp(1, 4)]));

        Assert.NotEqual(Verdict.Failed, result.Verdict);
        Assert.DoesNotContain("threw", result.Reason ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Without_inputs_in_question_it_is_skipped()
    {
        CheckResult result = CheckTest.Run(Id, Two(() => new TwoInputs(uses: true)).IgnoresInputOnPurpose("*", "A constant."));

        Expect.Skipped(result, "no input whose influence is in question");
    }

    private static ModelSubject Two<TModel>(Func<TModel> build)
        where TModel : Module<Tensor, Tensor, Tensor> => ModelSubject.For(build).WithInputs(n => [randn(n, 3), randn(n, 3)]);

    private sealed class TwoInputs : Module<Tensor, Tensor, Tensor>
    {
        private readonly bool _uses;
        private readonly Linear left = Linear(3, 2);
        private readonly Linear right = Linear(3, 2);

        public TwoInputs(bool uses)
            : base(nameof(TwoInputs))
        {
            _uses = uses;
            RegisterComponents();
        }

        public override Tensor forward(Tensor a, Tensor b) => left.call(a) + right.call(_uses ? b : a);
    }

    private sealed class GatedInput : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear left = Linear(3, 2);
        private readonly Linear right = Linear(3, 2);
        private readonly Parameter gate = Parameter(zeros(1));

        public GatedInput()
            : base(nameof(GatedInput)) => RegisterComponents();

        public override Tensor forward(Tensor a, Tensor b) => left.call(a) + (gate * right.call(b));
    }

    private sealed class TrainingOnly : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear left = Linear(3, 3);

        public TrainingOnly()
            : base(nameof(TrainingOnly)) => RegisterComponents();

        public override Tensor forward(Tensor a, Tensor b) => training ? left.call(a) + b : left.call(a);
    }

    private sealed class EvaluationOnly : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear left = Linear(3, 3);

        public EvaluationOnly()
            : base(nameof(EvaluationOnly)) => RegisterComponents();

        public override Tensor forward(Tensor a, Tensor b) => training ? left.call(a) : left.call(a) * b;
    }

    private sealed class TupleInput : Module<(Tensor Codes, Tensor Values), Tensor>
    {
        private readonly Embedding codes = Embedding(5, 2);

        public TupleInput()
            : base(nameof(TupleInput)) => RegisterComponents();

        public override Tensor forward((Tensor Codes, Tensor Values) input) => codes.call(input.Codes);
    }

    private sealed class WantsSortedLengths : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear head = Linear(4, 2);

        public WantsSortedLengths()
            : base(nameof(WantsSortedLengths)) => RegisterComponents();

        public override Tensor forward(Tensor input, Tensor lengths)
        {
            long[] values = lengths.data<long>().ToArray();
            if (!values.SequenceEqual(values.OrderDescending()))
            {
                throw new ArgumentException("The lengths must fall.", nameof(lengths));
            }

            return head.call(input * (arange(4).unsqueeze(0) < lengths.unsqueeze(1)).to(input.dtype));
        }
    }
}
