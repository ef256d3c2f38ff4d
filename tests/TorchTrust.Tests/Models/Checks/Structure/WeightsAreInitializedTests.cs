using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Structure;

public sealed class WeightsAreInitializedTests
{
    private const string Id = "weights-are-initialized";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_in_two_ways()
    {
        CheckResult result = Check(() => Sequential(Linear(6, 8), LayerNorm(8), Linear(8, 3)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Equal(2, result.Power.Killed);
        Assert.Equal(["0.bias", "0.weight", "1.bias", "1.weight", "2.bias", "2.weight"], result.Power.SeenAt.Order());
    }

    [Fact]
    public void A_weight_that_is_no_number_fails_with_how_many()
    {
        CheckResult result = Check(() => With(Linear(6, 3), layer => layer.weight!.narrow(0, 1, 1).fill_(double.NaN)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("weight", finding.Parameter);
        Assert.Contains("6 NaN of 18 elements", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_of_the_users_own_that_is_no_number_fails_until_it_is_declared()
    {
        ModelSubject subject = ModelSubject.For(() => new OwnScale(double.NaN)).WithInput(n => randn(n, 6));
        CheckResult failed = CheckTest.Run(Id, subject);

        Assert.Equal((Verdict.Failed, Severity.Error), (failed.Verdict, failed.Severity));
        Assert.Equal("scale starts with 6 NaN of 6 elements", Assert.Single(failed.Findings).What);
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.StartsSpecialOnPurpose("scale", "set by the first batch")).Verdict);
    }

    [Fact]
    public void A_weight_that_is_infinite_fails_with_how_many()
    {
        CheckResult result = Check(() => With(Linear(6, 3), layer => layer.weight!.narrow(0, 1, 1).fill_(double.PositiveInfinity)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("weight starts with 6 infinite of 18 elements", Assert.Single(result.Findings).What);
    }

    [Fact]
    public void Running_statistics_that_are_no_number_fail()
    {
        CheckResult result = Check(() => With(BatchNorm1d(6), norm => norm.running_var!.fill_(double.NaN)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("running_var", Assert.Single(result.Findings).Parameter);
    }

    [Fact]
    public void Two_constant_layers_fail_since_their_units_stay_alike()
    {
        CheckResult result = Check(() => Sequential(Constant(Linear(6, 8)), Tanh(), Constant(Linear(8, 3))));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Finding first = result.Findings.Single(finding => finding.Parameter == "0.weight");
        Assert.Contains("is one constant", first.What, StringComparison.Ordinal);
        Assert.Contains("stay alike for ever", first.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Units_that_stay_alike_are_told_beside_statistics_that_are_no_number()
    {
        CheckResult result = Check(() => Sequential(
            Constant(Linear(6, 8)), Tanh(), Constant(Linear(8, 6)), With(BatchNorm1d(6), norm => norm.running_var!.fill_(double.NaN))));

        Assert.Equal(["0.weight", "2.weight", "3.running_var"], result.Findings.Select(finding => finding.Parameter).Order());
        Assert.Contains(
            "stay alike for ever", result.Findings.Single(finding => finding.Parameter == "0.weight").What, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_from_before_do_not_tell_units_apart_that_stay_alike()
    {
        CheckResult result = Check(() => Sequential(
            With(Constant(Linear(6, 8)), layer => layer.weight!.grad = randn(8, 6)), Tanh(), Constant(Linear(8, 3))));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains(
            "stay alike for ever", result.Findings.Single(finding => finding.Parameter == "0.weight").What, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_pairs_of_units_of_which_one_stays_alike_fail()
    {
        CheckResult result = Check(() => Sequential(
            With(Linear(6, 4), layer =>
            {
                layer.weight!.narrow(0, 1, 1).copy_(layer.weight!.narrow(0, 0, 1));
                layer.weight!.narrow(0, 3, 1).copy_(layer.weight!.narrow(0, 2, 1));
                layer.bias!.zero_();
            }),
            Tanh(),
            With(Linear(4, 3), layer => layer.weight!.narrow(1, 1, 1).copy_(layer.weight!.narrow(1, 0, 1)))));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal(
            "0.weight has 4 rows that start alike, such as 0 and 1, and get the same gradient: they stay alike for ever",
            Assert.Single(result.Findings).What);
    }

    [Fact]
    public void Units_that_get_no_gradient_but_zero_are_not_said_to_stay_alike()
    {
        CheckResult result = Check(() => new Silent());

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Equal("silent.weight is one constant, so that all its units start alike", Assert.Single(result.Findings).What);
    }

    [Fact]
    public void A_constant_layer_below_one_that_was_drawn_is_a_question_until_it_is_declared()
    {
        ModelSubject subject = ModelSubject.For(() => Sequential(Constant(Linear(6, 8)), Tanh(), Linear(8, 3))).WithInput(n => randn(n, 6));
        CheckResult asked = CheckTest.Run(Id, subject);

        Assert.Equal((Verdict.Failed, Severity.Question), (asked.Verdict, asked.Severity));
        Assert.Equal("0.weight is one constant, so that all its units start alike", asked.Findings[0].What);
        Assert.Single(asked.Pictures);
        Assert.Contains("StartsSpecialOnPurpose", asked.Remedy, StringComparison.Ordinal);
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.StartsSpecialOnPurpose("0.weight", "an average to begin with")).Verdict);
    }

    [Fact]
    public void A_truncated_normal_of_TorchSharp_is_found_to_be_constant()
    {
        CheckResult result = Check(() => With(Linear(6, 4), layer => init.trunc_normal_(layer.weight!, std: 0.02)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal("weight", result.Findings[0].Parameter);
        Assert.Contains("trunc_normal_", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Copied_rows_are_named()
    {
        CheckResult result = Check(() => With(Linear(6, 4), layer => layer.weight!.narrow(0, 3, 1).copy_(layer.weight!.narrow(0, 1, 1))));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Contains("has 2 rows that start alike, such as 1 and 3", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Register_tokens_that_start_alike_stay_alike()
    {
        CheckResult result = Check(() => new Registers());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("registers", Assert.Single(result.Findings).Parameter);
    }

    [Fact]
    public void Zero_rows_zero_matrices_identities_and_constant_gates_pass()
    {
        Assert.Equal(Verdict.Passed, Check(() => new SpecialButRight()).Verdict);
    }

    [Fact]
    public void Means_that_start_alike_pass_where_each_weight_is_drawn_around_its_own_and_a_fault_elsewhere_would_be_noticed() =>
        ModelTest.Prove(Id, ModelSubject.For(() => new Drawn(6, [4])).WithInput(n => randn(n, 6)));

    [Theory]
    [InlineData("two units")]
    [InlineData("as many units as directions")]
    [InlineData("more units than directions")]
    [InlineData("one noise for all units")]
    [InlineData("a large group beside a small one")]
    [InlineData("a small layer behind a large one")]
    [InlineData("noise in one of two groups")]
    [InlineData("a layer that noise leaves out")]
    [InlineData("one unit that is read")]
    public void Units_that_start_alike_are_right_where_noise_tells_all_of_them_apart(string which) => ModelTest.Run(
        Id,
        ModelSubject.For<Module<Tensor, Tensor>>(() => which switch
        {
            "two units" => new Drawn(4, [2]),
            "as many units as directions" => new Drawn(4, [64]),
            "more units than directions" => new Drawn(4, [65]),
            "one noise for all units" => new Drawn(4, [6], shape => randn(1, shape[1])),
            "a large group beside a small one" => new Drawn(4, [2, 12]),
            "a small layer behind a large one" => Sequential(new Drawn(4, [12]), new Drawn(4, [2])),
            "noise in one of two groups" => new Drawn(4, [2, 2], shape => randn(shape) * arange(shape[0]).lt(2).unsqueeze(1)),
            "a layer that noise leaves out" => new Drawn(4, [4], isLeftOut: true),
            _ => new Drawn(4, [4], units: 1),
        }).WithInput(n => randn(n, 4)),
        which);

    [Fact]
    public void A_mask_of_minus_infinity_passes_as_a_buffer_and_as_a_frozen_parameter()
    {
        Assert.Equal(Verdict.Passed, Check(() => new Masked()).Verdict);
    }

    [Fact]
    public void A_buffer_that_marks_what_is_not_set_by_NaN_is_a_question()
    {
        CheckResult result = Check(() => new NotCalibrated());

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
    }

    [Fact]
    public void Layers_of_TorchSharp_pass()
    {
        Assert.Equal(
            Verdict.Passed,
            CheckTest.Run(Id, ModelSubject.For(() => TransformerEncoderLayer(8, 2, 16)).WithForward<TransformerEncoderLayer>(
                (layer, inputs) => layer.call((Tensor)inputs[0]!, null, null)).WithInput(n => randn(5, n, 8))).Verdict);
        Assert.Equal(
            Verdict.Passed,
            CheckTest.Run(Id, ModelSubject.For(() => Sequential(Conv2d(3, 8, 3), BatchNorm2d(8), ConvTranspose2d(8, 3, 3)))
                .WithInput(n => randn(n, 3, 8, 8))).Verdict);
        Assert.Equal(
            Verdict.Passed,
            CheckTest.Run(Id, ModelSubject.For(() => Sequential(LayerNorm([4, 6]), Linear(6, 3))).WithInput(n => randn(n, 4, 6))).Verdict);
    }

    private static CheckResult Check<TModel>(Func<TModel> build)
        where TModel : class => CheckTest.Run(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)));

    private static TLayer With<TLayer>(TLayer layer, Action<TLayer> change)
    {
        using IDisposable _ = no_grad();
        change(layer);
        return layer;
    }

    private static Linear Constant(Linear layer) => With(layer, each =>
    {
        each.weight!.fill_(0.1);
        each.bias!.fill_(0.0);
    });

    private sealed class Registers : Module<Tensor, Tensor>
    {
        private readonly Parameter registers = Parameter(full(4, 6, 0.02));
        private readonly Linear head = Linear(6, 3);

        public Registers()
            : base(nameof(Registers)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor weights = functional.softmax(input.mm(registers.t()), 1);
            return head.call(input + weights.mm(registers));
        }
    }

    private sealed class SpecialButRight : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(6, 6);
        private readonly Linear branch = With(Linear(6, 6), layer => layer.weight!.zero_());
        private readonly Parameter mixing = Parameter(eye(6));
        private readonly Parameter gate = Parameter(full(1, 6, 1e-4));
        private readonly Embedding words = With(Embedding(5, 6), table => table.weight!.narrow(0, 0, 2).zero_());

        public SpecialButRight()
            : base(nameof(SpecialButRight)) => RegisterComponents();

        public override Tensor forward(Tensor input) =>
            (first.call(input).mm(mixing) * gate) + branch.call(input) + words.call(arange(input.shape[0]));
    }

    /// <summary>
    /// A layer whose weights are drawn anew in each call, around means that start as one constant in each group of units, before one
    /// that was drawn when it was built.
    /// </summary>
    private sealed class Drawn : Module<Tensor, Tensor>
    {
        private readonly Parameter means;
        private readonly Linear head;
        private readonly Func<long[], Tensor> _noise;
        private readonly bool _isLeftOut;
        private readonly int _units;

        public Drawn(int inputs, int[] groups, Func<long[], Tensor>? noise = null, bool isLeftOut = false, int? units = null)
            : base(nameof(Drawn))
        {
            float[] starts = [.. groups.SelectMany((size, group) => Enumerable.Repeat(0.1f * (1 + group), size))];
            means = Parameter(tensor(starts).unsqueeze(1).repeat(1, inputs));
            _units = units ?? starts.Length;
            head = Linear(_units, 4);
            _noise = noise ?? (shape => randn(shape));
            _isLeftOut = isLeftOut;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            Tensor weights = means * (1 + _noise(means.shape));
            Tensor hidden = functional.linear(input, weights).narrow(1, 0, _units).tanh();
            return head.call(_isLeftOut && rand(1).item<float>() < 0.5 ? zeros_like(hidden) : hidden);
        }
    }

    private sealed class Masked : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);
        private readonly Tensor mask = full(6, 6, double.NegativeInfinity).triu(1);
        private readonly Parameter frozen = new(full(6, 6, double.NegativeInfinity).triu(1), requires_grad: false);

        public Masked()
            : base(nameof(Masked)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(functional.softmax(mask + frozen, 1).mm(input.t()).t());
    }

    private sealed class NotCalibrated : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Tensor range = full(1, double.NaN);

        public NotCalibrated()
            : base(nameof(NotCalibrated)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(range.isnan().item<bool>() ? input : input / range);
    }

    private sealed class OwnScale : Module<Tensor, Tensor>
    {
        private readonly Parameter scale;
        private readonly Linear head = Linear(6, 3);

        public OwnScale(double value)
            : base(nameof(OwnScale))
        {
            scale = Parameter(full(6, value));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(input * scale);
    }

    private sealed class Silent : Module<Tensor, Tensor>
    {
        private readonly Linear silent = Constant(Linear(6, 3));
        private readonly Linear head = Linear(6, 3);

        public Silent()
            : base(nameof(Silent)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input) + (silent.call(input) * 0);
    }
}
