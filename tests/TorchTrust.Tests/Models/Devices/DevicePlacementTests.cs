// What the native library and a fault of ours throw is what these tests throw.
#pragma warning disable CA2201
using System.Runtime.InteropServices;
using TorchSharp;
using TorchTrust.Models;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Tests.Running;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Devices;

/// <summary>What of subjects on other devices shows without a GPU: <c>meta</c>, injected generators and injected errors stand in.</summary>
public sealed class DevicePlacementTests
{
    private static ModelSubject Mlp =>
        ModelSubject.For(() => Sequential(Linear(6, 4), GELU(), Linear(4, 3)), "Mlp").WithInput(n => randn(n, 6));

    [Fact]
    public void On_a_device_model_inputs_and_outputs_are_there()
    {
        using var scope = NewDisposeScope();
        using var session = new ModelSession(Mlp.On(META), 1);
        ModelInputs inputs = session.Inputs(4);

        Assert.All(session.Parameters, entry => Assert.Equal(DeviceType.META, entry.Parameter.device_type));
        Assert.All(inputs.Leaves, leaf => Assert.Equal(DeviceType.META, leaf.Tensor.device_type));
        Assert.Equal(DeviceType.META, session.Run(inputs, ForwardMode.Eval).Leaves[0].Tensor.device_type);
    }

    [Fact]
    public void On_the_cpu_is_the_same_subject_with_the_same_bits()
    {
        using var scope = NewDisposeScope();
        using var plain = new ModelSession(Mlp, 1);
        using var placed = new ModelSession(Mlp.On(CPU), 1);

        Assert.True(Outputs.AreEqual(plain.Run(plain.Inputs(), ForwardMode.Eval), placed.Run(placed.Inputs(), ForwardMode.Eval)));
    }

    [Fact]
    public void Other_inputs_fixed_inputs_and_samples_are_moved_too()
    {
        using var scope = NewDisposeScope();
        ModelSubject subject = Mlp.AlsoTakes("many", n => [randn(n, 6)]).On(META);
        ModelSubject collated = ModelSubject.For(() => Linear(6, 3)).WithSamples(i => randn(6), samples => [stack([.. samples])]).On(META);
        ModelSubject fixedInput = ModelSubject.For(() => Linear(6, 3)).WithFixedInputs(() => [randn(2, 6)]).On(META);

        Assert.Equal(DeviceType.META, ((Tensor)subject.OtherInputs["many"](2)[0]!).device_type);
        Assert.Equal(DeviceType.META, ((Tensor)collated.Samples!.Collate([randn(6), randn(6)])[0]!).device_type);
        Assert.Equal(DeviceType.META, ((Tensor)fixedInput.FixedInputs!()[0]!).device_type);
    }

    [Fact]
    public void A_model_that_exists_is_not_moved_away_from_its_user()
    {
        using Module<Tensor, Tensor> model = Linear(2, 2);

        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => ModelSubject.Of(model).On(META));

