using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

public sealed class WrongShapesAreRefusedTests
{
    private const string Id = "wrong-shapes-are-refused";

    [Fact]
    public void A_linear_layer_refuses_and_the_check_could_have_failed()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Sequential(Linear(6, 3), Tanh())).WithInput(n => randn(n, 6)));

        Assert.Equal(["[0]"], Expect.Proven(result).SeenAt);
    }

    [Fact]
    public void An_elementwise_weight_broadcasts_one_feature_which_is_left_open()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new Weights()).WithInput(n => randn(n, 6)));

        Expect.Inconclusive(result, "Input [0] with 1 element along dimension 1, in place of 6, is taken as if that one were repeated. ");
        Assert.Contains("AlsoTakes(", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_input_that_is_broadcast_is_told_from_the_one_that_is_not()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => new OneOfTwo()).WithInputs(n => [randn(n, 6), randn(n, 6)]));

        Expect.Inconclusive(result, "Input [1]");
        Assert.DoesNotContain("nput [0]", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_maximum_over_a_set_takes_two_elements_too_and_passes_undeclared()
    {
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, ModelSubject.For(() => new SetPooling()).WithInput(n => randn(n, 5, 6))).Verdict);
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, ModelSubject.For(() => new SetPooling()).WithInput(n => randn(n, 2, 6))).Verdict);
    }

    [Fact]
    public void A_maximum_over_a_set_of_limited_size_takes_two_elements_and_passes_undeclared() => Assert.Equal(
        Verdict.Passed,
        CheckTest.Run(Id, ModelSubject.For(() => new SetPooling()).WithInput(n => randn(n, 5, 6)).WithForward<SetPooling>((model, inputs) =>
            ((Tensor)inputs[0]!).shape[1] > 5 ? throw new ArgumentException("at most 5") : model.call((Tensor)inputs[0]!))).Verdict);

    [Fact]
    public void One_of_two_features_is_broadcast_and_three_are_not() => Expect.Inconclusive(
        CheckTest.Run(Id, ModelSubject.For(() => new Computes(x => (x * arange(1, 3)).sum(1))).WithInput(n => randn(n, 2))),
        "Input [0] with 1 element along dimension 1, in place of 2, is taken as if that one were repeated");

    [Fact]
    public void The_size_of_the_input_that_is_broadcast_is_told()
    {
        CheckResult result = CheckTest.Run(Id, Second(5));

        Expect.Inconclusive(result, "Input [1] with 1 element along dimension 1, in place of 5, is taken as if that one were repeated");
    }

    [Fact]
    public void Another_size_of_one_input_says_nothing_of_the_others()
    {
        ModelSubject subject = Second(5);

        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.AlsoTakes("one element", n => [randn(n, 6), randn(n, 1)])).Verdict);
        Expect.Inconclusive(CheckTest.Run(Id, subject.AlsoTakes("seven features", n => [randn(n, 7), randn(n, 5)])), "Input [1]");
        Expect.Inconclusive(CheckTest.Run(Id, subject.AlsoTakes("no set", n => [randn(n, 6)])), "Input [1]");
    }

    [Fact]
    public void An_input_of_fewer_dimensions_says_nothing_of_those_it_has_not()
    {
        ModelSubject subject = ModelSubject.For(() => new Computes(x => x.sigmoid() * ones(6))).WithInput(n => randn(n, 5, 6))
            .AlsoTakes("one element", n => [randn(n, 6)]);

        Expect.Inconclusive(CheckTest.Run(Id, subject), "along dimension 2");
    }

    [Fact]
    public void A_recurrent_network_that_takes_any_length_passes() => Assert.Equal(
        Verdict.Passed, CheckTest.Run(Id, ModelSubject.For(() => new TimeFirst()).WithInput(n => randn(5, n, 3))).Verdict);

    [Fact]
    public void A_mask_that_all_samples_share_may_be_broadcast()
    {
        ModelSubject subject = ModelSubject.For(() => new SharedMask()).WithInputs(n => [randn(n, 5, 6), zeros(5, 6)]);

        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject).Verdict);
    }

    [Fact]
    public void Integer_inputs_only_are_skipped() => Expect.Skipped(
        CheckTest.Run(Id, ModelSubject.For(() => Embedding(5, 3)).WithInput(n => randint(0, 5, [n, 4]))), "No floating input");

    [Fact]
    public void One_feature_only_is_skipped() => Expect.Skipped(
        CheckTest.Run(Id, ModelSubject.For(() => Linear(1, 3)).WithInput(n => randn(n, 1))), "more than one feature");

    /// <summary>A layer that insists on its features, and a sum with a vector beside it.</summary>
    private static ModelSubject Second(long size) => ModelSubject.For(() => Linear(6, 3)).WithInputs(n => [randn(n, 6), randn(n, size)])
        .WithForward<Linear>((model, inputs) =>
            model.call((Tensor)inputs[0]!) + ((Tensor)inputs[1]! + ones(size)).amax([1L], keepdim: true));

    private sealed class SharedMask : Module<Tensor, Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear head = Linear(6, 3);
        private readonly TorchSharp.Modules.Conv1d mix = Conv1d(5, 5, 1);

        public SharedMask()
            : base(nameof(SharedMask)) => RegisterComponents();

        public override Tensor forward(Tensor tokens, Tensor mask) => head.call(mix.call(tokens) + mask);
    }

    private sealed class Weights : Module<Tensor, Tensor>
    {
        private readonly Parameter weight = Parameter(randn(6));

        public Weights()
            : base(nameof(Weights)) => RegisterComponents();

        public override Tensor forward(Tensor input) => (input * weight).sum(1);
    }

    private sealed class OneOfTwo : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public OneOfTwo()
            : base(nameof(OneOfTwo)) => RegisterComponents();

        public override Tensor forward(Tensor a, Tensor b) => head.call(a) + head.call(a * b);
    }

    private sealed class SetPooling : Module<Tensor, Tensor>
    {
        private readonly Linear head = Linear(6, 3);

        public SetPooling()
            : base(nameof(SetPooling)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input).amax([1L]);
    }
}
