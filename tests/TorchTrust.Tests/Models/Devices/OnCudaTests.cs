using TorchSharp;
using TorchTrust.Models;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Tests.Running;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Devices;

/// <summary>What only a CUDA device shows. Where there is none, each says so and is skipped.</summary>
public sealed class OnCudaTests
{
    private const string NoDevice = "There is no CUDA device here.";

    [Fact]
    public void A_fork_seeds_the_devices_generator_and_gives_it_back()
    {
        Assert.SkipUnless(Accelerator.IsPresent, NoDevice);
        using var scope = NewDisposeScope();
        cuda.manual_seed_all(5);
        byte[] expected = randn(4, device: CUDA).cpu().bytes.ToArray();
        cuda.manual_seed_all(5);
        byte[] Draw()
        {
            using RandomState fork = RandomState.Fork(3);
            return randn(4, device: CUDA).cpu().bytes.ToArray();
        }

        byte[] first = Draw();

        Assert.Equal(first, Draw());
        Assert.Equal(expected, randn(4, device: CUDA).cpu().bytes.ToArray());
    }

    [Fact]
    public void A_right_model_has_no_failure_there_and_its_proofs_are_no_faults_of_ours()
    {
        Assert.SkipUnless(Accelerator.IsPresent, NoDevice);
        ModelSubject subject = ModelSubject.For(() => Sequential(Linear(6, 8), BatchNorm1d(8), ReLU(), Dropout(0.3), Linear(8, 3)), "Mlp")
            .WithInput(n => randn(n, 6)).On(CUDA);

        TrustReport report = Trust.Check(subject);

        Assert.DoesNotContain(report.Results, result => result.Verdict == Verdict.Failed);
        Assert.DoesNotContain(
            report.Results.SelectMany(result => result.Power?.Mutants ?? []),
            mutant => mutant.Detail is { } detail && detail.Contains("itself threw", StringComparison.Ordinal));
        Assert.True(report.Results.First(result => result.CheckId == "eval-changes-nothing").Power!.IsShown);
        Assert.Equal("cuda", report.Environment!.Device);
    }

    [Fact]
    public void An_error_of_the_device_names_its_check_and_the_next_one_runs_in_another_host()
    {
        Assert.SkipUnless(Accelerator.IsPresent, NoDevice);
        ModelSubject subject = ModelSubject.For(() => Sequential(Embedding(4, 3)), "BeyondTheTable")
            .WithInput(n => full(n, 9, dtype: ScalarType.Int64)).On(CUDA);

        TrustReport report = Trust.Check(subject, HostTest.Options);

        Assert.All(
            report.Results,
            result => Assert.Contains("the device failed: ", Assert.Single(result.Findings).What, StringComparison.Ordinal));
        Assert.Equal(2, report.Results.Count);
    }

    [Fact]
    public void Memory_that_two_tensors_share_is_seen_there()
    {
        Assert.SkipUnless(Accelerator.IsPresent, NoDevice);
        using var scope = NewDisposeScope();
        Tensor weight = randn(3, 4, device: CUDA);

        Assert.True(TensorMemory.IsShared(weight, weight.alias()));
        Assert.False(TensorMemory.IsShared(weight, weight.clone()));
        Assert.False(TensorMemory.IsShared(weight, weight.cpu()));
    }

