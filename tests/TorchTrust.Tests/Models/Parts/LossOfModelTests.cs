using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Parts;

/// <summary>The loss that a model declares is checked with it, without a subject of its own.</summary>
public sealed class LossOfModelTests
{
    private static readonly TrustOptions _here = new() { IsHost = true, ProvesPower = false };

    [Fact]
    public void What_needs_no_declaration_is_checked_of_a_loss_that_is_right_and_passes()
    {
        TrustReport report = Trust.Check(
            Classifier().WithLoss<Tensor>((inputs, logits) => functional.cross_entropy(logits, (Tensor)inputs[1]!)),
            _here with { Checks = Losses, ProvesPower = true });

        Assert.All(report.Results, result => Assert.Equal("loss", result.Part));
        Assert.DoesNotContain(report.Results, result => result.Verdict is Verdict.Failed or Verdict.Inconclusive);
        string[] proven = [.. report.Results.Where(result => result is { Verdict: Verdict.Passed, Power.IsShown: true })
            .Select(result => result.CheckId)];
        Assert.Empty(new[]
        {
            CheckIds.LossTrainsPredictions, CheckIds.LossSamplesStayApart, CheckIds.LossGradientsAgree, CheckIds.LossTakesOneSample
        }.Except(proven));
        Assert.DoesNotContain(report.Results, result => result.CheckId == CheckIds.LossMatchesReference);
    }

    [Fact]
    public void A_broadcast_in_it_is_asked_about_and_the_answer_is_a_line_of_the_model()
    {
        ModelSubject subject = Classifier()
            .WithLoss<Tensor>((inputs, logits) => (logits.narrow(1, 0, 1) - ((Tensor)inputs[1]!)).square().mean());

        CheckResult result = Apart(subject);

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Contains("turns the gradient of logits in sample ", result.Findings[0].What, StringComparison.Ordinal);
        Assert.Equal(".WithLoss<…>(…, loss => loss.SamplesMeetOnPurpose(\"why it is right\"))", result.Declaration);
    }

    [Fact]
    public void What_is_declared_of_it_holds()
    {
        ModelSubject subject = Classifier().WithLoss<Tensor>(
            (inputs, logits) => (logits.narrow(1, 0, 1) - ((Tensor)inputs[1]!)).square().mean(), loss => loss.Reduces(Reduction.Mean));

        Assert.Equal(Severity.Error, Apart(subject).Severity);
    }

    [Fact]
    public void What_the_model_switches_off_is_switched_off()
    {
        ModelSubject subject = Classifier().WithLoss<Tensor>((_, logits) => logits.square().mean())
            .Skip(CheckIds.LossSamplesStayApart, "No loss of ours.");

        CheckResult result = Apart(subject);

        Assert.Equal((Verdict.Skipped, "Switched off: No loss of ours."), (result.Verdict, result.Reason));
    }

    [Fact]
    public void An_output_that_the_loss_leaves_out_is_no_prediction_of_it()
    {
        ModelSubject twoHeads = ModelSubject.For(() => Linear(5, 3)).WithInput(n => randn(n, 5))
            .WithForward<TorchSharp.Modules.Linear>((model, inputs) =>
                (Logits: model.call((Tensor)inputs[0]!), Features: (Tensor)inputs[0]! * 2));

        Assert.Equal(
            [Verdict.Passed],
            Verdicts(
                CheckIds.LossTrainsPredictions,
                twoHeads.WithLoss<(Tensor Logits, Tensor Features)>((_, output) => output.Logits.square().mean())));
        Assert.Equal(
            [Verdict.Failed],
            Verdicts(CheckIds.LossTrainsPredictions, twoHeads.WithLoss<(Tensor Logits, Tensor Features)>(
                (_, output) => output.Logits.square().mean() + output.Features.detach().mean())));
    }

    [Fact]
    public void A_model_that_takes_no_single_sample_gives_its_loss_none()
    {
        ModelSubject pairs = ModelSubject.For(() => Linear(4, 4)).WithInput(n => randn(n, 4))
            .WithForward<TorchSharp.Modules.Linear>((model, inputs) => (Tensor)inputs[0]! is { shape: [> 1, ..] } batch
                ? model.call(batch)
                : throw new ArgumentException("Statistics of one sample are none."))
            .WithLoss<Tensor>((_, output) => output.square().mean());

        CheckResult result = Assert.Single(Trust.Check(pairs, _here with { Checks = [CheckIds.LossTakesOneSample] }).Results);

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.StartsWith(
            "There is nothing to look at, since the subject that it is a part of threw ", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_is_built_once_for_all_checks_of_its_loss()
    {
        int builds = 0;
        ModelSubject subject = ModelSubject.For(() =>
        {
            builds++;
            return Linear(5, 3);
        }).WithInput(n => randn(n, 5)).WithLoss<Tensor>((_, logits) => logits.square().mean());

        Trust.Check(subject, _here with { Checks = Losses });

        Assert.Equal(1, builds);
    }

    [Fact]
    public void A_model_that_exists_already_comes_back_bit_for_bit()
    {
        var model = Sequential(Linear(4, 4), BatchNorm1d(4));
        Tensor mean = model.state_dict()["1.running_mean"].clone();

        TrustReport report = Trust.Check(
            ModelSubject.Of(model).WithInput(n => randn(n, 4)).WithLoss<Tensor>((_, output) => output.square().mean()),
            _here with { Checks = Losses });

        Assert.Contains(report.Results, result => result.Verdict == Verdict.Passed);
        Assert.True(mean.equal(model.state_dict()["1.running_mean"]).all().item<bool>());
    }

    private static IReadOnlyList<string> Losses =>
        [.. TorchTrust.Checks.Catalogue.All.Select(check => check.Description.Id)
            .Where(id => id.StartsWith("loss-", StringComparison.Ordinal))];

    private static ModelSubject Classifier() => ModelSubject.For(() => Linear(6, 3))
        .WithInputs(n => [randn(n, 6), randint(3, n)])
        .WithForward<TorchSharp.Modules.Linear>((model, inputs) => model.call((Tensor)inputs[0]!));

    private static CheckResult Apart(ModelSubject subject) =>
        Assert.Single(Trust.Check(subject, _here with { Checks = [CheckIds.LossSamplesStayApart] }).Results);

    private static IEnumerable<Verdict> Verdicts(string id, ModelSubject subject) =>
        Trust.Check(subject, _here with { Checks = [id] }).Results.Select(result => result.Verdict);
}
