using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks.Behaviour;

public sealed class EverySampleMattersTests
{
    private const string Id = "loop-every-sample-matters";

    [Fact]
    public void A_loop_that_uses_all_samples_passes_and_a_lost_one_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_rest_that_is_lost_by_rounding_down_is_a_question_that_names_the_samples()
    {
        CheckResult result = LoopTest.Run(Id, Parts());

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Equal([6L, 7L], result.Findings.Select(finding => finding.Sample));
    }

    [Fact]
    public void A_rest_that_is_dropped_on_purpose_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, Parts().DropsRestOnPurpose("equal parts")).Verdict);

    private static TrainingSubject<ToyLoop, ToyBatch> Parts() => ToyLoop.With((loop, batch) =>
    {
        loop.Optimizer.zero_grad();
        long size = batch.Label.shape[0] / 3;
        double sum = 0;
        for (int i = 0; i < 3; i++)
        {
            Tensor loss = functional.cross_entropy(loop.Model.call(batch.Input.narrow(0, i * size, size)), batch.Label.narrow(0, i * size, size)) / 3;
            loss.backward();
            sum += loss.item<float>();
        }

        loop.Optimizer.step();
        return sum;
    });
}
