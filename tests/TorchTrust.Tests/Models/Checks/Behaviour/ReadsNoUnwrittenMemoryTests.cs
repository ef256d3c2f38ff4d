using TorchSharp.Modules;
using TorchTrust.Probes;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class ReadsNoUnwrittenMemoryTests
{
    private const string Id = "reads-no-unwritten-memory";

    public ReadsNoUnwrittenMemoryTests()
    {
        if (!PoisonedMemory.IsSupported() || BackendSelfTest.BrokenOperations.Count > 0)
        {
            Assert.Skip(
                "Needs glibc, a process that is started as Properties/launchSettings.json says, and a backend that computes right.");
        }
    }

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_at_each_module()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 8), LayerNorm(8), Linear(8, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal(["", "0", "1", "2"], Expect.Proven(result).SeenAt.Order());
    }

    [Fact]
    public void The_weights_that_GroupNorm_leaves_unwritten_are_named_with_the_way_around()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Grouped(writes: false)).WithInput(n => randn(n, 4, 5, 5)));

        Finding finding = Expect.Failed(result, Severity.Error);
        Assert.Equal("norm", finding.Module);
        Assert.Equal(["norm.bias", "norm.weight"], result.Findings.Select(each => each.Parameter).Order());
        Assert.Contains("is never written", finding.What, StringComparison.Ordinal);
        Assert.Contains("init.ones_(norm.weight)", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_GroupNorm_whose_weights_are_written_passes() => Expect.Proven(
        CheckTest.Run(Id, ModelSubject.For(() => new Grouped(writes: true)).WithInput(n => randn(n, 4, 5, 5))));

    [Fact]
    public void An_empty_tensor_taken_for_zeros_fails_and_is_located()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 3), new Computes(x => x + empty_like(x)))).WithInput(n => randn(n, 6)));

        Finding finding = Expect.Failed(result, Severity.Error);
        Assert.Equal("1", finding.Module);
        Assert.Contains("the output depends on what lies in free memory; it arises in 1", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_eval_mode_only_leaves_unwritten_is_found() => Expect.Failed(
        CheckTest.Run(Id, ModelSubject.For(() => new ByMode(x => x + empty_like(x), x => x)).WithInput(n => randn(n, 6))), Severity.Error);

    [Fact]
    public void An_unwritten_weight_and_an_unwritten_output_are_both_named()
    {
        CheckResult result = CheckTest.Run(
            Id,
            ModelSubject.For(() => Sequential(new Grouped(writes: false), new Computes(x => x + empty_like(x))))
                .WithInput(n => randn(n, 4, 5, 5)));

        Expect.Failed(result, Severity.Error);
        Assert.Equal([null, "0.norm.bias", "0.norm.weight"], result.Findings.Select(finding => finding.Parameter).Order());
        Assert.Equal("0.norm", result.Findings[0].Module);
    }

    [Fact]
    public void What_lies_in_an_unwritten_weight_hides_no_unwritten_output()
    {
        bool isFirst = true;
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(Build).WithInput(n => randn(n, 4, 5, 5)));

        Assert.Contains(null, result.Findings.Select(finding => finding.Parameter));

        Sequential Build()
        {
            var grouped = new Grouped(writes: false);
            if (isFirst)
            {
                // As it may be by chance.
                using IDisposable _ = no_grad();
                grouped.parameters().ToList().ForEach(parameter => parameter.fill_(double.NaN));
                isFirst = false;
            }

            return Sequential(grouped, new Computes(x => x + empty_like(x)));
        }
    }

    [Fact]
    public void An_output_is_named_before_the_gradients_that_follow_from_it()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 3), new Computes(x => x * empty_like(x)))).WithInput(n => randn(n, 6)));

        Assert.StartsWith("the output depends on", Expect.Failed(result, Severity.Error).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_is_never_written_is_named_where_the_output_is_right()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 3), new Computes(EmptyBackward.Apply))).WithInput(n => randn(n, 6)));

        Assert.StartsWith("the gradient of 0.weight depends on", Expect.Failed(result, Severity.Error).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_of_outputs_that_free_memory_decides_is_found()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6)).WithForward<Linear>((model, inputs) =>
            {
                Tensor output = model.call((Tensor)inputs[0]!).detach();
                return empty(64).sum().item<float>() > 1 ? new[] { output, output } : new[] { output };
            }));

        Assert.StartsWith("the number of outputs depends on", Expect.Failed(result, Severity.Error).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_exists_is_looked_at_and_stays()
    {
        using Linear right = Linear(6, 3);

        Expect.Proven(CheckTest.Run(Id, ModelSubject.Of(right).WithInput(n => randn(n, 6))));
        Assert.Equal(18, right.weight.numel());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_tensor_that_not_every_instance_has_is_passed_over(int last)
    {
        int built = 0;

        // The session's own instance is built first, then the three that are compared.
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => new HoldsTable(++built <= last)).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void What_training_only_leaves_unwritten_is_found() => Expect.Failed(
        CheckTest.Run(Id, ModelSubject.For(() => new EmptyInTraining()).WithInput(n => randn(n, 6))), Severity.Error);

    [Fact]
    public void A_buffer_that_is_never_written_is_named()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new EmptyBuffer()).WithInput(n => randn(n, 6)));

        Assert.Equal("table", Expect.Failed(result, Severity.Error).Parameter);
    }

    [Fact]
    public void An_empty_tensor_that_is_written_before_it_is_read_passes() => Expect.Proven(CheckTest.Run(
        Id, ModelSubject.For(() => Sequential(Linear(6, 3), new Computes(x => empty_like(x).copy_(x)))).WithInput(n => randn(n, 6))));

    [Fact]
    public void Noise_and_recurrent_layers_pass() => Expect.Proven(
        CheckTest.Run(Id, ModelSubject.For(() => new NoisyRecurrence()).WithInput(n => randn(n, 5, 3))));

    [Fact]
    public void Weights_that_do_not_follow_the_seed_are_no_unwritten_ones()
    {
        var random = new Random(3);
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() =>
        {
            Linear model = Linear(6, 3);
            init.constant_(model.weight, random.NextDouble());
            return model;
        }).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    private sealed class Grouped : Module<Tensor, Tensor>
    {
        private readonly GroupNorm norm = GroupNorm(2, 4);

        public Grouped(bool writes)
            : base(nameof(Grouped))
        {
            if (writes)
            {
                init.ones_(norm.weight);
                init.zeros_(norm.bias);
            }

            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => norm.call(input);
    }

    private sealed class EmptyInTraining : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public EmptyInTraining()
            : base(nameof(EmptyInTraining)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(training ? input + empty_like(input) : input);
    }

    private sealed class EmptyBuffer : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Tensor table = empty(64);

        public EmptyBuffer()
            : base(nameof(EmptyBuffer)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input) + table[0];
    }

    private sealed class HoldsTable : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private readonly Tensor? table;

        public HoldsTable(bool holds)
            : base(nameof(HoldsTable))
        {
            table = holds ? empty(64) : null;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(input);
    }

    private sealed class EmptyBackward : autograd.SingleTensorFunction<EmptyBackward>
    {
        public override string Name => nameof(EmptyBackward);

        public static Tensor Apply(Tensor input) => apply(input);

        public override Tensor forward(autograd.AutogradContext context, params object[] inputs) => ((Tensor)inputs[0]).clone();

        public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient) => [gradient + empty_like(gradient)];
    }

    private sealed class NoisyRecurrence : Module<Tensor, Tensor>
    {
        private readonly LSTM lstm = LSTM(3, 8, batchFirst: true);

        public NoisyRecurrence()
            : base(nameof(NoisyRecurrence)) => RegisterComponents();

        public override Tensor forward(Tensor input) => lstm.call(input + randn_like(input)).Item1;
    }
}
