using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Structure;

public sealed class EverythingIsRegisteredTests
{
    private const string Id = "everything-is-registered";

    [Fact]
    public void What_is_declared_to_stand_outside_is_no_place_for_a_proof()
    {
        ModelSubject subject = ModelSubject.For(() => new Positioned()).WithInput(n => randn(n, 6));
        PowerProof undeclared = Expect.Proven(CheckTest.Run(Id, subject));
        PowerProof declared = Expect.Proven(
            CheckTest.Run(Id, subject.KeepsUnregisteredOnPurpose("positions", "The constructor computes it.")));

        Assert.Contains("positions", undeclared.SeenAt);
        Assert.DoesNotContain(declared.Mutants, mutant => mutant.Site == "positions");
    }

    [Fact]
    public void A_cache_that_each_call_disposes_and_makes_anew_is_told()
    {
        CheckResult result = CheckTest.Run(
            "everything-is-registered", ModelSubject.For(() => new ReplacesItsCache()).WithInput(n => randn(n, 6)));

        Assert.StartsWith("_cache (", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_at_each_layer_and_parameter()
    {
        CheckResult result = Check(() => new RightBlock());

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Equal(["first", "mask", "scale"], result.Power.SeenAt.Order());
    }

    [Fact]
    public void Layers_in_a_list_fail_with_the_list_named()
    {
        CheckResult result = Check(() => new LayersInList());

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Error, result.Severity);
        Assert.Equal(["layers[0]", "layers[1]"], result.Findings.Select(finding => finding.Module));
        Assert.All(result.Findings, finding => Assert.Contains("stands in a List", finding.What, StringComparison.Ordinal));
        Assert.Contains("ModuleList", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_in_an_array_fail()
    {
        CheckResult result = Check(() => new ParametersInArray());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("scales[0]", finding.Parameter);
        Assert.Contains("stands in an array", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forgotten_call_of_RegisterComponents_fails()
    {
        CheckResult result = Check(() => new ForgottenCall());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("RegisterComponents never ran", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_a_derived_class_sets_after_its_base_registered_fails_with_both_classes_named()
    {
        CheckResult result = Check(() => new Derived());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("head", finding.Module);
        Assert.Contains("which the constructor of Base calls before that of Derived", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_was_replaced_after_registration_fails()
    {
        CheckResult result = Check(() => new Replaced());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("replaced the one that had been registered", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_is_added_to_a_registered_ModuleList_fails()
    {
        CheckResult result = Check(() => new AddedTooLate());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("layers.1", finding.Module);
        Assert.Contains("was added to a ModuleList that had been registered already", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_the_first_call_makes_fails()
    {
        CheckResult result = Check(() => new MadeByTheFirstCall());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("is made by the first call", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void It_costs_one_way_back() => Assert.Equal(1, Check(() => new LayersBesideTable()).Passes.Backward);

    [Fact]
    public void A_layer_that_a_lambda_captures_fails()
    {
        CheckResult result = Check(() => new Captured());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("is captured by a lambda", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_a_derived_class_hides_by_its_name_fails()
    {
        CheckResult result = Check(() => new SameName());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("is hidden by a field of the same name in SameName", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_network_in_an_array_is_a_question_until_it_is_declared()
    {
        ModelSubject subject = ModelSubject.For(() => new HiddenTarget()).WithInput(n => randn(n, 6));
        CheckResult asked = CheckTest.Run(Id, subject);
        CheckResult declared = CheckTest.Run(Id, subject.KeepsUnregisteredOnPurpose("_target", "moved by an average of the weights"));

        Assert.Equal((Verdict.Failed, Severity.Question), (asked.Verdict, asked.Severity));
        Assert.Contains("KeepsUnregisteredOnPurpose", asked.Remedy, StringComparison.Ordinal);
        Assert.Equal(Verdict.Passed, declared.Verdict);
    }

    [Fact]
    public void A_target_network_whose_gradients_are_from_before_is_a_question()
    {
        CheckResult result = Check(() => new HiddenTarget(hasGradients: true));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.EndsWith("it is neither saved nor moved with the model", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_whose_gradient_is_from_before_is_a_question_also_where_the_model_cannot_be_called()
    {
        ModelSubject subject = ModelSubject.For(() => new TablesInArray(hasGradient: true)).WithInput(n => randn(n, 6));
        CheckResult called = CheckTest.Run(Id, subject);
        CheckResult refused = CheckTest.Run(Id, subject.WithInput(n => randn(n, 5)));

        Assert.Equal((Verdict.Failed, Severity.Question), (called.Verdict, called.Severity));
        Assert.Equal((Verdict.Failed, Severity.Question), (refused.Verdict, refused.Severity));
        Assert.Contains("neither saved nor moved", Assert.Single(called.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_is_computed_from_a_parameter_is_a_question_since_no_optimizer_should_get_it()
    {
        CheckResult result = Check(() => new ComputedFromParameter());

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Equal("_scaled[0]", Assert.Single(result.Findings).Parameter);
    }

    [Fact]
    public void Layers_beside_a_table_are_an_error_and_each_is_told_with_what_it_costs()
    {
        CheckResult result = Check(() => new LayersBesideTable());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal(2, result.Findings.Count);
        Finding norm = result.Findings.Single(finding => finding.Module == "norms[0]");
        Finding table = result.Findings.Single(finding => finding.Parameter == "tables[0]");
        Assert.Equal((null, 25), (norm.Parameter, norm.Numbers["elements"]));
        Assert.Equal((null, 6), (table.Module, table.Numbers["elements"]));
        Assert.Equal(
            "norms[0] (BatchNorm1d) stands in an array, which RegisterComponents does not look into: no optimizer gets it, "
                + "though gradients reach it",
            norm.What);
        Assert.Equal(
            "tables[0] (Tensor [6]) stands in an array, which RegisterComponents does not look into: "
                + "it is neither saved nor moved with the model",
            table.What);
    }

    [Fact]
    public void A_table_in_an_array_is_a_question()
    {
        CheckResult result = Check(() => new TablesInArray());

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Contains("neither saved nor moved", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Activations_in_a_list_and_second_references_to_registered_layers_pass()
    {
        Assert.Equal(Verdict.Passed, Check(() => new SecondReferences()).Verdict);
    }

    [Fact]
    public void A_cache_that_the_first_call_fills_passes()
    {
        Assert.Equal(Verdict.Passed, Check(() => new Cached()).Verdict);
    }

    [Fact]
    public void Lists_of_an_object_that_is_no_module_hold_models_of_their_own()
    {
        ModelSubject subject = ModelSubject.For(() => new Ensemble()).WithInput(n => randn(n, 6))
            .WithForward<Ensemble>((ensemble, inputs) => ensemble.Predict((Tensor)inputs[0]!));

        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject).Verdict);
    }

    [Fact]
    public void A_ModuleDict_and_a_ParameterList_pass()
    {
        Assert.Equal(Verdict.Passed, Check(() => new Containers()).Verdict);
    }

    private static CheckResult Check<TModel>(Func<TModel> build)
        where TModel : class => CheckTest.Run(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)));

    private sealed class ReplacesItsCache : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);
        private Tensor _cache;

        public ReplacesItsCache()
            : base(nameof(ReplacesItsCache))
        {
            RegisterComponents();
            _cache = zeros(6);
        }

        public override Tensor forward(Tensor input)
        {
            _cache.Dispose();
            _cache = zeros(6).DetachFromDisposeScope();
            return head.call(input + _cache);
        }
    }

    private sealed class LayersInList : Module<Tensor, Tensor>
    {
        private readonly List<Module<Tensor, Tensor>> layers = [Linear(6, 6), Linear(6, 3)];

        public LayersInList()
            : base(nameof(LayersInList)) => RegisterComponents();

        public override Tensor forward(Tensor input) => layers.Aggregate(input, (x, layer) => layer.call(x));
    }

    private sealed class ParametersInArray : Module<Tensor, Tensor>
    {
        private readonly Parameter[] scales = [Parameter(ones(6))];
        private readonly Linear head = Linear(6, 3);

        public ParametersInArray()
            : base(nameof(ParametersInArray)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input * scales[0]);
    }

    private sealed class ForgottenCall : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public ForgottenCall()
            : base(nameof(ForgottenCall))
        {
        }

        public override Tensor forward(Tensor input) => head.call(input);
    }

    private class Base : Module<Tensor, Tensor>
    {
        private readonly Linear body = Linear(6, 6);

        protected Base(string name)
            : base(name) => RegisterComponents();

        public override Tensor forward(Tensor input) => body.call(input);
    }

    private sealed class Derived : Base
    {
        private readonly Linear head;

        public Derived()
            : base(nameof(Derived))
        {
            head = Linear(6, 3);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(base.forward(input));
    }

    private sealed class SameName : Base
    {
        private readonly Linear body = Linear(6, 6);

        public SameName()
            : base(nameof(SameName)) => RegisterComponents();

        public override Tensor forward(Tensor input) => body.call(base.forward(input));
    }

    private sealed class AddedTooLate : Module<Tensor, Tensor>
    {
        private readonly ModuleList<Module<Tensor, Tensor>> layers = ModuleList<Module<Tensor, Tensor>>(Linear(6, 6));

        public AddedTooLate()
            : base(nameof(AddedTooLate))
        {
            RegisterComponents();
            layers.Add(Linear(6, 3));
        }

        public override Tensor forward(Tensor input) => layers.Aggregate(input, (x, layer) => layer.call(x));
    }

    private sealed class MadeByTheFirstCall : Module<Tensor, Tensor>
    {
        private Linear? head;

        public MadeByTheFirstCall()
            : base(nameof(MadeByTheFirstCall)) => RegisterComponents();

        public override Tensor forward(Tensor input) => (head ??= Linear(input.shape[1], 3)).call(input);
    }

    private sealed class Captured : Module<Tensor, Tensor>
    {
        private readonly Func<Tensor, Tensor> project;
        private readonly Linear head = Linear(6, 3);

        public Captured()
            : base(nameof(Captured))
        {
            Linear inner = Linear(6, 6);
            project = x => inner.call(x);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(project(input));
    }

    private sealed class HiddenTarget : Module<Tensor, Tensor>
    {
        private readonly Linear online = Linear(6, 3);
        private readonly Linear[] _target = [Linear(6, 3)];

        public HiddenTarget(bool hasGradients = false)
            : base(nameof(HiddenTarget))
        {
            RegisterComponents();
            if (hasGradients)
            {
                _target[0].weight.sum().backward();
            }
        }

        public override Tensor forward(Tensor input)
        {
            Tensor target;
            using (no_grad())
            {
                target = _target[0].call(input);
            }

            return online.call(input) - target;
        }
    }

    private sealed class TablesInArray : Module<Tensor, Tensor>
    {
        private readonly Tensor[] tables = [linspace(0, 1, 6)];
        private readonly Linear head = Linear(6, 3);

        public TablesInArray(bool hasGradient = false)
            : base(nameof(TablesInArray))
        {
            RegisterComponents();
            if (hasGradient)
            {
                tables[0].requires_grad = true;
                tables[0].sum().backward();
            }
        }

        public override Tensor forward(Tensor input) => head.call(input * tables[0].detach());
    }

    private sealed class SecondReferences : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(6, 6);
        private readonly Linear second = Linear(6, 6);
        private readonly Module<Tensor, Tensor>[] activations = [ReLU(), Tanh()];
        private readonly List<Linear> inOrder;
        private readonly Parameter[] weights;

        public SecondReferences()
            : base(nameof(SecondReferences))
        {
            inOrder = [first, second];
            weights = [first.weight, second.weight];
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) =>
            activations.Zip(inOrder).Aggregate(input, (x, pair) => pair.First.call(pair.Second.call(x))) + (0 * weights[0].sum());
    }

    private sealed class Cached : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private Tensor? positions;

        public Cached()
            : base(nameof(Cached)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            positions ??= linspace(0, 1, input.shape[1]);
            return head.call(input + positions);
        }
    }

    private sealed class Ensemble
    {
        private readonly List<Module<Tensor, Tensor>> members = [Linear(6, 3), Linear(6, 3)];

        public Tensor Predict(Tensor input) => members[0].call(input) + members[1].call(input);
    }

    private sealed class Containers : Module<Tensor, Tensor>
    {
        private readonly ModuleDict<Module<Tensor, Tensor>> heads =
            ModuleDict<Module<Tensor, Tensor>>(("a", Linear(6, 3)), ("b", Linear(6, 3)));
        private readonly ParameterList scales = new(Parameter(ones(6)), Parameter(ones(6)));

        public Containers()
            : base(nameof(Containers)) => RegisterComponents();

        public override Tensor forward(Tensor input) => heads["a"].call(input * scales[0]) + heads["b"].call(input * scales[1]);
    }

    private sealed class ComputedFromParameter : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Tensor[] _scaled;

        public ComputedFromParameter()
            : base(nameof(ComputedFromParameter))
        {
            _scaled = [head.weight * 0.5];
            _scaled[0].retain_grad();
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(input) + functional.linear(input, _scaled[0]);
    }

    private sealed class LayersBesideTable : Module<Tensor, Tensor>
    {
        private readonly BatchNorm1d[] norms = [BatchNorm1d(6)];
        private readonly Tensor[] tables = [linspace(0, 1, 6)];
        private readonly Linear head = Linear(6, 3);

        public LayersBesideTable()
            : base(nameof(LayersBesideTable)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(norms[0].call(input) * tables[0]);
    }

    private sealed class Positioned : Module<Tensor, Tensor>
    {
        private readonly Tensor positions = arange(6).to(ScalarType.Float32);
        private readonly Linear head = Linear(6, 3);

        public Positioned()
            : base(nameof(Positioned)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input + positions);
    }
}
