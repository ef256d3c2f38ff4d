using TorchSharp;
using TorchTrust.Probes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training;

/// <summary>
/// What a loop that lives on a CUDA device is told. Where there is none, that is said and skipped; the same loop is on the CPU, too.
/// </summary>
public sealed class OnCudaTests
{
    private static readonly string[] _checks =
    [
        CheckIds.GradientsAreCleared, CheckIds.EveryParameterMoves, CheckIds.OptimizerHoldsTheModel, CheckIds.BatchIsLeftAlone,
        CheckIds.GradientIsTheDerivative, CheckIds.SeedDecides, CheckIds.ResumingGoesOn,
    ];

    [Theory, InlineData("cpu"), InlineData("cuda")]
    public void A_right_loop_has_no_failure_there(string device)
    {
        Assert.SkipUnless(device == "cpu" || Accelerator.IsPresent, "There is no CUDA device here.");

        TrustReport report = Trust.Check(Subject(device, clears: true), Options);

        Assert.Empty(report.Results.Where(result => result.Verdict == Verdict.Failed).Select(result => result.ToString()));
        Assert.Equal(Verdict.Passed, report.Results.Single(result => result.CheckId == CheckIds.GradientsAreCleared).Verdict);
    }

    [Theory, InlineData("cpu"), InlineData("cuda")]
    public void Gradients_that_are_never_cleared_are_found_there(string device)
    {
        Assert.SkipUnless(device == "cpu" || Accelerator.IsPresent, "There is no CUDA device here.");

        Assert.Contains(CheckIds.GradientsAreCleared,
            Trust.Check(Subject(device, clears: false), Options).Errors.Select(result => result.CheckId));
    }

    private static TrustOptions Options => new() { Checks = _checks, ProvesPower = false };

    private static TrainingSubject Subject(string device, bool clears) => TrainingSubject
        .For(seed => new Regression(device, clears), $"Regression on {device}")
        .WithBatch((loop, n) => loop.Batch(n))
        .WithStep((loop, batch) => loop.Step(batch))
        .ReportsLoss()
        .SavesForResuming((loop, path) => loop.Save(path), (loop, path) => loop.Load(path));

    private sealed class Regression
    {
        private readonly TorchSharp.Modules.Sequential _model = Sequential(Linear(4, 8), Tanh(), Linear(8, 1));
        private readonly Device _device;
        private readonly bool _clears;
        private readonly optim.Optimizer _optimizer;

        public Regression(string device, bool clears)
        {
            (_device, _clears) = (torch.device(device), clears);
            _model.to(_device);
            _optimizer = optim.SGD(_model.parameters(), 0.05);
        }

        public (Tensor Input, Tensor Target) Batch(long n)
        {
            using var scope = NewDisposeScope();
            Tensor input = randn(8, 4).to(_device);
            return (input.MoveToOuterDisposeScope(), input.sin().sum(1, keepdim: true).MoveToOuterDisposeScope());
        }

        public double Step((Tensor Input, Tensor Target) batch)
        {
            using var scope = NewDisposeScope();
            if (_clears)
            {
                _optimizer.zero_grad();
            }

            Tensor loss = functional.mse_loss(_model.call(batch.Input), batch.Target);
            loss.backward();
            _optimizer.step();
            return loss.item<float>();
        }

        public void Save(string path) => _model.save(path);

        public void Load(string path) => _model.load(path);
    }
}
