using TorchTrust.Tests.Training.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training;

/// <summary>The models and the loss of a loop are checked with it, by the recipe that there is.</summary>
public sealed class PartsOfLoopTests
{
    private static readonly TrustOptions _here = new() { IsHost = true, ProvesPower = false };

    [Fact]
    public void The_checks_of_a_model_run_on_what_the_loop_builds_and_feeds()
    {
        TrustReport report = Trust.Check(ToyLoop.Right.WithModel("classifier", loop => loop.Model, batch => [batch.Input]), _here);

        CheckResult[] part = [.. report.Results.Where(result => result.Part == "classifier")];
        Assert.True(part.Count(result => result.Verdict == Verdict.Passed) > 15,
            string.Join(Environment.NewLine, part.Select(result => $"{result.CheckId}: {result.Verdict} {result.Reason}")));
        Assert.DoesNotContain(part, result => result.Verdict == Verdict.Failed);
        Assert.Contains(report.Results, result => result is { Part: null, CheckId: "loop-gradients-are-cleared", Verdict: Verdict.Passed });
    }

    [Fact]
    public void A_fault_of_the_model_is_told_under_its_name()
    {
        TrustReport report = Trust.Check(
            ToyLoop.Of(() => new ToyLoop(new CentredByBatch())).WithModel("classifier", loop => loop.Model, batch => [batch.Input]),
            _here with { Checks = [CheckIds.SamplesAreIndependentInEval] });

        CheckResult result = Assert.Single(report.Results);
        Assert.Equal(("classifier", Verdict.Failed), (result.Part, result.Verdict));
    }

    [Fact]
    public void The_checks_of_a_loss_run_on_what_the_models_give()
    {
        TrainingSubject right =
            ToyLoop.Right.WithLoss((loop, batch) => loop.Model.call(batch.Input), (logits, batch) =>
            functional.cross_entropy(logits, batch.Label));
        TrainingSubject broadcast = ToyLoop.Right.WithLoss(
            (loop, batch) => loop.Model.call(batch.Input).narrow(1, 0, 1),
            (prediction, batch) => (prediction - batch.Label).square().mean(),
            loss => loss.Reduces(Reduction.Mean));

        CheckResult[] passed = [.. Trust.Check(right, _here).Results.Where(result => result.Part == "loss")];
        CheckResult failed = Assert.Single(Trust.Check(broadcast, _here with { Checks = [CheckIds.LossSamplesStayApart] }).Results);

        Assert.DoesNotContain(passed, result => result.Verdict == Verdict.Failed);
        Assert.Contains(passed, result => result is { CheckId: CheckIds.LossSamplesStayApart, Verdict: Verdict.Passed });
        Assert.Equal((Verdict.Failed, Severity.Error), (failed.Verdict, failed.Severity));
    }

    [Fact]
    public void Two_parts_of_one_name_are_refused() => Assert.Equal(
        "name", Assert.Throws<ArgumentException>(() => ToyLoop.Right.WithModel("a", loop => loop.Model, batch => [batch.Input])
            .WithModel("a", loop => loop.Model, batch => [batch.Input])).ParamName);

    private sealed class CentredByBatch : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> _layer = Linear(4, 3);

        public CentredByBatch()
            : base(nameof(CentredByBatch)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _layer.call(input) - _layer.call(input).mean([0], keepdim: true);
    }
}
