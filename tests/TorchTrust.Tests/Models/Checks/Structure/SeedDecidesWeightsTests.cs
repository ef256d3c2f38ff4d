using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Structure;

public sealed class SeedDecidesWeightsTests
{
    private const string Id = "seed-decides-weights";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed()
    {
        CheckResult result = Check(() => Sequential(Linear(6, 6), BatchNorm1d(6), Linear(6, 3)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Equal(2, result.Power.Killed);
    }

    [Fact]
    public void A_parameter_drawn_by_a_generator_of_dotnet_fails_with_its_name()
    {
        CheckResult result = Check(() => new DrawnByDotnet());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("scale", finding.Parameter);
        Assert.Contains("of DrawnByDotnet has other values", finding.What, StringComparison.Ordinal);
        Assert.Contains("System.Random", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_GroupNorm_that_nobody_wrote_fails_with_TorchSharp_named()
    {
        CheckResult result = Check(() => Sequential(Linear(6, 64), GroupNorm(4, 64)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal(["1.bias", "1.weight"], result.Findings.Select(finding => finding.Parameter).Order());
        Assert.All(result.Findings, finding => Assert.Equal("1", finding.Module));
        Assert.All(result.Findings, finding => Assert.Contains("TorchSharp leaves it", finding.What, StringComparison.Ordinal));
    }

    [Fact]
    public void A_GroupNorm_that_is_written_passes()
    {
        Assert.Equal(Verdict.Passed, Check(() =>
        {
            GroupNorm norm = GroupNorm(4, 64);
            init.ones_(norm.weight);
            init.zeros_(norm.bias);
            return Sequential(Linear(6, 64), norm);
        }).Verdict);
    }

    [Fact]
    public void A_random_buffer_that_decides_the_output_fails_and_scratch_memory_passes()
    {
        CheckResult result = Check(() => new Buffered(decides: true));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("frequencies", Assert.Single(result.Findings).Parameter);
        Assert.Equal(Verdict.Passed, Check(() => new Buffered(decides: false)).Verdict);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_buffer_of_each_build_that_decides_the_output_of_one_mode_fails(bool inTraining)
    {
        CheckResult result = CheckTableOfBuild(
            build => full(6, build),
            (model, input) => model.training == inTraining ? model.head.call(input * model.table) : model.head.call(input));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal(("table", ""), (Assert.Single(result.Findings).Parameter, result.Findings[0].Module));
    }

    [Fact]
    public void A_buffer_of_another_shape_in_each_build_fails()
    {
        CheckResult result = CheckTableOfBuild(build => ones(3 + build), (model, input) => model.head.call(input) + model.table.sum());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("table", Assert.Single(result.Findings).Parameter);
    }

    [Fact]
    public void Scratch_memory_beside_a_buffer_that_each_call_moves_passes()
    {
        CheckResult result = CheckTableOfBuild(build => full(6, build), (model, input) =>
        {
            using (no_grad())
            {
                model.calls.add_(1);
                model.table.copy_(input.detach().mean([0L]));
            }

            return model.head.call(input - model.table) * model.calls;
        });

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Theory]
    [InlineData(typeof(DrawnByDotnet), "the constructor of DrawnByDotnet draws from a System.Random")]
    [InlineData(typeof(DrawnByDotnet), "changes the static field DrawnByDotnet._builds")]
    [InlineData(typeof(Shared), "the constructor of Shared draws from Random.Shared")]
    [InlineData(typeof(Unseeded), "the constructor of Unseeded makes a System.Random without a seed")]
    [InlineData(typeof(Identified), "the constructor of Identified makes a new Guid")]
    [InlineData(typeof(Timed), "the constructor of Timed reads the clock (DateTime.UtcNow)")]
    public void Other_randomness_of_a_constructor_is_named(Type type, string cause)
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => (Module<Tensor, Tensor>)Activator.CreateInstance(type)!).WithInput(n => randn(n, 6)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("scale", result.Findings[0].Parameter);
        Assert.Contains("no seed of torch governs that", result.Findings[0].What, StringComparison.Ordinal);
        Assert.Contains(cause, result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_of_layers_that_is_left_to_chance_fails()
    {
        int builds = 0;
        CheckResult result = Check(() => builds++ % 2 == 0 ? Sequential(Linear(6, 6)) : Sequential(Linear(6, 6), Linear(6, 6)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("is there in one of two models", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constructor_that_seeds_the_generator_itself_is_a_question_until_it_is_declared()
    {
        ModelSubject subject = ModelSubject.For(() =>
        {
            manual_seed(1);
            return Linear(6, 3);
        }).WithInput(n => randn(n, 6));
        CheckResult asked = CheckTest.Run(Id, subject);
        CheckResult declared = CheckTest.Run(Id, subject.HasFixedWeightsOnPurpose("a fixed projection"));

        Assert.Equal((Verdict.Failed, Severity.Question), (asked.Verdict, asked.Severity));
        Assert.Contains("HasFixedWeightsOnPurpose", asked.Remedy, StringComparison.Ordinal);
        Assert.Equal(Verdict.Passed, declared.Verdict);
        Assert.True(declared.Power!.IsShown);
    }

    [Fact]
    public void A_buffer_that_is_drawn_before_the_constructor_seeds_the_generator_excuses_no_weights()
    {
        CheckResult result = Check(() =>
        {
            Tensor table = randn(6);
            manual_seed(1);
            return new Told((model, input) => model.head.call(input + model.table), table);
        });

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.StartsWith(
            "all 2 parameters that are not constant have the same values", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pretrained_backbone_with_a_fresh_head_passes()
    {
        Assert.Equal(Verdict.Passed, Check(() =>
        {
            Linear backbone = Linear(6, 6);
            using (no_grad())
            {
                backbone.weight.copy_(linspace(-1, 1, 36).reshape(6, 6));
            }

            return Sequential(backbone, Linear(6, 3));
        }).Verdict);
    }

    [Fact]
    public void A_model_of_constant_parameters_or_of_none_passes()
    {
        Assert.Equal(Verdict.Passed, Check(() => LayerNorm(6)).Verdict);
        Assert.Equal(Verdict.Passed, Check(() => Sequential(Tanh())).Verdict);
    }

    [Fact]
    public void An_existing_model_is_skipped_with_the_line_to_write()
    {
        using Linear model = Linear(6, 3);
        CheckResult result = CheckTest.Run(Id, ModelSubject.Of(model).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.Contains("ModelSubject.For", result.Reason, StringComparison.Ordinal);
    }

    private static CheckResult Check<TModel>(Func<TModel> build)
        where TModel : class => CheckTest.Run(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)));

    private static CheckResult CheckTableOfBuild(Func<int, Tensor> table, Func<Told, Tensor, Tensor> call)
    {
        int builds = 0;
        return Check(() => new Told(call, table(builds++)));
    }

    private abstract class Scaled : Module<Tensor, Tensor>
    {
        private readonly Parameter scale;

        protected Scaled(double value)
            : base(nameof(Scaled))
        {
            scale = Parameter(full(6, value));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input * scale;
    }

    private sealed class Shared() : Scaled(Random.Shared.NextDouble());

    private sealed class Unseeded() : Scaled(new Random().NextDouble());

    private sealed class Identified() : Scaled(BitConverter.ToUInt32(Guid.NewGuid().ToByteArray()));

    private sealed class Timed() : Scaled(unchecked((uint)(DateTime.UtcNow.Ticks * 2654435761)));

    private sealed class DrawnByDotnet : Module<Tensor, Tensor>
    {
        private static int _builds;
        private readonly Linear head = Linear(6, 3);
        private readonly Parameter scale;

        public DrawnByDotnet()
            : base(nameof(DrawnByDotnet))
        {
            // A generator that is seeded anew each time stands for Random.Shared, which a test cannot repeat.
            scale = Parameter(full(6, new Random(_builds++).NextDouble()));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(input * scale);
    }

    private sealed class Buffered : Module<Tensor, Tensor>
    {
        private static int _builds;
        private readonly Linear head = Linear(6, 3);
        private readonly Tensor frequencies;
        private readonly bool _decides;

        public Buffered(bool decides)
            : base(nameof(Buffered))
        {
            frequencies = full(6, new Random(_builds++).NextDouble());
            _decides = decides;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            if (_decides)
            {
                return head.call(input * frequencies);
            }

            using (no_grad())
            {
                frequencies.copy_(input.detach().mean([0L]));
            }

            return head.call(input);
        }
    }

    /// <summary>A table that each build has for its own, and a call that is told.</summary>
    private sealed class Told : Module<Tensor, Tensor>
    {
        private readonly Func<Told, Tensor, Tensor> _call;
        public readonly Tensor table;
        public readonly Tensor calls = zeros(1);
        public readonly Linear head = Linear(6, 3);

        public Told(Func<Told, Tensor, Tensor> call, Tensor table)
            : base(nameof(Told))
        {
            (_call, this.table) = (call, table);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _call(this, input);
    }
}
