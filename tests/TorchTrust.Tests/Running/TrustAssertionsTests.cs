using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Running;

/// <summary>Single properties, asserted in a test of any framework.</summary>
public sealed class TrustAssertionsTests
{
    private static readonly TrustOptions _here = new() { Isolation = Isolation.InProcess };

    [Fact]
    public void What_holds_says_nothing_and_goes_on()
    {
        ModelSubject right = ModelSubject.For(() => nn.Sequential(nn.Linear(4, 3))).WithInput(n => randn(n, 4));

        ITrustAssertions<ModelSubject> assertions = Trust.That(right, _here).SamplesAreIndependentInEval().ValuesAreFinite();

        Assert.Same(right, assertions.Subject);
    }

    [Fact]
    public void What_does_not_hold_throws_with_what_the_check_says()
    {
        ModelSubject mixing = ModelSubject.For(() => new Computes(x => x - x.mean([0L], keepdim: true))).WithInput(n => randn(n, 4));

        TrustException thrown = Assert.Throws<TrustException>(() => Trust.That(mixing, _here).SamplesAreIndependentInEval());

        Assert.Contains("samples-independent-in-eval", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(Verdict.Failed, Assert.Single(thrown.Report.Results).Verdict);
    }

    [Fact]
    public void What_does_not_apply_is_not_held_to_be_shown()
    {
        ModelSubject right = ModelSubject.For(() => nn.Sequential(nn.Linear(4, 3))).WithInput(n => randn(n, 4));

        TrustException thrown = Assert.Throws<TrustException>(() => Trust.That(right, _here).DropoutActsInTraining());

        Assert.Equal(Verdict.Skipped, Assert.Single(thrown.Report.Results).Verdict);
    }

    // In a host: what a loss is given then may end the process.
    [Fact]
    public void A_loss_has_its_own()
    {
        Trust.That(Loss.Reduces(1, nn.Reduction.Mean)).LossReducesAsDeclared();

        TrustException thrown = Assert.Throws<TrustException>(() => Trust.That(Loss.Reduces(1, nn.Reduction.Sum)).LossReducesAsDeclared());
        Assert.Contains("loss-reduces-as-declared", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_set_has_its_own()
    {
        Trust.That(Data(leaks: false), _here).DataSplitsShareNoItems();

        TrustException thrown = Assert.Throws<TrustException>(() => Trust.That(Data(leaks: true), _here).DataSplitsShareNoItems());
        Assert.Contains("data-splits-share-no-items", thrown.Message, StringComparison.Ordinal);
    }

    // In a host, whose woven copy lets a fault be put into the loop.
    [Fact]
    public void A_training_loop_has_its_own()
    {
        Trust.That(Training(clears: true)).GradientsAreCleared();

        TrustException thrown = Assert.Throws<TrustException>(() => Trust.That(Training(clears: false)).GradientsAreCleared());
        Assert.Contains("loop-gradients-are-cleared", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("TrustAssertionsTests.cs", thrown.Message, StringComparison.Ordinal);
    }

    private static LossSubject<Tensor, Tensor> Loss =>
        LossSubject.For((Tensor prediction, Tensor target) => nn.functional.mse_loss(prediction, target))
            .WithArguments(n => (randn(n, 3), randn(n, 3))).Reduces(nn.Reduction.Mean);

    private static DatasetSubject Data(bool leaks) => DatasetSubject.For(seed => new Points(seed))
        .WithSplit("train", points => points.Train)
        .WithSplit("test", points => leaks ? [.. points.Test, .. points.Train.Take(20)] : points.Test);

    private static TrainingSubject Training(bool clears) => TrainingSubject.For(() => new Loop())
        .WithBatch((_, n) => Loop.Batch(n)).WithStep((loop, batch) => loop.Step(batch, clears)).ReportsLoss();

    private sealed class Points(long seed)
    {
        public IReadOnlyList<float[]> Train { get; } = Draw(120, seed);

        public IReadOnlyList<float[]> Test { get; } = Draw(40, seed + 1);

        private static IReadOnlyList<float[]> Draw(int count, long seed)
        {
            var random = new Random((int)seed);
            return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 8).Select(_ => random.NextSingle()).ToArray())];
        }
    }

    private sealed class Loop
    {
        private readonly nn.Module<Tensor, Tensor> net = nn.Linear(4, 1);
        private readonly optim.Optimizer optimizer;

        public Loop() => optimizer = optim.SGD(net.parameters(), 0.1);

        public static Tensor Batch(long n)
        {
            using var random = new Generator((ulong)n);
            return randn([6, 4], generator: random);
        }

        public float Step(Tensor input, bool clears)
        {
            using var scope = NewDisposeScope();
            if (clears)
            {
                optimizer.zero_grad();
            }

            Tensor loss = nn.functional.mse_loss(net.call(input), input.sum(1, keepdim: true));
            loss.backward();
            optimizer.step();
            return loss.item<float>();
        }
    }
}