    [Fact]
    public void A_weight_that_nobody_writes_is_found_there()
    {
        Assert.SkipUnless(Accelerator.IsPresent, NoDevice);
        ModelSubject subject = ModelSubject.For(() => new Unwritten(CUDA)).WithInput(n => randn(n, 3, device: CUDA));

        CheckResult result = Assert.Single(Trust.Check(subject, Only("reads-no-unwritten-memory")).Results);

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains("is never written", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_meta_cannot_run_a_real_device_decides()
    {
        Assert.SkipUnless(Accelerator.IsPresent, NoDevice);
        CheckResult Of(Device? literal) => Assert.Single(Trust.Check(
            ModelSubject.For(() => new Selecting(literal)).WithInput(n => randn(n, 3)),
            Only("follows-a-move") with { Weaving = false, ProvesPower = false }).Results);

        Assert.Equal(Verdict.Passed, Of(literal: null).Verdict);
        CheckResult bound = Of(literal: CPU);
        Assert.Equal(Verdict.Failed, bound.Verdict);
        Assert.StartsWith(
            "a tensor is not on cuda although the model and its inputs were moved there", bound.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_meta_cannot_run_of_the_default_device_a_real_one_decides()
    {
        Assert.SkipUnless(Accelerator.IsPresent, NoDevice);
        CheckResult Of(bool follows) => Assert.Single(Trust.Check(
            ModelSubject.For(() => new Rectifying(follows)).WithInput(n => randn(n, 3)),
            Only("tensors-follow-device") with { Weaving = false, ProvesPower = false }).Results);

        Assert.Equal(Verdict.Passed, Of(follows: true).Verdict);
        Assert.Equal(Verdict.Failed, Of(follows: false).Verdict);
    }

    [Fact]
    public void Of_a_model_there_the_cpu_decides_what_meta_cannot_run()
    {
        Assert.SkipUnless(Accelerator.IsPresent, NoDevice);
        CheckResult Of(Device? literal) => Assert.Single(Trust.Check(
            ModelSubject.For(() => new Selecting(literal)).WithInput(n => randn(n, 3)).On(CUDA),
            Only("follows-a-move") with { Weaving = false, ProvesPower = false }).Results);

        Assert.Equal(Verdict.Passed, Of(literal: null).Verdict);
        CheckResult bound = Of(literal: CUDA);
        Assert.Equal(Verdict.Failed, bound.Verdict);
        Assert.StartsWith(
            "a tensor is not on cpu although the model and its inputs were moved there", bound.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recurrent_layer_there_leaves_nothing_open_of_what_follows_the_default_device()
    {
        Assert.SkipUnless(Accelerator.IsPresent, NoDevice);
        ModelSubject subject = ModelSubject.For(() => new Recurrent()).WithInput(n => randn(n, 5, 3)).On(CUDA);

        CheckResult result = Assert.Single(Trust.Check(subject, Only("tensors-follow-device")).Results);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void Inputs_on_the_cpu_for_a_model_there_are_told_with_what_to_do()
    {
        Assert.SkipUnless(Accelerator.IsPresent, NoDevice);
        ModelSubject subject = ModelSubject.For(() => Linear(3, 2).to(CUDA), "Moved").WithInput(n => randn(n, 3));

        CheckResult result = Assert.Single(Trust.Check(subject, Only("batch-sizes-work")).Results);

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains("on cpu, while its parameters are on cuda:0", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recurrent_layer_in_eval_mode_is_not_blamed_for_what_cudnn_refuses()
    {
        Assert.SkipUnless(Accelerator.IsPresent, NoDevice);
        using var session = new ModelSession(ModelSubject.For(() => new Recurrent()).WithInput(n => randn(n, 5, 3)).On(CUDA), 1);

        Assert.Single(GradientFlow.Observe(session, session.Inputs(), ForwardMode.Eval));
    }

    [Fact]
    public void The_context_of_the_device_does_not_count_as_the_subjects_memory()
    {
        Assert.SkipUnless(Accelerator.IsPresent, NoDevice);
        ModelSubject subject = ModelSubject.For(() => Linear(6, 3), "Small").WithInput(n => randn(n, 6)).On(CUDA);

        TrustReport report = Trust.Check(subject, HostTest.Options with { MemoryLimit = 1L << 30 });

        Assert.All(report.Results, result => Assert.Equal(Verdict.Passed, result.Verdict));
    }

    private static TrustOptions Only(string checkId) => new() { Checks = [checkId], Isolation = Isolation.Host };

    private sealed class Unwritten : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Parameter weight;

        public Unwritten(Device device)
            : base(nameof(Unwritten))
        {
            weight = Parameter(empty(3, 3, device: device));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input.matmul(weight);
    }

    private sealed class Selecting : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(3, 2);
        private readonly Device? _literal;

        public Selecting(Device? literal)
            : base(nameof(Selecting))
        {
            _literal = literal;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            // Which elements are chosen depends on their values: meta has no kernel for that.
            Tensor chosen = input.masked_select(input > float.NegativeInfinity).reshape(-1, 3);
            return head.call(chosen) + zeros(1, 2, device: _literal ?? input.device);
        }
    }

    private sealed class Rectifying : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(3, 2);
        private readonly bool _follows;

        public Rectifying(bool follows)
            : base(nameof(Rectifying))
        {
            _follows = follows;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            // Made on the default device, and rectified there: meta has no kernel for that.
            Tensor offset = ones(2).relu();
            return head.call(input) + (_follows ? offset.to(input.device) : offset);
        }
    }

    private sealed class Recurrent : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.LSTM cell = LSTM(3, 4, batchFirst: true);

        public Recurrent()
            : base(nameof(Recurrent)) => RegisterComponents();

        public override Tensor forward(Tensor input) => cell.call(input).Item1;
    }
}
