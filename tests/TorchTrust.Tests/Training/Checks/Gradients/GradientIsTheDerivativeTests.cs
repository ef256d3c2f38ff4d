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
                Tensor loss = functional.cross_entropy(loop.Model.call(batch.Input.narrow(0, 4 * i, 4)),
                    batch.Label.narrow(0, 4 * i, 4)) / 2;
                loss.backward();
                sum += loss.item<float>();
            }

            loop.Optimizer.step();
            return sum;
        }).ReportsLoss(), what: "micro batches");
        CheckResult dropout = LoopTest.Run(Id, ToyLoop.Of(() => new ToyLoop(Sequential(Linear(4, 6), Dropout(0.5), Linear(6, 3))))
            .ReportsLoss(), what: "dropout");
        CheckResult objective = LoopTest.Run(Id, ToyLoop.With((loop, batch) => -loop.Step(batch)).ReportsObjective(), what: "objective");

        Assert.Equal((Verdict.Passed, Verdict.Passed, Verdict.Passed), (parts.Verdict, dropout.Verdict, objective.Verdict));
    }

    [Fact]
    public void A_teacher_that_follows_within_the_step_is_held_still() =>
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, WithTeacher(reported: 1)).Verdict);

    [Fact]
    public void Beside_a_teacher_that_follows_a_sum_that_is_reported_of_a_mean_is_an_error() =>
        Assert.Contains("the number is a sum and the loss a mean", Failed(WithTeacher(reported: 8)).Findings[0].What,
            StringComparison.Ordinal);

    [Fact]
    public void Another_number_two_optimizers_and_updates_by_hand_are_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.ReportsAnotherNumber("an accuracy"), what: "another number").Verdict);
        Assert.Equal(Verdict.Skipped,
            LoopTest.Run(Id, ToyLoop.With((loop, batch) => loop.Loss(batch).item<float>()), what: "no update").Verdict);
    }

    [Fact]
    public void What_has_no_gradient_of_one_number_to_look_at_is_skipped()
    {
        Assert.Equal(Verdict.Skipped,
            LoopTest.Run(Id, ToyLoop.Right.TakesGradientElsewhereOnPurpose("two passes"), what: "elsewhere").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Lbfgs.ReportsLoss(), what: "native").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, TrainingSubject.For(() => new TakingTurns()).WithBatch((_, n) => ToyBatch.Of(n))
            .WithStep((loop, batch) => loop.Step(batch)).ReportsLoss(), what: "several optimizers").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.ReportsLoss(part: 1), what: "no number").Verdict);
    }

    [Fact]
    public void The_number_that_is_declared_is_judged() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        TrainingSubject.For(ToyLoop.Plain).WithBatch((_, n) => ToyBatch.Of(n))
            .WithStep((loop, batch) => (Accuracy: 0.5, Loss: loop.Step(batch))).ReportsLoss(part: 1)).Verdict);

    [Fact]
    public void A_gradient_that_is_zero_or_not_finite_tells_nothing()
    {
        Assert.Equal(Verdict.Inconclusive, LoopTest.Run(Id, Curve(w => w * 0), what: "zero").Verdict);
        Assert.Equal(Verdict.Inconclusive, LoopTest.Run(Id, Curve(w => w * 1e38 * 1e3, number: 1), what: "infinite").Verdict);
        Assert.Equal(Verdict.Inconclusive, LoopTest.Run(Id, Curve(w => w, number: double.NaN), what: "number").Verdict);
    }

    /// <summary>With no declared number its sign is not known; a factor is told by what it means.</summary>
    [Theory]
    [InlineData(0, Verdict.Failed)]
    [InlineData(-1, Verdict.Failed)]
    [InlineData(0.5, Verdict.Failed)]
    [InlineData(0.95, Verdict.Failed)]
    [InlineData(0.999, Verdict.Passed)]
    [InlineData(1.005, Verdict.Inconclusive)]
    [InlineData(1.05, Verdict.Failed)]
    [InlineData(3, Verdict.Failed)]
    public void A_number_that_is_scaled_is_told_by_its_factor(double factor, Verdict expected) => Assert.Equal(
        expected, LoopTest.Run(Id, ToyLoop.Of(ToyLoop.Plain, (loop, batch) => factor * loop.Step(batch))
            .ReportsLoss(), what: $"{factor}").Verdict);

    [Fact]
    public void Where_nothing_is_declared_a_number_may_rise() =>
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.Of(ToyLoop.Plain, (loop, batch) => -loop.Step(batch))).Verdict);

    [Fact]
    public void A_number_that_waves_quickly_is_right_within_what_its_waves_leave_open() =>
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, Curve(w => (w * 50).sin())).Verdict);

    [Fact]
    public void A_number_that_has_no_value_beside_the_weights_cannot_be_decided() =>
        Assert.Equal(Verdict.Inconclusive, LoopTest.Run(Id, Curve(w => w + (1e-12 - (w - 0.3f).square()).sqrt())).Verdict);

    [Theory]
    [InlineData("norm", Verdict.Skipped)]
    [InlineData("norm unsaid", Verdict.Skipped)]
    [InlineData("norm unsaid from the third update on", Verdict.Skipped)]
    [InlineData("norm that is out of reach", Verdict.Passed)]
    [InlineData("norm said wrong", Verdict.Failed)]
    [InlineData("value", Verdict.Skipped)]
    [InlineData("value unsaid", Verdict.Skipped)]
    [InlineData("value that is out of reach", Verdict.Passed)]
    [InlineData("value that some reach", Verdict.Skipped)]
    [InlineData("value unsaid that some reach", Verdict.Skipped)]
    public void The_size_of_a_clipped_gradient_says_nothing(string how, Verdict expected)
    {
        TrainingSubject<ToyLoop, ToyBatch> subject = how switch
        {
            "norm" => Clipping(loop => nn.utils.clip_grad_norm_(loop.Model.parameters(), 0.05)).ClipsNorm(0.05),
            "norm unsaid" => Clipping(loop => nn.utils.clip_grad_norm_(loop.Model.parameters(), 0.05)),
            "norm unsaid from the third update on" => Clipping(loop =>
            {
                if (loop.Calls++ >= 2)
                {
                    nn.utils.clip_grad_norm_(loop.Model.parameters(), 0.05);
                }
            }),
            "norm that is out of reach" => Clipping(loop => nn.utils.clip_grad_norm_(loop.Model.parameters(), 50)).ClipsNorm(50),
            "norm said wrong" => Clipping(loop => nn.utils.clip_grad_norm_(loop.Model.parameters(), 0.05)).ClipsNorm(50),
            "value" => Clipping(loop => nn.utils.clip_grad_value_(loop.Model.parameters(), 1e-3)).ClipsValue(1e-3),
            "value unsaid" => Clipping(loop => nn.utils.clip_grad_value_(loop.Model.parameters(), 1e-3)),
            "value unsaid that some reach" => Clipping(loop => nn.utils.clip_grad_value_(loop.Model.parameters(), 0.15)),
            "value that is out of reach" => Clipping(loop => nn.utils.clip_grad_value_(loop.Model.parameters(), 50)).ClipsValue(50),
            _ => Clipping(loop => nn.utils.clip_grad_value_(loop.Model.parameters(), 0.15)).ClipsValue(0.15),
        };

        Assert.Equal(expected, LoopTest.Run(Id, subject, what: how).Verdict);
    }

    [Fact]
    public void Of_several_other_numbers_the_reason_of_the_first_is_told() => Assert.Contains(
        "an accuracy",
        LoopTest.Run(Id, ToyLoop.Right.ReportsAnotherNumber("an accuracy").ReportsAnotherNumber("a norm", part: 1)).Reason,
        StringComparison.Ordinal);

    /// <summary>A step that clips, and clears after its update.</summary>
    private static TrainingSubject<ToyLoop, ToyBatch> Clipping(Action<ToyLoop> clip) => ToyLoop.Of(ToyLoop.Plain, (loop, batch) =>
    {
        Tensor loss = loop.Loss(batch);
        loss.backward();
        clip(loop);
        loop.Optimizer.step();
        loop.Optimizer.zero_grad();
        return loss.item<float>();
    }).ReportsLoss();

    /// <summary>A loss of one weight, which begins at 0.3 and rests.</summary>
    private static TrainingSubject<ToyLoop, ToyBatch> Curve(Func<Tensor, Tensor> loss, double? number = null) => ToyLoop.Of(
        () =>
        {
            var loop = new ToyLoop(Linear(1, 1, hasBias: false), model => optim.SGD(model.parameters(), 0.0));
            using IDisposable _ = no_grad();
            loop.Model.parameters().Single().fill_(0.3f);
            return loop;
        },
        (loop, _) =>
        {
            loop.Optimizer.zero_grad();
            Tensor value = loss(loop.Model.call(ones(1, 1))).sum();
            value.backward();
            loop.Optimizer.step();
            return number ?? value.item<float>();
        }).ReportsLoss();

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
