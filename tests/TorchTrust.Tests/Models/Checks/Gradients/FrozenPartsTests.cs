using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Gradients;

/// <summary>Which buffers belong to what is frozen, and how much it weighs when something moves.</summary>
public sealed class FrozenPartsTests
{
    private const string Id = CheckIds.FrozenStaysFrozen;

    [Fact]
    public void Statistics_move_in_each_frozen_module_and_in_what_it_holds_and_not_beside_them()
    {
        CheckResult result = Run(() => new Parts(
            BatchNorm1d(6), Sequential(Linear(6, 6), BatchNorm1d(6)), Sequential(Linear(6, 6), BatchNorm1d(6)), freezes: 2));

        Expect.Failed(result, Severity.Question);
        Assert.Equal(["first", "second.1"], result.Findings.Select(finding => finding.Module));
        Assert.All(result.Findings, finding => Assert.EndsWith(
            "is frozen, but its running_mean, running_var, num_batches_tracked move in training mode", finding.What));
    }

    [Fact]
    public void Statistics_of_a_part_that_is_declared_frozen_are_a_question_all_the_same()
    {
        CheckResult result = CheckTest.Run(
            Id,
            ModelSubject.For(() => new Parts(Sequential(Linear(6, 6), BatchNorm1d(6)), Linear(6, 6), Linear(6, 3), freezes: 1))
                .WithInput(n => randn(n, 6)).FreezesOnPurpose("first.*", "pretrained"));

        Expect.Failed(result, Severity.Question);
        Assert.Equal("first.1", Assert.Single(result.Findings).Module);
    }

    [Fact]
    public void One_parameter_that_is_declared_frozen_and_moves_is_an_error_among_others()
    {
        CheckResult result = CheckTest.Run(
            Id,
            ModelSubject.For(() => new Parts(Linear(6, 6), Linear(6, 6), Linear(6, 3), freezes: 1, drifts: true))
                .WithInput(n => randn(n, 6)).FreezesOnPurpose("second.bias", "zero for ever"));

        Expect.Failed(result, Severity.Error);
        Assert.Equal(["first.bias", "first.weight", "second.bias"], result.Findings.Select(finding => finding.Parameter).Order());
    }

    [Fact]
    public void A_part_that_was_trained_before_it_was_frozen_passes_with_the_gradients_that_are_left() => Expect.Proven(
        Run(() => new Parts(Linear(6, 6), Linear(6, 6), Linear(6, 3), freezes: 1, trainsFirst: true)));

    [Fact]
    public void Without_gradients_nothing_is_trained_and_statistics_move_all_the_same()
    {
        using IDisposable _ = no_grad();
        CheckResult result = Run(() => new Parts(BatchNorm1d(6), Linear(6, 6), Linear(6, 3), freezes: 1));

        Expect.Failed(result, Severity.Question);
        Assert.Equal("first", Assert.Single(result.Findings).Module);
    }

    private static CheckResult Run(Func<Module<Tensor, Tensor>> build) =>
        CheckTest.Run(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)));

    private sealed class Parts : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> first;
        private readonly Module<Tensor, Tensor> second;
        private readonly Module<Tensor, Tensor> third;
        private readonly bool _drifts;

        public Parts(
            Module<Tensor, Tensor> first,
            Module<Tensor, Tensor> second,
            Module<Tensor, Tensor> third,
            int freezes,
            bool drifts = false,
            bool trainsFirst = false)
            : base(nameof(Parts))
        {
            (this.first, this.second, this.third, _drifts) = (first, second, third, drifts);
            RegisterComponents();
            if (trainsFirst)
            {
                forward(ones(2, 6)).sum().backward();
            }

            foreach (TorchSharp.Modules.Parameter parameter in new[] { first, second, third }.Take(freezes)
                .SelectMany(part => part.parameters()))
            {
                parameter.requires_grad = false;
            }
        }

        public override Tensor forward(Tensor input)
        {
            if (_drifts)
            {
                using IDisposable _ = no_grad();
                foreach (TorchSharp.Modules.Parameter parameter in first.parameters())
                {
                    parameter.add_(0.01);
                }
            }

            return third.call(second.call(first.call(input)));
        }
    }
}
