using TorchTrust.Probes;
using TorchTrust.Training;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training;

public sealed class TrainingSubjectTests
{
    private static TrainingSubject<LineLoop> Loop => TrainingSubject.For(seed => new LineLoop(seed));

    public static TheoryData<string> Kinds => ["T1", "T2", "T3", "T4", "T5", "Gan", "Tuple", "Anonymous", "P", "P2", "P3", "P4"];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_of_loop_takes_steps_and_its_numbers_are_read(string kind)
    {
        var subject = (TrainingSubject)typeof(FiveSubjectsAsUsersWriteThem)
            .GetProperty(kind, System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!.GetValue(null)!;
        using var session = (TrainingSession)subject.OpenSession(seed: 1);
        using LiveLoop loop = session.Fresh();

        IReadOnlyList<ReportedNumbers> numbers = loop.Train(4);

        int expected = kind switch
        {
            "T4" or "Tuple" or "Anonymous" or "P4" => 0,
            "Gan" or "P3" => 2,
            _ => 1,
        };
        Assert.Equal(4, numbers.Count);
        Assert.All(numbers, number => Assert.Equal(expected, number.Parts.Count(part => part is { } value && double.IsFinite(value))));
        Assert.NotEmpty(loop.Members.Optimizers);
        Assert.Equal(kind == "Gan" ? 2 : 1, loop.Members.Models.Count);
    }

    [Fact]
    public void A_fresh_loop_of_the_same_seed_does_the_same_and_one_of_another_does_not()
    {
        using var session = new TrainingSession(Loop.WithBatch((_, _) => randn(4, 3)).WithStep((loop, batch) => loop.Step(batch)), seed: 3);
        using LiveLoop one = session.Fresh();
        using LiveLoop same = session.Fresh();
        using LiveLoop other = session.Fresh(weights: 4);

        double?[] Numbers(LiveLoop loop) => [.. loop.Train(3).Select(number => number.First)];
        double?[] first = Numbers(one);

        Assert.Equal(first, Numbers(same));
        Assert.NotEqual(first, Numbers(other));
        Assert.Equal(4, session.Builds);
    }

    [Fact]
    public void The_generator_of_whoever_asks_is_left_alone()
    {
        using var session = new TrainingSession(Loop.WithBatch((_, _) => randn(4, 3)).WithStep((loop, batch) => loop.Step(batch)), seed: 3);
        using RandomState before = RandomState.Remember();

        session.Live.Train(2);

        Assert.True(before.IsCurrent());
    }

    [Fact]
    public void A_session_that_was_looked_at_is_as_it_was_and_one_that_was_trained_says_that_it_is_used_up()
    {
        using var session = new TrainingSession(Loop.WithBatch((_, _) => randn(4, 3)).WithStep((loop, batch) => loop.Step(batch)), seed: 3);

        Assert.Equal(["_model.weight", "_model.bias"], session.Live.Members.Parameters.Select(entry => entry.Path));
        Assert.Equal("_optimizer", Assert.Single(session.Live.Members.Optimizers).Path);
        Assert.Empty(session.Differences());

        session.Live.Step(0);
        session.Restore();

        Assert.Equal([("", "has been used, and optimizers cannot be put back")], session.Differences());
    }

    [Fact]
    public void Batches_of_epochs_follow_each_other_and_can_be_asked_for_again()
    {
        TrainingSubject subject =
            Loop.WithBatches((_, epoch) => Enumerable.Range(0, 3).Select(i => full(2, (10 * epoch) + i, dtype: ScalarType.Float64)))
            .WithStep((loop, batch) => { });
        using var session = new TrainingSession(subject, seed: 1);

        double[] Content(params long[] batches) => [.. batches.Select(n => ((Tensor)session.Live.Batch(n)!)[0].item<double>())];

        Assert.Equal([0, 1, 2, 10, 11, 20], Content(0, 1, 2, 3, 4, 6));
        Assert.Equal([1, 12], Content(1, 5));
    }

    [Fact]
    public void A_loop_without_a_step_says_what_to_declare()
    {
        using var session = new TrainingSession(Loop, seed: 1);

        var thrown = Assert.Throws<SubjectException>(() => session.Live.Step(0));

        Assert.Contains("WithStep((loop, batch) => …)", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_after_a_step_that_takes_none_is_refused()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => Loop.WithStep(_ => { }).WithBatch((_, _) => randn(4, 3)));

        Assert.Equal(
            "The step of LineLoop takes no batch, so a batch would go nowhere. "
                + "Call WithBatch first, and then WithStep((loop, batch) => …).",
            thrown.Message);
    }

    [Fact]
    public void A_value_type_is_refused_since_steps_would_work_on_copies()
    {
        var thrown = Assert.Throws<ArgumentException>(() => TrainingSubject.For(() => 1.5));

        Assert.StartsWith("Double is a value type: each step would work on a copy and lose what it changes.", thrown.Message,
            StringComparison.Ordinal);
        Assert.Equal("build", thrown.ParamName);
    }

    [Fact]
    public void Numbers_and_names_that_mean_nothing_are_refused_by_name()
    {
        TrainingSubject<LineLoop, Tensor> subject = Loop.WithBatch((_, _) => randn(4, 3));

        (Action Declare, string Parameter)[] wrong =
        [
            (() => subject.WithEndOfEpoch(_ => { }, 0), "stepsPerEpoch"),
            (() => subject.ReportsLoss(Reduction.None), "reduction"),
            (() => subject.ReportsLoss(part: -1), "part"),
            (() => subject.ReportsObjective(optimizer: " "), "optimizer"),
            (() => subject.ReportsAnotherNumber(""), "reason"),
            (() => subject.HasTarget(batch => batch, of: batch => batch, classes: 1), "classes"),
            (() => subject.ClipsNorm(double.NaN), "largest"),
            (() => subject.ClipsValue(0), "largest"),
            (() => subject.TrainsFor(0, TrainingUnit.Epoch), "count"),
            (() => subject.MovesAllWithin(-1), "steps"),
            (() => subject.CopiesOnPurpose("target.*", 0, "a reason"), "every"),
            (() => subject.KeepsTensorsOnPurpose("a reason", atMost: 0), "atMost"),
            (() => subject.FreezesOnPurpose("", "a reason"), "pattern"),
            (() => subject.EvaluatesAtRandomOnPurpose(" "), "reason"),
            (() => subject.Skip("", "a reason"), "checkId"),
            (() => subject.WithStep((Func<LineLoop, Tensor, double>)null!), "step"),
            (() => subject.SavesForResuming(null!, (_, _) => { }), "save"),
        ];

        Assert.All(wrong, each => Assert.Equal(each.Parameter, Assert.ThrowsAny<ArgumentException>(each.Declare).ParamName));
    }

    [Fact]
    public void Each_declaration_gives_a_new_subject_and_leaves_the_old_one_as_it_was()
    {
        TrainingSubject<LineLoop> plain = Loop;

        TrainingSubject<LineLoop> declared = plain.ReportsLoss().ReportsLoss(Reduction.Sum).FreezesOnPurpose("_model.bias", "a reason");

        Assert.Empty(plain.Facts.Reports);
        Assert.Equal(Reduction.Sum, Assert.Single(declared.Facts.Reports).Reduction);
        Assert.Equal("_model.bias", Assert.Single(declared.Facts.Frozen).Pattern);
    }

    [Fact]
    public void What_is_declared_before_the_batches_is_kept()
    {
        TrainingSubject subject = Loop.ClipsNorm(1).WithEvaluation(_ => 2.0).WithBatch((_, _) => randn(4, 3))
            .WithStep((loop, batch) => loop.Step(batch));

        Assert.Equal(1, subject.Facts.LargestGradientNorm);
        using var loop = new LineLoop(1);
        Assert.Equal(2.0, subject.Evaluate!(loop));
    }

    [Fact]
    public void A_switched_off_check_gives_its_reason() =>
        Assert.Equal("Switched off: not now", Loop.Skip("loop-steps", "not now").SwitchedOff("loop-steps"));

    [Fact]
    public void Loading_into_the_loop_and_loading_another_both_train_on()
    {
        TrainingSubject<LineLoop, Tensor> plain = Loop.WithBatch((_, _) => randn(4, 3)).WithStep((loop, batch) => loop.Step(batch));
        TrainingSubject[] subjects =
        [
            plain.SavesWeights((loop, path) => loop.Save(path), (loop, path) => loop.Load(path)),
            plain.SavesWeights((loop, path) => loop.Save(path), path => LineLoop.From(path)),
        ];

        foreach (TrainingSubject subject in subjects)
        {
            using var session = new TrainingSession(subject, seed: 1);
            using LiveLoop saved = session.Fresh();
            using LiveLoop loaded = session.Fresh(weights: 2);
            string path = Path.GetTempFileName();
            try
            {
                saved.Train(2);
                saved.Save(Assert.Single(subject.Persistence), path);
                loaded.Load(Assert.Single(subject.Persistence), path);
            }
            finally
            {
                File.Delete(path);
            }

            Assert.Equal(saved.Step(7).First, loaded.Step(7).First);
        }
    }

    /// <summary>A line, trained by gradient descent.</summary>
    internal sealed class LineLoop : IDisposable
    {
        private readonly TorchSharp.Modules.Linear _model;
        private readonly optim.Optimizer _optimizer;

        public LineLoop(long seed)
        {
            manual_seed(seed);
            _model = Linear(3, 1);
            _optimizer = optim.SGD(_model.parameters(), 0.1);
        }

        public static LineLoop From(string path)
        {
            var loop = new LineLoop(0);
            loop.Load(path);
            return loop;
        }

        public double Step(Tensor batch)
        {
            using var scope = NewDisposeScope();
            _optimizer.zero_grad();
            Tensor loss = _model.call(batch).square().mean();
            loss.backward();
            _optimizer.step();
            return loss.item<float>();
        }

        public void Save(string path) => _model.save(path);

        public void Load(string path) => _model.load(path);

        public void Dispose()
        {
            _optimizer.Dispose();
            _model.Dispose();
        }
    }
}
