using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class TensorsFollowDeviceTests
{
    private const string Id = "tensors-follow-device";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_at_each_module()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 8), Tanh(), Linear(8, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal(["", "0", "1", "2"], Expect.Proven(result).SeenAt.Order());
    }

    [Fact]
    public void Noise_made_on_the_default_device_fails_with_its_shape_and_the_line()
    {
        CheckResult result = CheckTest.Run(Id, Calls(hidden => hidden + randn(hidden.shape)));

        Finding finding = Expect.Failed(result, Severity.Error);
        Assert.Contains("a tensor of shape [4, 3] and type Float32 is made on the default device", finding.What, StringComparison.Ordinal);
        Assert.Contains($"({nameof(TensorsFollowDeviceTests)}.cs:", finding.What, StringComparison.Ordinal);
        Assert.Contains("randn_like", result.Remedy, StringComparison.Ordinal);
    }

    public static TheoryData<string, Func<Tensor, Tensor>> BecomesMeta => new()
    {
        { "cat", hidden => cat([hidden, zeros(hidden.shape[0], 2)], 1) },
        { "mm", hidden => hidden.mm(ones(3, 2)) },
        { "matmul", hidden => hidden.matmul(ones(3, 2)) },
        { "bmm", hidden => hidden.unsqueeze(1).bmm(ones(hidden.shape[0], 3, 2)).squeeze(1) },
        { "linear", hidden => functional.linear(hidden, ones(2, 3)) },
        { "gather", hidden => hidden.gather(1, zeros([hidden.shape[0], 2], ScalarType.Int64)) },
    };

    [Theory]
    [MemberData(nameof(BecomesMeta), DisableDiscoveryEnumeration = true)]
    public void An_operation_whose_result_becomes_meta_fails_at_the_first_module(string name, Func<Tensor, Tensor> operation)
    {
        CheckResult result = CheckTest.Run(
            Id,
            ModelSubject.For(() => Sequential(Linear(6, 3), new Computes(operation), new Computes(x => x * 2)))
                .WithInput(n => randn(n, 6)));

        Finding finding = Expect.Failed(result, Severity.Error);
        Assert.True(finding.Module == "1", name);
        Assert.Equal("the output of 1 lies on the default device, not on that of its input", finding.What);
    }

    public static TheoryData<string, Func<Tensor, Tensor>> RightOnAGpu => new()
    {
        { "moved", hidden => hidden * arange(3, dtype: ScalarType.Float32).to(hidden.device) },
        { "mask moved", hidden => hidden.unsqueeze(1) + ones(3, 3).triu(1).to(hidden.device) },
        { "item", hidden => hidden * rand(1).item<float>() },
        { "index", hidden => hidden.index(TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { 0, 2 }))) },
        { "number", hidden => hidden * tensor(0.5f) },
    };

    [Theory]
    [MemberData(nameof(RightOnAGpu), DisableDiscoveryEnumeration = true)]
    public void What_is_right_on_a_GPU_is_inconclusive_with_the_line(string name, Func<Tensor, Tensor> operation)
    {
        CheckResult result = CheckTest.Run(Id, Calls(operation));

        Expect.Inconclusive(result, "Without a second device it cannot be told");
        Assert.True(result.Reason!.Contains($"({nameof(TensorsFollowDeviceTests)}.cs:", StringComparison.Ordinal), name);
    }

    public static TheoryData<string, Func<Tensor, Tensor>> Mixes => new()
    {
        { "convolution", hidden => functional.conv1d(hidden.unsqueeze(1), ones(1, 1, 3)).squeeze(1) },
        { "index_copy", hidden => hidden.index_copy(0, zeros([1], ScalarType.Int64), hidden.narrow(0, 0, 1)) },
    };

    [Theory]
    [MemberData(nameof(Mixes), DisableDiscoveryEnumeration = true)]
    public void An_operation_that_says_in_its_own_words_that_devices_differ_fails(string name, Func<Tensor, Tensor> operation)
    {
        CheckResult result = CheckTest.Run(Id, Calls(operation));

        Assert.True(Expect.Failed(result, Severity.Error).What.Contains("is made on the default device", StringComparison.Ordinal), name);
    }

    [Fact]
    public void A_gradient_that_the_users_own_function_makes_on_the_default_device_fails() => Assert.StartsWith(
        "a gradient lies on the default device: Function CSharpNode returned an invalid gradient",
        Expect.Failed(CheckTest.Run(Id, Calls(ForgetsGradient.Of)), Severity.Error).What,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("expected device cpu but got cuda:0")]
    [InlineData("wanted a tensor on cpu but got meta")]
    public void What_says_nothing_of_a_gradient_on_the_default_device_is_inconclusive(string message) => Expect.Inconclusive(
        CheckTest.Run(
            Id, Calls(x => get_default_device().type == TorchSharp.DeviceType.META ? throw new InvalidOperationException(message) : x * 2)),
        message);

    [Fact]
    public void What_is_kept_from_one_call_to_the_next_is_not_known_by_its_shape_and_inconclusive() =>
        Expect.Inconclusive(
            CheckTest.Run(Id, ModelSubject.For(() => new KeepsTable()).WithInput(n => randn(n, 6))), "to be on the same device");

    [Fact]
    public void A_number_of_no_dimension_is_not_mistaken_for_a_tensor_that_is_still_to_be_moved() => Expect.Inconclusive(
        CheckTest.Run(Id, Calls(hidden => Scaled(hidden, ones(3)))), "Without a second device it cannot be told");

    [Fact]
    public void A_message_is_cut_after_ninety_characters()
    {
        Expect.Inconclusive(
            CheckTest.Run(Id, Calls(_ => throw new InvalidOperationException(new string('x', 90)))), $"\"{new string('x', 90)}\"");
        Expect.Inconclusive(
            CheckTest.Run(Id, Calls(_ => throw new InvalidOperationException(new string('x', 91)))), $"\"{new string('x', 90)}…\"");
    }

    [Fact]
    public void A_module_that_gives_what_its_caller_moves_is_inconclusive()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new MovesPositions()).WithInput(n => randn(n, 5, 6)));

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
    }

    [Fact]
    public void A_number_of_no_dimension_beside_the_output_is_inconclusive()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))
            .WithForward<Linear>((model, inputs) => (model.call((Tensor)inputs[0]!), tensor(0f))));

        Expect.Inconclusive(result, "Output .Item2 is a number of no dimension");
    }

    [Fact]
    public void An_output_made_on_the_default_device_fails()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))
            .WithForward<Linear>((model, inputs) => (model.call((Tensor)inputs[0]!), zeros(3))));

        Assert.Contains("output .Item2 lies on the default device", Expect.Failed(result, Severity.Error).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_that_only_training_makes_is_found() => Expect.Failed(
        CheckTest.Run(Id, ModelSubject.For(() => new NoisyInTraining()).WithInput(n => randn(n, 6))), Severity.Error);

    [Fact]
    public void What_is_made_like_its_neighbours_passes() => Expect.Proven(CheckTest.Run(Id, Calls(hidden =>
        hidden + randn_like(hidden) + hidden.new_zeros(3) + arange(3, dtype: hidden.dtype, device: hidden.device))));

    [Fact]
    public void Recurrent_layers_attention_and_dropout_pass()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Recurrent()).WithInput(n => randn(n, 5, 8)));

        Expect.Proven(result);
    }

    [Fact]
    public void The_default_device_comes_back()
    {
        CheckTest.Run(Id, Calls(hidden => hidden + randn(hidden.shape)));

        Assert.Equal(TorchSharp.DeviceType.CPU, get_default_device().type);
    }

    private static ModelSubject Calls(Func<Tensor, Tensor> operation) =>
        ModelSubject.For(() => Sequential(Linear(6, 3), new Computes(operation))).WithInput(n => randn(n, 6));

    private static Tensor Scaled(Tensor hidden, Tensor offset) => (hidden * tensor(0.5f)) + offset.to(hidden.device);

    private sealed class KeepsTable : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);
        private Tensor? _table;

        public KeepsTable()
            : base(nameof(KeepsTable)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input) + (_table ??= ones(3).DetachFromDisposeScope());
    }

    /// <summary>Doubles, and gives back no gradient, but zeros made on the default device.</summary>
    private sealed class ForgetsGradient : autograd.SingleTensorFunction<ForgetsGradient>
    {
        public override string Name => nameof(ForgetsGradient);

        public static Tensor Of(Tensor input) => apply(input);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 2;

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [zeros(grad_output.shape)];
    }

    private sealed class Positions : Module<Tensor, Tensor>
    {
        public Positions()
            : base(nameof(Positions))
        {
        }

        public override Tensor forward(Tensor input) => arange(input.shape[1], dtype: ScalarType.Float32).unsqueeze(-1);
    }

    private sealed class MovesPositions : Module<Tensor, Tensor>
    {
        private readonly Positions positions = new();
        private readonly Linear head = Linear(6, 3);

        public MovesPositions()
            : base(nameof(MovesPositions)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input + positions.call(input).to(input.device));
    }

    private sealed class NoisyInTraining : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public NoisyInTraining()
            : base(nameof(NoisyInTraining)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(training ? input + randn(input.shape) : input);
    }

    private sealed class Recurrent : Module<Tensor, Tensor>
    {
        private readonly LSTM lstm = LSTM(8, 8, batchFirst: true);
        private readonly TransformerEncoderLayer attention = TransformerEncoderLayer(8, 2, 16);
        private readonly Dropout drop = Dropout(0.1);

        public Recurrent()
            : base(nameof(Recurrent)) => RegisterComponents();

        public override Tensor forward(Tensor input) => drop.call(attention.call(lstm.call(input).Item1, null!, null!));
    }
}
