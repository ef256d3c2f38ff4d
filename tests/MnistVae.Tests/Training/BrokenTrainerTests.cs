using MnistVae.Data;
using MnistVae.Models;
using MnistVae.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MnistVae.Tests.Training;

/// <summary>
/// Gives each test of <see cref="TrainerTests"/> a part that is broken, and expects the test to fail.
/// </summary>
[Collection(nameof(SerialTests))]
public sealed class BrokenTrainerTests
{
    [Fact]
    public void A_log_that_is_lost_fails()
        => Broken.Fails<LostLogs>(test => test.Each_step_logs_what_a_recomputation_gives());

    [Fact]
    public void A_log_with_a_wrong_value_fails()
        => Broken.Fails<WrongLogs>(test => test.Each_step_logs_what_a_recomputation_gives());

    [Fact]
    public void An_evaluation_that_is_not_logged_fails()
        => Broken.Fails<LostLogs>(test => test.Each_evaluation_logs_its_loss_and_pictures());

    [Fact]
    public void An_evaluation_that_is_logged_with_a_wrong_value_fails()
        => Broken.Fails<WrongLogs>(test => test.Each_evaluation_logs_its_loss_and_pictures());

    [Fact]
    public void A_detached_encoder_learns_no_batch_by_heart()
        => Broken.Fails<DetachedEncoder>(test => test.One_batch_is_learnt_by_heart());

    [Fact]
    public void Noise_without_a_seed_fails()
        => Broken.Fails<UnseededNoise>(test => test.The_same_seed_gives_the_same_bits());

    [Fact]
    public void A_seed_that_is_ignored_fails()
        => Broken.Fails<IgnoredSeed>(test => test.Another_seed_gives_other_bits());

    [Fact]
    public void A_frozen_layer_receives_no_gradient()
        => Broken.Fails<FrozenLayer>(test => test.Every_parameter_receives_a_gradient());

    [Fact]
    public void A_detached_layer_lets_no_gradient_through()
        => Broken.Fails<DetachedEncoder>(test => test.Every_parameter_receives_a_gradient());

    [Fact]
    public void A_frozen_layer_is_not_changed()
        => Broken.Fails<FrozenLayer>(test => test.Every_parameter_is_changed_by_the_optimizer());

    [Fact]
    public void An_optimizer_without_one_parameter_fails()
        => Broken.Fails<ForgetfulOptimizer>(test => test.Every_parameter_is_changed_by_the_optimizer());

    [Fact]
    public void A_loss_that_counts_evaluations_leaves_a_trace()
        => Broken.Fails<LossWithState>(test => test.Evaluation_leaves_no_trace_in_training());

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void A_loss_whose_state_is_not_saved_cannot_resume(int stopAfter)
        => Broken.Fails<LossWithState>(
            test => test.A_run_that_is_resumed_gives_the_bits_of_one_that_was_not_stopped(stopAfter));

    [Fact]
    public void Steps_that_are_counted_anew_fail()
        => Broken.Fails<RestartedSteps>(test => test.Training_twice_goes_on());

    private abstract class BrokenTrainer : TrainerTests
    {
        private protected override Interval EvaluateEvery => Interval.Steps(250);

        private protected override Vae CreateModel(ImageShape shape) => new CnnVae(shape, latentSize: 8);
    }

    private sealed class LostLogs : BrokenTrainer
    {
        private protected override TrainerParts Change(TrainerParts parts) => parts with
        {
            Metrics = new ChangedMetrics(
                parts.Metrics, metric => metric.Tag is "train/kl_div_loss" or "test/loss" ? null : metric),
        };
    }

    private sealed class WrongLogs : BrokenTrainer
    {
        private protected override TrainerParts Change(TrainerParts parts) => parts with
        {
            Metrics = new ChangedMetrics(
                parts.Metrics,
                metric => metric.Tag is "train/recon_loss" or "test/loss"
                    ? metric with { Value = metric.Value * Options.BatchSize }
                    : metric),
        };
    }

    private sealed class DetachedEncoder : BrokenTrainer
    {
        private protected override Vae CreateModel(ImageShape shape)
        {
            Vae model = base.CreateModel(shape);
            var encoder = (Module<Tensor, Tensor>)model.named_modules().Single(named => named.name == "encoder").module;
            encoder.register_forward_hook((_, _, output) => output.detach());
            return model;
        }
    }

    private sealed class FrozenLayer : BrokenTrainer
    {
        private protected override Vae CreateModel(ImageShape shape)
        {
            Vae model = base.CreateModel(shape);
            model.get_parameter("encoder.2.weight")!.requires_grad = false;
            return model;
        }
    }

    private sealed class ForgetfulOptimizer : BrokenTrainer
    {
        private protected override TrainerParts Change(TrainerParts parts) => parts with
        {
            CreateOptimizer = (model, learningRate) => optim.Adam(model.parameters().Skip(1).ToArray(), learningRate),
        };
    }

    private sealed class UnseededNoise : BrokenTrainer
    {
        private ulong _made;

        private protected override TrainerParts Change(TrainerParts parts)
            => parts with { CreateNoiseGenerator = _ => new Generator(_made++) };
    }

    private sealed class IgnoredSeed : BrokenTrainer
    {
        private protected override TrainerOptions Change(TrainerOptions options) => options with { Seed = 0 };
    }

    private sealed class LossWithState : BrokenTrainer
    {
        private protected override TrainerParts Change(TrainerParts parts) => parts with { Loss = new AnnealedLoss() };
    }

    private sealed class RestartedSteps : BrokenTrainer
    {
        private protected override TrainerParts Change(TrainerParts parts)
            => parts with { Metrics = new RestartedMetrics(parts.Metrics) };
    }
}