        Assert.Contains("exists already", thrown.Message, StringComparison.Ordinal);
        Assert.All(model.parameters(), parameter => Assert.Equal(DeviceType.CPU, parameter.device_type));
    }

    [Theory]
    [InlineData(Isolation.Host)]
    [InlineData(Isolation.InProcess)]
    public void The_report_names_the_device_whether_the_subject_or_the_options_say_it(Isolation isolation)
    {
        TrustOptions options = HostTest.Options with { Isolation = isolation };

        Assert.Equal("cpu", Trust.Check(Mlp.On(CPU), options).Environment!.Device);
        Assert.Equal("cpu", Trust.Check(Mlp, options with { Device = "cpu" }).Environment!.Device);
        Assert.Null(Trust.Check(Mlp, options).Environment!.Device);
        Assert.Contains(
            ", on cpu",
            string.Join(' ', Trust.Check(Mlp.On(CPU), options).ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_fork_seeds_the_generators_of_devices_and_gives_them_back()
    {
        var devices = new InjectedGenerators();
        using (RandomState.Fork(7, devices))
        {
            Assert.Equal(7, devices.Value);
            devices.Value = 9;
        }

        Assert.Equal(3, devices.Value);
    }

    [Fact]
    public void An_error_of_a_device_ends_the_host_names_the_check_and_the_next_one_has_another_host()
    {
        ModelSubject subject = ModelSubject.For(() => new FailingDevice()).WithInput(n => randn(n, 6));

        TrustReport report = Trust.Check(subject, HostTest.Options);

        Assert.Equal(2, report.Results.Count);
        foreach (CheckResult result in report.Results)
        {
            Assert.Equal(Verdict.Failed, result.Verdict);
            Finding finding = Assert.Single(result.Findings);
            Assert.Contains("the device failed: CUDA error: device-side assert triggered", finding.What, StringComparison.Ordinal);
            Assert.Contains("calling the model", finding.What, StringComparison.Ordinal);
            Assert.Contains("index beyond its table", result.Remedy, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("CUDA error: an illegal memory access was encountered", true)]
    [InlineData("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED", true)]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB", false)]
    [InlineData("CUDA error: out of memory", false)]
    [InlineData("mat1 and mat2 shapes cannot be multiplied", false)]
    public void Errors_after_which_nothing_can_be_computed_are_told_from_others(string message, bool isFault) =>
        Assert.Equal(
            isFault, DeviceFault.In(new SubjectException("calling", new ExternalException($"{message}\nnative stack"))) is not null);

    [Theory]
    [InlineData("found at least two devices, cuda:0 and meta!\nat libtorch_cpu.so", "cuda:0 meta")]
    [InlineData("found at least two devices, cpu and cuda:1! libtorch_cpu.so", "cpu cuda:1")]
    [InlineData("Input type (CPUFloatType) and weight type (CUDAFloatType) should be the same", "cpu cuda")]
    public void Devices_are_read_from_messages_and_not_from_names_of_libraries(string message, string devices) =>
        Assert.Equal(devices.Split(' '), DeviceNames.In(message));

    [Fact]
    public void Rounding_of_repeats_is_no_randomness_and_hides_none()
    {
        CheckResult Of(double size) => Assert.Single(Trust.Check(
            ModelSubject.For(() => new Trembling(size)).WithInput(n => randn(n, 6)),
            new TrustOptions { Checks = ["eval-is-deterministic"], ProvesPower = false, Isolation = Isolation.InProcess }).Results);

        CheckResult rounding = Of(1e-6);
        Assert.Equal(Verdict.Inconclusive, rounding.Verdict);
        Assert.Contains("no more than rounding", rounding.Reason, StringComparison.Ordinal);
        Assert.Equal(Verdict.Failed, Of(1e-3).Verdict);
    }

    [Fact]
    public void A_mutant_whose_own_code_throws_kills_nothing()
    {
        using var scope = NewDisposeScope();
        using var session = new ModelSession(Mlp, 1);
        using IDisposable? fault = new Stumbling().Apply(session, "");

        MutantFaultException thrown = Assert.Throws<MutantFaultException>(() => session.Run(session.Inputs(), ForwardMode.Eval));

        Assert.Contains("stumbling itself threw IndexOutOfRangeException", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Views_of_one_storage_begin_at_different_places_and_share_their_memory()
    {
        using var scope = NewDisposeScope();
        Tensor whole = randn(4, 3);
        Tensor part = whole.narrow(0, 2, 1);

        Assert.True(TensorMemory.IsShared(whole, part));
        Assert.Equal(TensorMemory.StartOf(whole) + (6 * sizeof(float)), TensorMemory.StartOf(part));
        Assert.Equal(0, TensorMemory.StartOf(whole.to(META)));
    }

    private sealed class InjectedGenerators : IDeviceGenerators
    {
        public long Value { get; set; } = 3;

        public IReadOnlyList<Tensor> States() => [tensor(Value)];

        public void Set(IReadOnlyList<Tensor> states) => Value = states[0].item<long>();

        public void Seed(long seed) => Value = seed;
    }

    private sealed class FailingDevice : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);

        public FailingDevice()
            : base(nameof(FailingDevice)) => RegisterComponents();

        public override Tensor forward(Tensor input) =>
            throw new ExternalException($"CUDA error: device-side assert triggered\nof {head.call(input).shape[0]} samples");
    }

    private sealed class Trembling : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> head = Linear(6, 3);
        private readonly double _size;
        private static int _calls;

        public Trembling(double size)
            : base(nameof(Trembling))
        {
            _size = size;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(input) * (1 + (_size * (1 + (Interlocked.Increment(ref _calls) % 2))));
    }

    private sealed class Stumbling : ModuleOutputMutant
    {
        public override string Name => "stumbling";

        public override string Description => "throws where it should break";

        protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) =>
            throw new IndexOutOfRangeException("of our own");
    }
}
