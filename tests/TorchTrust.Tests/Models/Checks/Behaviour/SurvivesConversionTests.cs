using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class SurvivesConversionTests
{
    private const string Id = "survives-conversion";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_in_three_ways()
    {
        PowerProof power = Expect.Proven(Check(() => new Right()));

        Assert.Equal(3, power.Killed);
        Assert.Superset(new HashSet<string> { "head", "scale", "mask" }, power.SeenAt.ToHashSet());
    }

    [Fact]
    public void A_parameter_that_is_registered_under_another_name_than_its_field_fails()
    {
        CheckResult result = Check(() => new OtherName());
        Finding finding = Expect.Failed(result, Severity.Error);

        Assert.Equal("after to(), weight still refers to the tensor that was registered as w before, and is disposed", finding.What);
        Assert.Equal("weight", finding.Parameter);
        Assert.Single(result.Findings);
    }

    [Fact]
    public void A_property_that_is_registered_by_its_own_name_fails()
    {
        CheckResult result = Check(() => new PropertyName());

        Expect.Failed(result, Severity.Error);
        Assert.Contains(
            result.Findings, each => each.What == "after to(), Scale refers to another tensor than the one that is registered as Scale");
        Assert.Contains(
            result.Findings, each => each.What.Contains("is registered and stays as it is all the same", StringComparison.Ordinal));
    }

    [Fact]
    public void An_array_of_the_parameters_to_regularize_fails_with_each_of_its_items()
    {
        CheckResult result = Check(() => new Regularized());

        Expect.Failed(result, Severity.Error);
        Assert.Equal(["decayed[0]", "decayed[1]"], result.Findings.Select(each => each.Parameter));
    }

    [Fact]
    public void Layers_in_a_list_are_a_question_that_names_each_tensor()
    {
        CheckResult result = Check(() => new InAList());

        Expect.Failed(result, Severity.Question);
        Assert.Equal(["layers[0].weight", "layers[0].bias"], result.Findings.Select(each => each.Parameter));
        Assert.Contains("is not registered and stays as it is", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_buffer_that_is_not_saved_is_a_question_that_blames_TorchSharp_and_passes_once_declared()
    {
        Finding finding = Expect.Failed(Check(() => new Transient()), Severity.Question);

        Assert.Equal("table", finding.Parameter);
        Assert.Contains("a defect of its own", finding.What, StringComparison.Ordinal);
        Expect.Proven(CheckTest.Run(Id, Subject(() => new Transient()).KeepsUnregisteredOnPurpose("table", "forward brings it along")));
    }

    [Fact]
    public void A_dictionary_of_modules_is_left_open_with_TorchSharps_defect_and_the_way_round()
    {
        CheckResult result = Check(() => new Named());

        Expect.Inconclusive(result, "Key: Item");
        Assert.Contains("heads (ModuleDict)", result.Reason, StringComparison.Ordinal);
        Assert.Contains("ModuleList", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_with_two_indexers_of_its_own_has_the_same_defect() => Expect.Inconclusive(
        Check(() => new TwoIndexers()), "takes no module of a type with two properties of one name: the model (TwoIndexers)");

    [Fact]
    public void A_model_that_refuses_a_conversion_is_told_in_its_own_words() => Assert.StartsWith(
        "to(Float64) throws NotSupportedException: It is quantized.",
        Expect.Failed(Check(() => new TwoIndexers("It is quantized.")), Severity.Question).What,
        StringComparison.Ordinal);

    [Fact]
    public void Two_fields_of_one_component_name_are_told_in_the_words_of_what_is_thrown()
    {
        CheckResult result = Check(() => new TwoOfOneName());

        Finding finding = Expect.Failed(result, Severity.Question);
        Assert.StartsWith(
            "to(Float64) throws ArgumentException: An item with the same key has already been added. Key: scale",
            finding.What,
            StringComparison.Ordinal);
        Assert.DoesNotContain("Dictionary<string, int>", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_that_was_disposed_and_is_not_used_is_no_business_of_a_conversion()
    {
        CheckResult result = Check(() => new DisposedAtOnce());

        Assert.True(result.Verdict == Verdict.Passed, result.ToString());
    }

    [Fact]
    public void A_conversion_of_the_users_own_that_rounds_fails_with_what_does_not_come_back()
    {
        Finding finding = Expect.Failed(Check(() => new ConvertsItself(scale => scale.mul_(1.001))), Severity.Error);

        Assert.Equal(("scale has other bits after to(Float64) and to(Float32)", "scale"), (finding.What, finding.Parameter));
    }

    [Fact]
    public void A_conversion_of_the_users_own_that_loses_a_tensor_fails() => Assert.Contains(
        "scale", Expect.Failed(Check(() => new ConvertsItself(scale => scale.Dispose())), Severity.Error).What, StringComparison.Ordinal);

    [Fact]
    public void A_parameter_of_two_modules_is_the_business_of_another_check()
    {
        CheckResult result = Check(() => new TwoScales());

        Assert.True(result.Severity == Severity.Question, string.Join(" | ", result.Findings.Select(each => each.What)));
        Assert.DoesNotContain(result.Findings, each => each.What.Contains("other bits", StringComparison.Ordinal));
    }

    [Fact]
    public void What_throws_in_float64_in_one_mode_only_is_found()
    {
        Func<Tensor, Tensor> insists = x => x.mm(ones(6, 6, dtype: ScalarType.Float32));

        Expect.Failed(Check(() => new ByMode(eval: insists, training: x => x)), Severity.Question);
        Expect.Failed(Check(() => new ByMode(eval: x => x, training: insists)), Severity.Question);
    }

    [Fact]
    public void A_model_of_float64_is_called_with_no_other_inputs_than_it_takes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Sequential(
            new Computes(x => x.mm(ones(6, 6, dtype: ScalarType.Float32)).to(ScalarType.Float64)),
            Linear(6, 3, dtype: ScalarType.Float64))).WithInput(n => randn(n, 6)));

        Assert.True(result.Verdict == Verdict.Passed, string.Join(" | ", result.Findings.Select(each => each.What)));
    }

    [Fact]
    public void A_tensor_that_forward_makes_in_float32_is_a_question_with_its_place()
    {
        CheckResult result = Check(() => new InsistsOnFloat32());
        Finding finding = Expect.Failed(result, Severity.Question);

        Assert.Single(result.Findings);
        Assert.Contains("converted to float64, the model throws", finding.What, StringComparison.Ordinal);
        Assert.Contains("InsistsOnFloat32.forward", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_casts_what_it_is_given_has_chosen_its_dtype_and_passes_after_one_call()
    {
        ModelSubject casting = ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))
            .WithForward<Linear>((model, inputs) => model.call(((Tensor)inputs[0]!).to(ScalarType.Float32)));

        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, casting).Verdict);
        Assert.Single(StepList.Of(Id, casting), step => step.Contains("calling the converted model in ", StringComparison.Ordinal));
    }

    [Fact]
    public void One_cast_input_of_two_is_a_choice_and_a_cast_of_whole_numbers_is_none()
    {
        ModelSubject Adds(Func<long, Tensor> other) => ModelSubject.For(() => Linear(6, 3)).WithInputs(n => [randn(n, 6), other(n)])
            .WithForward<Linear>((model, inputs) => model.call(((Tensor)inputs[1]!).to(ScalarType.Float32)) + ((Tensor)inputs[0]!).sum());

        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, Adds(n => randn(n, 6))).Verdict);
        Assert.Contains(
            "converted to float64, the model throws",
            Expect.Failed(CheckTest.Run(Id, Adds(n => randint(0, 9, [n, 6]))), Severity.Question).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_throws_as_it_is_says_nothing_of_its_conversion() => Assert.Equal(
        Verdict.Passed,
        ModelTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))
            .WithForward<Linear>((_, _) => throw new InvalidOperationException("broken"))).Verdict);

    [Fact]
    public void A_tensor_that_is_put_on_meta_is_told_before_it_is() => Assert.Contains(
        "on what the check has altered, calling with table on meta", StepList.Of(Id, Subject(() => new Transient())));

    [Fact]
    public void Auto_properties_pass() => Expect.Proven(Check(() => new AutoProperties()));

    [Fact]
    public void A_model_of_float64_passes_the_other_way() => Expect.Proven(Check(() =>
    {
        var model = new Right();
        model.to(ScalarType.Float64);
        return model;
    }, ScalarType.Float64));

    [Fact]
    public void Batch_statistics_integer_tables_and_frozen_layers_pass() => Expect.Proven(Check(() => new Mixed()));

    [Fact]
    public void TorchSharps_lists_of_parameters_and_of_layers_pass()
    {
        CheckResult result = Check(() => new Lists());

        Assert.True(result.Verdict == Verdict.Passed, result.ToString());
    }

    [Fact]
    public void Complex_parameters_are_skipped() => Expect.Skipped(Check(() => new Turned()), "imaginary parts");

    [Fact]
    public void Without_a_floating_tensor_there_is_nothing_to_convert()
    {
        Expect.Skipped(Check(() => Tanh()), "no tensor that could be converted");
        Expect.Skipped(Check(() => new Ordered()), "no tensor that could be converted");
    }

    [Fact]
    public void A_model_that_exists_is_skipped_with_the_line_to_write()
    {
        using var model = new Right();

        Expect.Skipped(CheckTest.Run(Id, ModelSubject.Of(model).WithInput(n => randn(n, 6))), "ModelSubject.For(() =>");
    }

    private static CheckResult Check<TModel>(Func<TModel> build, ScalarType dtype = ScalarType.Float32)
        where TModel : class => CheckTest.Run(Id, Subject(build, dtype));

    private static ModelSubject Subject<TModel>(Func<TModel> build, ScalarType dtype = ScalarType.Float32)
        where TModel : class => ModelSubject.For(build).WithInput(n => randn(n, 6, dtype: dtype));

    private sealed class Right : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);
        private readonly Parameter scale = Parameter(ones(6));
        private readonly Tensor mask = ones(6);

        public Right()
            : base(nameof(Right)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input) * scale * mask;
    }

    private sealed class OtherName : Module<Tensor, Tensor>
    {
        private readonly Parameter weight = Parameter(ones(6));

        public OtherName()
            : base(nameof(OtherName)) => register_parameter("w", weight);

        public override Tensor forward(Tensor input) => input * weight;
    }

    private sealed class PropertyName : Module<Tensor, Tensor>
    {
        public PropertyName()
            : base(nameof(PropertyName)) => register_parameter("Scale", Scale);

        public Parameter Scale { get; set; } = Parameter(ones(6));

        public override Tensor forward(Tensor input) => input * Scale;
    }

    private sealed class TwoIndexers : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly string? _refusal;

        public TwoIndexers(string? refusal = null)
            : base(nameof(TwoIndexers))
        {
            _refusal = refusal;
            RegisterComponents();
        }

        public Parameter this[int index] => index == 0 ? head.weight! : head.bias!;

        public Parameter this[string name] => name == "weight" ? head.weight! : head.bias!;

        public override Tensor forward(Tensor input) => head.call(input);

        protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
        {
            if (_refusal is not null)
            {
                throw new NotSupportedException(_refusal);
            }

            base._toEpilog(dtype, device, non_blocking);
        }
    }

    private sealed class TwoOfOneName : Module<Tensor, Tensor>
    {
        [ComponentName(Name = "scale")]
        private readonly Parameter _first = Parameter(ones(6));

        [ComponentName(Name = "scale")]
        private readonly Parameter _second = Parameter(ones(6));

        public TwoOfOneName()
            : base(nameof(TwoOfOneName)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input * _first * _second;
    }

    private sealed class DisposedAtOnce : Module<Tensor, Tensor>
    {
        private readonly Parameter scratch = Parameter(ones(6));
        private readonly Linear head = Linear(6, 6);

        public DisposedAtOnce()
            : base(nameof(DisposedAtOnce))
        {
            RegisterComponents();
            scratch.Dispose();
        }

        public override Tensor forward(Tensor input) => head.call(input);
    }

    private sealed class ConvertsItself : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);
        private readonly Tensor scale = ones(6);
        private readonly Action<Tensor> _change;

        public ConvertsItself(Action<Tensor> change)
            : base(nameof(ConvertsItself))
        {
            _change = change;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(input);

        protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
        {
            base._toEpilog(dtype, device, non_blocking);
            if (dtype == ScalarType.Float32)
            {
                _change(scale);
            }
        }
    }

    private sealed class Scale(Parameter scale) : Module<Tensor, Tensor>(nameof(Scale))
    {
        private readonly Parameter scale = scale;

        public Scale Registered()
        {
            RegisterComponents();
            return this;
        }

        public override Tensor forward(Tensor input) => input * scale;
    }

    private sealed class TwoScales : Module<Tensor, Tensor>
    {
        private readonly Scale first;
        private readonly Scale second;

        public TwoScales()
            : base(nameof(TwoScales))
        {
            Parameter shared = Parameter(ones(6));
            first = new Scale(shared).Registered();
            second = new Scale(shared).Registered();
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => second.call(first.call(input));
    }

    private sealed class Ordered : Module<Tensor, Tensor>
    {
        private readonly Tensor order = tensor(new long[] { 5, 4, 3, 2, 1, 0 });

        public Ordered()
            : base(nameof(Ordered)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input.index_select(1, order);
    }

    private sealed class Regularized : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(6, 6);
        private readonly Linear second = Linear(6, 3);
        private readonly Parameter[] decayed;

        public Regularized()
            : base(nameof(Regularized))
        {
            RegisterComponents();
            decayed = [first.weight!, second.weight!];
        }

        public Tensor Penalty() => decayed.Select(parameter => parameter.square().sum()).Aggregate((a, b) => a + b);

        public override Tensor forward(Tensor input) => second.call(first.call(input));
    }

    private sealed class InAList : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);
        private readonly List<Linear> layers = [Linear(6, 6)];

        public InAList()
            : base(nameof(InAList)) => RegisterComponents();

        public override Tensor forward(Tensor input) => layers[0].call(head.call(input));
    }

    private sealed class Transient : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);
        private readonly Tensor table = linspace(0, 1, 6);

        public Transient()
            : base(nameof(Transient))
        {
            register_buffer("table", table, persistent: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(input + table.to(input.dtype));
    }

    private sealed class Named : Module<Tensor, Tensor>
    {
        private readonly ModuleDict<Module<Tensor, Tensor>> heads =
            ModuleDict<Module<Tensor, Tensor>>(("left", Linear(6, 3)), ("right", Linear(6, 3)));

        public Named()
            : base(nameof(Named)) => RegisterComponents();

        public override Tensor forward(Tensor input) => heads["left"].call(input) + heads["right"].call(input);
    }

    private sealed class InsistsOnFloat32 : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);

        public InsistsOnFloat32()
            : base(nameof(InsistsOnFloat32)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(functional.linear(input, eye(6, dtype: ScalarType.Float32)));
    }

    private sealed class AutoProperties : Module<Tensor, Tensor>
    {
        public AutoProperties()
            : base(nameof(AutoProperties)) => RegisterComponents();

        public Parameter Scale { get; } = Parameter(ones(6));

        public Linear Head { get; } = Linear(6, 3);

        public override Tensor forward(Tensor input) => Head.call(input * Scale);
    }

    private sealed class Mixed : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);
        private readonly BatchNorm1d norm = BatchNorm1d(6);
        private readonly Tensor order = tensor(new long[] { 5, 4, 3, 2, 1, 0 });

        public Mixed()
            : base(nameof(Mixed))
        {
            head.weight!.requires_grad = false;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => norm.call(head.call(input)).index_select(1, order);
    }

    private sealed class Lists : Module<Tensor, Tensor>
    {
        private readonly ParameterList scales = ParameterList(Parameter(ones(6)), Parameter(rand(6)));
        private readonly ModuleList<Module<Tensor, Tensor>> layers = ModuleList<Module<Tensor, Tensor>>(Linear(6, 6), Tanh());

        public Lists()
            : base(nameof(Lists)) => RegisterComponents();

        public override Tensor forward(Tensor input) => layers[1].call(layers[0].call(input * scales[0])) * scales[1];
    }

    private sealed class Turned : Module<Tensor, Tensor>
    {
        private readonly Parameter phase = Parameter(ones(6, dtype: ScalarType.ComplexFloat32));

        public Turned()
            : base(nameof(Turned)) => RegisterComponents();

        public override Tensor forward(Tensor input) => (input * phase).abs();
    }
}
