using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class FollowsAMoveTests
{
    private const string Id = "follows-a-move";

    [Fact]
    public void A_right_model_of_operators_that_meta_knows_passes_and_the_check_could_have_failed()
    {
        PowerProof power = Expect.Proven(Check(() => new Net(x => x.tanh())));

        Assert.Equal(2, power.Killed);
        Assert.Superset(new HashSet<string> { "", "first", "last", "order" }, power.SeenAt.ToHashSet());
    }

    [Fact]
    public void A_tensor_that_is_made_on_the_CPU_by_a_literal_fails_with_its_shape_and_place()
    {
        Finding finding = Expect.Failed(Check(() => new Net(x => x + ones(8, device: CPU))), Severity.Error);

        Assert.StartsWith(
            "a tensor of shape [8] and type Float32 is on the CPU although the model and its inputs are on another device",
            finding.What,
            StringComparison.Ordinal);
        Assert.Contains("FollowsAMoveTests.cs:", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_that_is_drawn_on_the_CPU_in_training_only_fails()
    {
        Expect.Failed(Check(() => new NoisyInTraining()), Severity.Error);
    }

    [Fact]
    public void What_is_made_on_the_CPU_in_eval_mode_only_fails() =>
        Expect.Failed(Check(() => new ByMode(eval: x => x + ones(6, device: CPU), training: x => x.tanh())), Severity.Error);

    [Fact]
    public void The_first_mode_that_shows_a_fault_is_the_one_that_is_told() => Assert.StartsWith(
        "a tensor of shape [1, 6] and type",
        Expect.Failed(
            Check(() => new ByMode(eval: x => x + ones(1, 6, device: CPU), training: x => x + ones(6, device: CPU))), Severity.Error).What,
        StringComparison.Ordinal);

    [Fact]
    public void What_cannot_be_told_in_one_mode_is_not_excused_by_the_other() =>
        Expect.Inconclusive(Check(() => new ByMode(eval: x => x.relu(), training: x => x.tanh())), "aten::relu");

    [Fact]
    public void A_fault_in_training_counts_where_eval_mode_cannot_be_told() =>
        Expect.Failed(Check(() => new ByMode(eval: x => x.relu(), training: x => x + ones(6, device: CPU))), Severity.Error);

    [Fact]
    public void A_table_in_a_static_field_fails_though_nobody_knows_its_shape()
    {
        Assert.Equal(TorchSharp.DeviceType.CPU, _table.device_type);
        Finding finding = Expect.Failed(Check(() => new Net(x => x + _table)), Severity.Error);

        Assert.StartsWith("a tensor is on the CPU although the model", finding.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cuda:0 and cpu")]
    [InlineData("meta and cuda:0")]
    public void A_mixture_of_other_devices_than_those_of_the_move_is_not_called_a_tensor_on_the_CPU(string devices) => Expect.Inconclusive(
        Check(() => new Net(x => throw new InvalidOperationException(
            $"Expected all tensors to be on the same device, but found at least two devices, {devices}!"))),
        devices);

    [Fact]
    public void An_output_that_is_on_the_CPU_wherever_the_model_is_may_be_meant()
    {
        ModelSubject beside = ModelSubject.For(() => new Net(x => x.tanh())).WithInput(n => randn(n, 6))
            .WithForward<Net>((model, inputs) => (model.call((Tensor)inputs[0]!), ones(3, device: CPU)));

        Expect.Inconclusive(
            Check(() => new Computes(x => ones(x.shape[0], 3, device: CPU))), "The output is on the CPU wherever the model is");
        Expect.Inconclusive(CheckTest.Run(Id, beside), "Output .Item2 is on the CPU wherever the model is");
    }

    [Fact]
    public void What_is_made_on_the_CPU_and_brought_along_passes() =>
        Expect.Proven(Check(() => new Net(x => x + ones(8, device: CPU).to(x.device))));

    [Fact]
    public void A_number_without_dimensions_on_the_CPU_passes() =>
        Expect.Proven(Check(() => new Net(x => x * tensor(2f, device: CPU))));

    [Fact]
    public void An_index_on_the_CPU_passes_since_any_device_takes_it() => Expect.Proven(
        Check(() => new Net(x => x[TensorIndex.Ellipsis, TensorIndex.Tensor(tensor(new long[] { 7, 6, 5, 4, 3, 2, 1, 0 }, device: CPU))])));

    [Fact]
    public void What_is_made_on_the_default_device_is_the_business_of_another_check() =>
        Expect.Proven(Check(() => new Net(x => x + ones(8))));

    [Theory]
    [InlineData("relu", "aten::relu")]
    [InlineData("conv", "convolution")]
    [InlineData("norm", "native_batch_norm")]
    [InlineData("copy", "Cannot copy out of meta tensor")]
    [InlineData("number", "meta threw")]
    public void An_operator_without_a_kernel_for_meta_is_inconclusive_with_its_name(string kind, string reason)
    {
        Func<Tensor, Tensor> middle = kind switch
        {
            "relu" => x => x.relu(),
            "conv" => x => functional.conv1d(x.unsqueeze(1), ones_like(x).narrow(0, 0, 1).narrow(1, 0, 1).unsqueeze(0)).squeeze(1),
            "norm" => x => functional.layer_norm(x, [8]),
            "copy" => x => x.cpu().to(x.device),
            _ => x => x * x.abs().max().item<float>(),
        };

        Expect.Inconclusive(Check(() => new Net(middle)), reason);
    }

    [Fact]
    public void A_table_of_integers_that_is_not_registered_is_a_question_and_passes_once_declared()
    {
        ModelSubject subject = ModelSubject.For(() => new HiddenTable()).WithInput(n => randn(n, 6));
        CheckResult result = CheckTest.Run(Id, subject);

        Finding finding = Expect.Failed(result, Severity.Question);
        Assert.Equal("tables[0]", finding.Parameter);
        Assert.Contains("is not registered and stays as it is when the model is moved", finding.What, StringComparison.Ordinal);
        Assert.Contains("subject.KeepsUnregisteredOnPurpose", result.Remedy, StringComparison.Ordinal);
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.KeepsUnregisteredOnPurpose("tables*", "forward brings it along")).Verdict);
    }

    [Fact]
    public void A_tensor_on_the_CPU_is_told_before_a_table_that_is_left_behind()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new HiddenTable()).WithInput(n => randn(n, 6))
            .WithForward<HiddenTable>((model, inputs) => model.call((Tensor)inputs[0]!) + ones(6, device: CPU)));

        Assert.StartsWith(
            "a tensor of shape [6] and type Float32 is on the CPU", Expect.Failed(result, Severity.Error).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_complex_numbers_that_is_not_registered_is_a_question() => Assert.Equal(
        "turns[0] (ComplexFloat32 [6]) is not registered and stays as it is when the model is moved",
        Expect.Failed(Check(() => new HiddenTurns()), Severity.Question).What);

    [Fact]
    public void Where_TorchSharp_itself_throws_at_a_move_nothing_is_said_to_be_left_behind_and_no_power_is_claimed() =>
        Expect.Inconclusive(Check(() => new Named()), "No power here: a fault that was put into the subject at order was not noticed");

    [Fact]
    public void A_model_that_exists_is_skipped_with_the_line_to_write()
    {
        using var model = new Net(x => x);

        Expect.Skipped(CheckTest.Run(Id, ModelSubject.Of(model).WithInput(n => randn(n, 6))), "ModelSubject.For(() =>");
    }

    private static readonly Tensor _table = ones(8).DetachFromDisposeScope();

    private static CheckResult Check<TModel>(Func<TModel> build)
        where TModel : class => CheckTest.Run(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)));

    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(6, 8);
        private readonly Linear last = Linear(8, 3);
        private readonly Tensor order = tensor(new long[] { 2, 1, 0 });
        private readonly Func<Tensor, Tensor> _middle;

        public Net(Func<Tensor, Tensor> middle)
            : base(nameof(Net))
        {
            _middle = middle;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) =>
            last.call(_middle(first.call(input)))[TensorIndex.Ellipsis, TensorIndex.Tensor(order)];
    }

    private sealed class NoisyInTraining : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 8);

        public NoisyInTraining()
            : base(nameof(NoisyInTraining)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = head.call(input);
            return training ? hidden + (randn(hidden.shape, device: CPU) * 0.1) : hidden;
        }
    }

    /// <summary>TorchSharp 0.107 throws where it is to move a dictionary of modules.</summary>
    private sealed class Named : Module<Tensor, Tensor>
    {
        private readonly ModuleDict<Module<Tensor, Tensor>> heads = ModuleDict<Module<Tensor, Tensor>>(("left", Linear(6, 3)));
        private readonly Tensor order = tensor(new long[] { 2, 1, 0 });

        public Named()
            : base(nameof(Named)) => RegisterComponents();

        public override Tensor forward(Tensor input) => heads["left"].call(input)[TensorIndex.Ellipsis, TensorIndex.Tensor(order)];
    }

    private sealed class HiddenTurns : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);
        private readonly Tensor[] turns = [ones(6, dtype: ScalarType.ComplexFloat32)];

        public HiddenTurns()
            : base(nameof(HiddenTurns)) => RegisterComponents();

        public override Tensor forward(Tensor input) => (head.call(input) * turns[0].to(input.device)).real;
    }

    private sealed class HiddenTable : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 6);
        private readonly Tensor[] tables = [tensor(new long[] { 5, 4, 3, 2, 1, 0 })];

        public HiddenTable()
            : base(nameof(HiddenTable)) => RegisterComponents();

        public override Tensor forward(Tensor input) =>
            head.call(input)[TensorIndex.Ellipsis, TensorIndex.Tensor(tables[0].to(input.device))];
    }
}
