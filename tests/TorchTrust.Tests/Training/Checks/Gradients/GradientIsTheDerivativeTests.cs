using System.Runtime.CompilerServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks.Gradients;

public sealed class GradientIsTheDerivativeTests
{
    private const string Id = "loop-gradient-is-the-derivative";

    [Fact]
    public void A_plain_loop_passes_and_halved_gradients_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right.ReportsLoss());

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_sum_that_is_reported_of_a_mean_is_an_error_that_tells_the_factor()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) => 8 * loop.Step(batch)).ReportsLoss());

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal(8, result.Findings[0].Numbers["ratio"], 0.05);
        Assert.Contains("the number is a sum and the loss a mean", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_that_are_never_cleared_are_an_error() =>
        Assert.Equal(Severity.Error, Failed(ToyLoop.With((loop, batch) => loop.Update(loop.Loss(batch))).ReportsLoss()).Severity);

    [Fact]
    public void A_penalty_that_the_number_lacks_is_a_question_without_a_declaration()
    {
        CheckResult result = Failed(ToyLoop.With((loop, batch) =>
        {
            loop.Optimizer.zero_grad();
            Tensor loss = loop.Loss(batch);
            loop.Update(loss + loop.Model.parameters().Select(parameter => parameter.square().sum()).Aggregate((a, b) => a + b));
            return loss.item<float>();
        }));

        Assert.Equal(Severity.Question, result.Severity);
        Assert.Contains("ReportsAnotherNumber", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Micro_batches_dropout_and_an_objective_that_is_raised_pass()
    {
        CheckResult parts = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            loop.Optimizer.zero_grad();
            double sum = 0;
            for (int i = 0; i < 2; i++)
            {
                Tensor loss = functional.cross_entropy(loop.Model.call(batch.Input.narrow(0, 4 * i, 4)), batch.Label.narrow(0, 4 * i, 4)) / 2;
                loss.backward();
                sum += loss.item<float>();
            }

            loop.Optimizer.step();
            return sum;
        }).ReportsLoss(), what: "micro batches");
        CheckResult dropout = LoopTest.Run(Id, ToyLoop.Of(() => new ToyLoop(Sequential(Linear(4, 6), Dropout(0.5), Linear(6, 3)))).ReportsLoss(), what: "dropout");
        CheckResult objective = LoopTest.Run(Id, ToyLoop.With((loop, batch) => -loop.Step(batch)).ReportsObjective(), what: "objective");

        Assert.Equal((Verdict.Passed, Verdict.Passed, Verdict.Passed), (parts.Verdict, dropout.Verdict, objective.Verdict));
    }

    [Fact]
    public void A_teacher_that_follows_within_the_step_is_held_still() =>
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, WithTeacher(reported: 1)).Verdict);

    [Fact]
    public void Beside_a_teacher_that_follows_a_sum_that_is_reported_of_a_mean_is_an_error() =>
        Assert.Contains("the number is a sum and the loss a mean", Failed(WithTeacher(reported: 8)).Findings[0].What, StringComparison.Ordinal);

    [Fact]
    public void Another_number_two_optimizers_and_updates_by_hand_are_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.ReportsAnotherNumber("an accuracy"), what: "another number").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.With((loop, batch) => loop.Loss(batch).item<float>()), what: "no update").Verdict);
    }

    /// <summary>The output of a model is drawn to that of its average, which moves a third of the way before each step.</summary>
    private static TrainingSubject<Taught, ToyBatch> WithTeacher(double reported) => TrainingSubject.For(() => new Taught())
        .WithBatch((_, n) => ToyBatch.Of(n))
        .WithStep((loop, batch) => reported * loop.Step(batch))
        .ReportsLoss();

    private sealed class Taught
    {
        private readonly TorchSharp.Modules.Linear _student = Linear(4, 3);
        private readonly TorchSharp.Modules.Linear _teacher = Linear(4, 3);
        private readonly optim.Optimizer _optimizer;

        public Taught() => _optimizer = optim.SGD(_student.parameters(), 0.05);

        public double Step(ToyBatch batch)
        {
            using var scope = NewDisposeScope();
            using (no_grad())
            {
                foreach ((Tensor followed, Tensor follower) in _student.parameters().Zip(_teacher.parameters()))
                {
                    follower.mul_(0.67).add_(followed * 0.33);
                }
            }

            _optimizer.zero_grad();
            Tensor loss = functional.mse_loss(_student.call(batch.Input), _teacher.call(batch.Input).detach());
            loss.backward();
            _optimizer.step();
            return loss.item<float>();
        }
    }

    private static CheckResult Failed(Subject subject, [CallerMemberName] string test = "")
    {
        CheckResult result = LoopTest.Run(Id, subject, test: test);
        Assert.Equal(Verdict.Failed, result.Verdict);
        return result;
    }
}
