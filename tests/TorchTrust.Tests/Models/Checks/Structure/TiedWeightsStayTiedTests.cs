using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Structure;

public sealed class TiedWeightsStayTiedTests
{
    private const string Id = "tied-weights-stay-tied";

    [Fact]
    public void Where_the_native_library_keeps_a_second_name_tied_there_is_no_blind_place()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => new SharedWords()).WithInput(n => randint(9, new long[] { n, 4 }, dtype: ScalarType.Int64)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.Empty(result.Power!.BlindAt);
        Assert.Contains(result.Power.Mutants, mutant => mutant is { Site: "first.words.weight", Outcome: MutantOutcome.Equivalent });
    }

    [Fact]
    public void A_layer_that_two_blocks_share_passes_and_the_check_could_have_failed()
    {
        PowerProof power = Expect.Proven(Check(() => new SharedLayer()));

        Assert.Contains(power.SeenAt, site => site.EndsWith("inner.weight", StringComparison.Ordinal));
    }

    [Fact]
    public void One_parameter_object_in_two_layers_is_a_question_that_names_both_places_and_the_way_round()
    {
        CheckResult result = Check(() => new SharedParameter());

        Finding finding = Expect.Failed(result, Severity.Question);
        Assert.StartsWith(
            "encoder.weight and decoder.weight are one parameter as built; to(Float64) throws", finding.What, StringComparison.Ordinal);
        Assert.EndsWith("and they are two", finding.What, StringComparison.Ordinal);
        Assert.Contains("Share the module", result.Remedy, StringComparison.Ordinal);
        Assert.Contains("in forward", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_layer_beside_a_shared_parameter_is_not_blamed()
    {
        CheckResult result = Check(() => Sequential(("shared", new SharedLayer()), ("tied", new SharedParameter())));

        Expect.Failed(result, Severity.Question);
        Assert.Equal("tied.encoder.weight", Assert.Single(result.Findings).Parameter);
    }

    [Fact]
    public void A_field_for_the_weight_of_another_layer_is_a_question()
    {
        Finding finding = Expect.Failed(Check(() => new SecondField()), Severity.Question);

        Assert.Contains("encoder.weight", finding.What, StringComparison.Ordinal);
        Assert.Contains("after to(Float64) they are two", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_load_of_the_users_own_that_takes_them_apart_is_a_question()
    {
        CheckResult result = Check(() => new LoadsApart());

        Expect.Failed(result, Severity.Question);
        Assert.Contains(
            "after its state dictionary was loaded they are two", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_weight_that_comes_apart_is_named()
    {
        CheckResult result = Check(() => Sequential(("first", new SecondField()), ("second", new SecondField())));

        Assert.Equal(["first.encoder.weight", "second.encoder.weight"], result.Findings.Select(finding => finding.Parameter));
    }

    [Fact]
    public void Three_places_that_come_apart_are_several()
    {
        CheckResult result = Check(() => new SecondField(places: 2));

        Assert.Equal(
            "encoder.weight and kept[0] and kept[1] are one parameter as built; after to(Float64) they are several",
            Assert.Single(result.Findings).What);
    }

    [Fact]
    public void A_weight_of_float64_among_others_comes_apart_on_the_way_back()
    {
        Finding finding = Expect.Failed(Check(() => new Mixed()), Severity.Question);

        Assert.Contains("after to(Float32) they are two", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_tied_in_the_first_instance_only_are_a_question()
    {
        int builds = 0;
        Finding finding = Expect.Failed(Check(() => new SecondField(isTied: builds++ == 0)), Severity.Question);

        Assert.Contains("in a second instance they are two", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_conversion_that_throws_for_another_reason_decides_nothing()
    {
        CheckResult result = Check(() => Sequential(("shared", new SharedLayer()), ("quantized", new Quantized())));

        Expect.Inconclusive(
            result,
            "The model cannot be converted (to(Float64) throws NotSupportedException: Quantized weights stay as they are.): "
                + "see survives-conversion.");
    }

    [Fact]
    public void What_came_apart_before_a_conversion_throws_is_a_question()
    {
        CheckResult result = Check(() => new LoadsApart(new Quantized()));

        Expect.Failed(result, Severity.Question);
        Assert.Contains("after its state dictionary was loaded", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void The_weight_of_another_layer_that_forward_looks_up_is_held_once_and_skipped() =>
        Expect.Skipped(Check(() => new LooksUp()), "No parameter is held in two places");

    [Fact]
    public void Two_layers_of_equal_values_are_not_tied() =>
        Expect.Skipped(Check(() => new EqualValues()), "No parameter is held in two places");

    [Fact]
    public void The_same_layer_twice_in_a_row_passes_but_without_a_module_of_the_users_own_it_cannot_be_shown()
    {
        CheckResult result = Check(() =>
        {
            Module<Tensor, Tensor> layer = Linear(6, 6);
            return Sequential(("first", layer), ("act", Tanh()), ("again", layer));
        });

        Assert.Equal((Verdict.Passed, false), (result.Verdict, result.Power!.IsShown));
    }

    [Fact]
    public void A_model_that_exists_is_skipped_with_the_line_to_write()
    {
        using var model = new SharedLayer();

        Expect.Skipped(CheckTest.Run(Id, ModelSubject.Of(model).WithInput(n => randn(n, 6))), "ModelSubject.For(() =>");
    }

    private static CheckResult Check<TModel>(Func<TModel> build)
        where TModel : class => CheckTest.Run(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)));

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Linear inner;

        public Block(Linear inner)
            : base(nameof(Block))
        {
            this.inner = inner;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => inner.call(input).tanh();
    }

    private sealed class SharedLayer : Module<Tensor, Tensor>
    {
        private readonly Block first;
        private readonly Block second;

        public SharedLayer()
            : base(nameof(SharedLayer))
        {
            Linear inner = Linear(6, 6);
            first = new Block(inner);
            second = new Block(inner);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => second.call(first.call(input));
    }

    private sealed class SharedParameter : Module<Tensor, Tensor>
    {
        private readonly Linear encoder = Linear(6, 6);
        private readonly Linear decoder = Linear(6, 6);

        public SharedParameter()
            : base(nameof(SharedParameter))
        {
            decoder.weight = encoder.weight;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => decoder.call(encoder.call(input));
    }

    private sealed class SecondField : Module<Tensor, Tensor>
    {
        private readonly Linear encoder = Linear(6, 6);
        private readonly Parameter[] kept;

        public SecondField(int places = 1, bool isTied = true)
            : base(nameof(SecondField))
        {
            kept = [.. Enumerable.Range(0, places).Select(_ => isTied ? encoder.weight! : Parameter(rand(6, 6)))];
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => functional.linear(encoder.call(input), kept[0]);
    }

    private sealed class LoadsApart : Module<Tensor, Tensor>
    {
        private readonly Linear encoder = Linear(6, 6);
        private readonly Module<Tensor, Tensor>? before;
        private Tensor? kept;

        public LoadsApart(Module<Tensor, Tensor>? before = null)
            : base(nameof(LoadsApart))
        {
            this.before = before;
            RegisterComponents();
            kept = encoder.weight!;
        }

        public override Tensor forward(Tensor input) => functional.linear(encoder.call(before?.call(input) ?? input), kept!);

        public override (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
            Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
        {
            kept = source["encoder.weight"].clone().DetachFromDisposeScope();
            return base.load_state_dict(source, strict, skip);
        }
    }

    private sealed class LooksUp : Module<Tensor, Tensor>
    {
        private readonly Linear encoder = Linear(6, 6);

        public LooksUp()
            : base(nameof(LooksUp)) => RegisterComponents();

        public override Tensor forward(Tensor input) => functional.linear(encoder.call(input), encoder.weight!.t());
    }

    private sealed class EqualValues : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(6, 6);
        private readonly Linear second = Linear(6, 6);

        public EqualValues()
            : base(nameof(EqualValues))
        {
            using (no_grad())
            {
                second.weight!.copy_(first.weight!);
            }

            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => second.call(first.call(input));
    }

    private sealed class Mixed : Module<Tensor, Tensor>
    {
        private readonly Linear encoder = Linear(6, 6, dtype: ScalarType.Float64);
        private readonly Linear head = Linear(6, 3);
        private readonly Parameter[] kept;

        public Mixed()
            : base(nameof(Mixed))
        {
            kept = [encoder.weight!];
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) =>
            head.call(functional.linear(encoder.call(input.to(encoder.weight!.dtype)), kept[0]).to(head.weight!.dtype));
    }

    private sealed class Quantized : Module<Tensor, Tensor>
    {
        private readonly Linear inner = Linear(6, 6);

        public Quantized()
            : base(nameof(Quantized)) => RegisterComponents();

        public override Tensor forward(Tensor input) => inner.call(input);

        protected override Module _to(ScalarType dtype, bool non_blocking) =>
            throw new NotSupportedException("Quantized weights stay as they are.");
    }

    private sealed class SharedWords : Module<Tensor, Tensor>
    {
        private readonly Reader first;
        private readonly Reader second;

        public SharedWords()
            : base(nameof(SharedWords))
        {
            Embedding words = Embedding(9, 5);
            first = new Reader(words);
            second = new Reader(words);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => first.call(input) + second.call(input);
    }

    private sealed class Reader : Module<Tensor, Tensor>
    {
        private readonly Embedding words;

        public Reader(Embedding words)
            : base(nameof(Reader))
        {
            this.words = words;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => words.call(input);
    }
}
