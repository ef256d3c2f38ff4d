using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class SamplesAreIndependentInTrainingTests
{
    private const string Id = "samples-independent-in-training";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_at_each_module()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 8), Tanh(), Linear(8, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal(["", "0", "1", "2"], Expect.Proven(result).SeenAt.Order());
    }

    [Fact]
    public void Batch_statistics_and_dropout_are_no_influence()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject
            .For(() => Sequential(Conv2d(1, 4, 3), BatchNorm2d(4), ReLU(), Dropout(0.5), Flatten(), Linear(4 * 36, 3)))
            .WithInput(n => randn(n, 1, 8, 8)));

        Expect.Proven(result);
    }

    [Fact]
    public void Samples_rolled_along_the_batch_in_training_fail_and_are_located()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new RollsInTraining()).WithInput(n => randn(n, 6)));

        Finding finding = Expect.Failed(result, Severity.Question);
        Assert.Equal("", finding.Module);
        Assert.Contains("before its call of head", finding.What, StringComparison.Ordinal);
        Assert.Equal([0L, 1L, 2L, 3L], result.Findings.Select(each => each.Sample!.Value).Order());
        Assert.Contains("MixesSamplesOnPurpose(", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_normalization_of_the_users_own_is_a_question_that_names_the_fact_and_no_more_once_it_is_declared()
    {
        ModelSubject subject = ModelSubject.For(() => new OwnBatchNorm()).WithInput(n => randn(n, 6));

        Expect.Failed(CheckTest.Run(Id, subject), Severity.Question);
        Expect.Skipped(CheckTest.Run(Id, subject.MixesSamplesOnPurpose("It normalizes over the batch.")), "It normalizes over the batch.");
    }

    [Fact]
    public void Gamma_noise_whose_amount_depends_on_the_sample_passes()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new GammaLatent()).WithInput(n => randn(n, 6)));

        Expect.Proven(result);
    }

    [Fact]
    public void A_leak_into_what_leads_nowhere_is_no_proof_though_noise_follows_the_samples() => ModelTest.Prove(
        Id, ModelSubject.For(() => new Idles(noise: x => _standard_gamma(x.exp()))).WithInput(n => randn(n, 6)));

    [Fact]
    public void Noise_that_follows_gamma_noise_is_no_leak_of_earlier_samples()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new GammaThenNormal()).WithInput(n => randn(n, 6)));

        Assert.NotEqual(Verdict.Failed, result.Verdict);
    }

    [Fact]
    public void Without_a_number_of_samples_it_is_skipped_with_the_line_to_write()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithFixedInputs(() => [randn(4, 6)]));

        Expect.Skipped(result, "subject.WithInput(n =>");
    }

    private sealed class RollsInTraining : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public RollsInTraining()
            : base(nameof(RollsInTraining)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(training ? input + (input.roll(1, 0) * 0.1) : input);
    }

    private sealed class OwnBatchNorm : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public OwnBatchNorm()
            : base(nameof(OwnBatchNorm)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = head.call(input);
            return training ? hidden - hidden.mean([0L], keepdim: true) : hidden;
        }
    }

    private sealed class GammaLatent : Module<Tensor, Tensor>
    {
        private readonly Linear encoder = Linear(6, 2);
        private readonly Linear decoder = Linear(2, 6);

        public GammaLatent()
            : base(nameof(GammaLatent)) => RegisterComponents();

        public override Tensor forward(Tensor input) => decoder.call(_standard_gamma(encoder.call(input).exp()));
    }

    private sealed class GammaThenNormal : Module<Tensor, Tensor>
    {
        private readonly Linear encoder = Linear(6, 2);
        private readonly Linear decoder = Linear(2, 6);

        public GammaThenNormal()
            : base(nameof(GammaThenNormal)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor latent = _standard_gamma(encoder.call(input).exp());
            return decoder.call(latent + randn_like(latent));
        }
    }
}
