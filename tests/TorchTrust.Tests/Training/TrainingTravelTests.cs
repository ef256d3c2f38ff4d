using TorchTrust.Running.Hosting.Travel;
using TorchTrust.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training;

public sealed class TrainingTravelTests
{
    [Fact]
    public void Everything_declared_about_a_loop_is_rebuilt()
    {
        int width = 3;
        TrainingSubject subject = TrainingSubject.For(seed => new TrainingSubjectTests.LineLoop(seed), "named")
            .WithBatch((_, n) => (Input: randn(4, width), Target: full(4, n)))
            .WithStep((loop, batch) => loop.Step(batch.Input))
            .HasTarget(batch => batch.Target, of: batch => batch.Input)
            .WithEvaluation((_, batches) => batches.Count, (_, batches) => batches.Count)
            .WithEvaluation(_ => width, _ => width)
            .WithEndOfEpoch(_ => { }, stepsPerEpoch: 5)
            .SavesForResuming((loop, path) => loop.Save(path), path => TrainingSubjectTests.LineLoop.From(path))
            .WithLogger((_, record) => record("loss", width, 1))
            .ReportsLoss(Reduction.Sum, optimizer: "_optimizer")
            .CopiesOnPurpose("target.*", 10, "a reason")
            .TrainsFor(3, TrainingUnit.Epoch)
            .Skip("loop-steps", "not now");
        SubjectRecipe recipe = SubjectRecipe.Of(subject);

        var rebuilt = (TrainingSubject)recipe.Rebuild();

        Assert.NotSame(subject, rebuilt);
        Assert.Equal("named", rebuilt.Name);
        Assert.Equal(subject.Facts.Reports, rebuilt.Facts.Reports);
        Assert.Equal(subject.Facts.Length, rebuilt.Facts.Length);
        Assert.Equal(10, Assert.Single(rebuilt.Facts.Copied).Every);
        Assert.Equal(5, rebuilt.EndOfEpoch!.Value.StepsPerEpoch);
        Assert.Equal("Switched off: not now", rebuilt.SwitchedOff("loop-steps"));
        Assert.True(Assert.Single(rebuilt.Persistence).LoadsAnother);
        using var other = new TrainingSubjectTests.LineLoop(1);
        object? batch = rebuilt.Batch!(other, 2);
        Assert.Equal([4], Assert.Single(rebuilt.Facts.Targets).Target(batch).shape);
        Assert.Equal([4, 3], Assert.Single(rebuilt.Facts.Targets).Input(batch).shape);
        using var here = new TrainingSession(subject, seed: 1);
        using var there = new TrainingSession(rebuilt, seed: 1);
        Assert.Equal(here.Live.Train(3).Select(number => number.First), there.Live.Train(3).Select(number => number.First));
        Assert.Equal(3, there.Live.Evaluate().First);
        Assert.Equal(2, there.Live.Evaluate([batch, batch]).First);
        var logged = new List<double>();
        there.Live.Attach((_, value, _) => logged.Add(value)).Dispose();
        Assert.Equal([3.0], logged);
    }

    [Fact]
    public void A_loop_of_a_tuple_or_an_anonymous_object_travels()
    {
        foreach (TrainingSubject subject in new[] { FiveSubjectsAsUsersWriteThem.Tuple, FiveSubjectsAsUsersWriteThem.Anonymous })
        {
            var rebuilt = (TrainingSubject)SubjectRecipe.Of(subject).Rebuild();
            using var session = new TrainingSession(rebuilt, seed: 1);

            session.Live.Train(2);

            Assert.Single(session.Live.Members.Models);
        }
    }

    [Fact]
    public void A_captured_model_is_named()
    {
        using Module<Tensor, Tensor> model = Linear(3, 1);
        TrainingSubject subject = TrainingSubject.For(() => Tuple.Create(model, optim.SGD(model.parameters(), 0.1))).WithStep(_ => { });

        var thrown = Assert.Throws<CannotTravelException>(() => SubjectRecipe.Of(subject));

        Assert.Contains("Build captures `model`, of type Linear", thrown.Message, StringComparison.Ordinal);
    }
}
