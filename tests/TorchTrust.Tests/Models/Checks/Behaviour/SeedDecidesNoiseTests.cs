using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class SeedDecidesNoiseTests
{
    private const string Id = "seed-decides-noise";

    [Fact]
    public void Dropout_and_torchs_own_noise_pass_and_the_check_could_have_failed() => Expect.Proven(
        Check((x, training) => training ? functional.dropout(x, 0.3, training) + randn_like(x) : x));

    [Fact]
    public void Random_Shared_in_training_is_a_question_that_names_it_and_its_method()
    {
        CheckResult result = Check((x, training) => training ? x * (1 + Random.Shared.NextDouble()) : x);

        Finding finding = Expect.Failed(result, Severity.Question);
        Assert.Contains("randomness that no seed of torch governs", finding.What, StringComparison.Ordinal);
        Assert.Contains("torch.rand", result.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Source.Shared, "draws from Random.Shared")]
    [InlineData(Source.New, "makes a System.Random without a seed")]
    [InlineData(Source.Identifier, "makes a new Guid")]
    [InlineData(Source.Clock, "reads the clock (DateTime.UtcNow)")]
    [InlineData(Source.Counter, "changes the static field Foreign._calls")]
    public void Each_kind_of_other_randomness_is_named_with_its_method(Source source, string cause)
    {
        Finding finding = Expect.Failed(CheckTest.Run(Id, Of(() => new Foreign(source))), Severity.Question);

        Assert.Contains($"Foreign.Draw {cause}", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generator_of_the_models_own_passes() => Expect.Proven(CheckTest.Run(Id, Of(() => new OwnGenerator())));

    [Fact]
    public void What_the_first_batch_sets_once_is_no_noise() => Expect.Proven(CheckTest.Run(Id, Of(() => new SetByFirstBatch())));

    [Fact]
    public void What_the_first_batch_sets_for_those_that_follow_is_no_noise() =>
        Expect.Proven(CheckTest.Run(Id, Of(() => new SetAfterFirstBatch())));

    [Fact]
    public void Randomness_that_training_leaves_behind_is_found() => Expect.Failed(
        CheckTest.Run(Id, Of(() => new GatedBranch(shut: x => x * Random.Shared.NextDouble(), open: x => x * 2))), Severity.Question);

    [Fact]
    public void A_call_that_gives_more_outputs_than_the_last_is_random() => Expect.Failed(
        CheckTest.Run(Id, Of(() => new Alternates((x, isOdd) => isOdd ? [x, x] : [x]))), Severity.Question);

    [Fact]
    public void Outputs_of_another_shape_at_each_call_are_random_and_those_that_can_be_compared_are()
    {
        CheckResult result = CheckTest.Run(Id, Of(() => new Alternates(
            (x, isOdd) => [isOdd ? x : x.narrow(1, 0, 2), isOdd ? zeros_like(x) : full_like(x, 0.5), x])));

        Assert.Equal(0.5, Expect.Failed(result, Severity.Question).Numbers["largest difference"]);
    }

    [Fact]
    public void A_counter_of_calls_in_a_field_is_put_back_and_passes() => Expect.Proven(CheckTest.Run(Id, Of(() => new Warming())));

    [Fact]
    public void Randomness_in_eval_mode_alone_is_the_business_of_another_check() =>
        Assert.Equal(Verdict.Passed, Check((x, training) => training ? x : x * Random.Shared.NextDouble()).Verdict);

    [Fact]
    public void The_check_of_eval_mode_names_the_same_causes()
    {
        CheckResult result = CheckTest.Run(CheckIds.EvalIsDeterministic, Of(() => new Foreign(Source.Identifier)));

        Assert.Contains(
            "torch's seed does not decide it (Foreign.Draw", Expect.Failed(result, Severity.Question).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_of_the_size_of_rounding_are_inconclusive() => Expect.Inconclusive(
        CheckTest.Run(Id, Of(() => new Trembles(1e-7))), "differ by no more than rounding");

    [Fact]
    public void Numbers_that_are_not_finite_in_one_call_only_are_inconclusive() => Expect.Inconclusive(
        CheckTest.Run(Id, Of(() => new Trembles(double.NaN))), "not finite");

    [Fact]
    public void It_can_be_switched_off_with_a_reason() =>
        Expect.Skipped(CheckTest.Run(Id, Of(() => new Foreign(Source.Shared)).Skip(Id, "augments on purpose")), "augments on purpose");

    private static ModelSubject Of<TModel>(Func<TModel> build)
        where TModel : class => ModelSubject.For(build).WithInput(n => randn(n, 6));

    private static CheckResult Check(Func<Tensor, bool, Tensor> middle) => CheckTest.Run(Id, Of(() => new Net(middle)));

    /// <summary>Where a number comes from that no seed of torch governs.</summary>
    public enum Source
    {
        /// <summary>The generator of the process.</summary>
        Shared,

        /// <summary>A generator of its own, without a seed.</summary>
        New,

        /// <summary>A new identifier.</summary>
        Identifier,

        /// <summary>The time.</summary>
        Clock,

        /// <summary>How often anybody has called.</summary>
        Counter,
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);
        private readonly Func<Tensor, bool, Tensor> _middle;

        public Net(Func<Tensor, bool, Tensor> middle)
            : base(nameof(Net))
        {
            _middle = middle;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _middle(head.call(input), training);
    }

    private sealed class Foreign : Module<Tensor, Tensor>
    {
        /// <summary>Knuth's factor for hashes: times that are near each other become numbers that are not, and no two the same.</summary>
        private const long Scatter = 2654435761;

        private static int _calls;
        private readonly Linear head = Linear(6, 6);
        private readonly Source _source;

        public Foreign(Source source)
            : base(nameof(Foreign))
        {
            _source = source;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(input) * Draw();

        private double Draw() => _source switch
        {
            Source.Shared => Random.Shared.NextDouble(),
            Source.New => new Random().NextDouble(),
            Source.Identifier => BitConverter.ToUInt32(Guid.NewGuid().ToByteArray()) + 1.0,
            Source.Clock => 1 + unchecked((uint)(DateTime.UtcNow.Ticks * Scatter)) / 4294967296.0,
            _ => ++_calls,
        };
    }

    /// <summary>Every other call is a little off, as sums in the order of threads are.</summary>
    private sealed class Trembles(double by) : Module<Tensor, Tensor>(nameof(Trembles))
    {
        private static int _calls;

        public override Tensor forward(Tensor input) => input * (1 + (++_calls % 2 == 0 ? by : 0));
    }

    /// <summary>Every other call gives other outputs.</summary>
    private sealed class Alternates(Func<Tensor, bool, Tensor[]> outputs) : Module<Tensor, Tensor[]>(nameof(Alternates))
    {
        private static int _calls;

        public override Tensor[] forward(Tensor input) => outputs(input, ++_calls % 2 == 1);
    }

    private sealed class OwnGenerator : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);
        private readonly Generator _generator = new(7);

        public OwnGenerator()
            : base(nameof(OwnGenerator)) => RegisterComponents();

        public override Tensor forward(Tensor input) => training ? head.call(input) + rand(6, generator: _generator) : head.call(input);
    }

    private sealed class SetByFirstBatch : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);
        private readonly Parameter scale = Parameter(zeros(6));

        public SetByFirstBatch()
            : base(nameof(SetByFirstBatch)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = head.call(input);
            using (no_grad())
            {
                if (training && scale.abs().sum().item<float>() == 0)
                {
                    scale.copy_(1 / hidden.std(0));
                }
            }

            return hidden * scale;
        }
    }

    /// <summary>Subtracts what the first batch in training was on average, from the second batch on.</summary>
    private sealed class SetAfterFirstBatch : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);
        private readonly Parameter mean = Parameter(zeros(6));

        public SetAfterFirstBatch()
            : base(nameof(SetAfterFirstBatch)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = head.call(input);
            Tensor output = hidden - mean;
            using (no_grad())
            {
                if (training && mean.abs().sum().item<float>() == 0)
                {
                    mean.copy_(hidden.mean([0L]));
                }
            }

            return output;
        }
    }

    private sealed class Warming : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);
        private int _calls;

        public Warming()
            : base(nameof(Warming)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input) * Math.Min(1.0, ++_calls / 100.0);
    }
}
